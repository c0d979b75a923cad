import { z } from 'zod';
import { WAIVER_STATES, type Waiver, type WaiverReport } from '#lib/gdpr/waivers/types.ts';
import { list, strings } from './basic-schemas.ts';

const match = z.union([
  z.strictObject({ fingerprint: z.string() }),
  z.strictObject({ subject: z.string(), peer: z.string().optional() }),
]);
const accepted = {
  id: z.string(),
  justification: z.string(),
  reference: z.string().optional(),
  riskOwner: z.string(),
  approvedBy: z.string(),
  approvedAt: z.string(),
  expiresAt: z.string(),
  compensating: strings,
};

const day = z.string().regex(/^\d{4}-\d\d-\d\d$/);
const workloadKey = z.string().regex(/^[^/*]*\/[^/*]+\/[^/*]+$/);

/** A waiver file. `parseWaivers` reads it, with lines, and holds the rules between fields as well. */
export const waiverFile = z.strictObject({
  waivers: list(
    z.strictObject({
      id: z.string(),
      check: z.string().regex(/^[A-Z]{3}-\d{3}$/),
      match: z.union([
        z.strictObject({ fingerprint: z.string().regex(/^[0-9A-Fa-f]{8,64}$/) }),
        z.strictObject({ subject: workloadKey, peer: z.string().optional() }),
      ]),
      justification: z.string().min(20),
      reference: z.string().optional(),
      riskOwner: z.string().min(1),
      approvedBy: z.string().min(1),
      approvedAt: day,
      expiresAt: day,
      compensating: strings.optional(),
      peers: strings.optional(),
    }),
  ),
});

/** What a waived gap says of its waiver. */
export const waiverNote = z.object(accepted);

export const waiverSchema = z.strictObject({
  ...accepted,
  check: z.string(),
  match,
  peers: strings.optional(),
  origin: z.discriminatedUnion('from', [
    z.object({ from: z.literal('file'), line: z.int() }),
    z.object({ from: z.literal('page'), recordedAt: z.string(), recordedBy: z.string() }),
  ]),
}) satisfies z.ZodType<Waiver>;

const health = z.object({
  waiver: waiverSchema,
  state: z.enum(WAIVER_STATES),
  gaps: strings,
  newPeers: strings.optional(),
});

/** The waivers of one report with their health. */
export const waiverReport = z.object({
  asOf: z.string().nullable(),
  waivers: list(health),
}) satisfies z.ZodType<WaiverReport>;

/** The same beside the list of gaps: the workloads behind each are hundreds. */
export const listedWaivers = waiverReport.extend({
  waivers: list(health.extend({ waiver: waiverSchema.omit({ peers: true }) })),
});
