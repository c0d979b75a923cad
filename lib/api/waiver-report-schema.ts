import { z } from 'zod';
import { WAIVER_STATES, type WaiverReport } from '#lib/gdpr/waivers/types.ts';
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

/** What a waived gap says of its waiver. */
export const waiverNote = z.object(accepted);

/** The waivers of one report with their health. */
export const waiverReport = z.object({
  asOf: z.string().nullable(),
  waivers: list(
    z.object({
      waiver: z.object({
        ...accepted,
        check: z.string(),
        match,
        peers: strings.optional(),
        origin: z.discriminatedUnion('from', [
          z.object({ from: z.literal('file'), line: z.int() }),
          z.object({ from: z.literal('page'), recordedAt: z.string(), recordedBy: z.string() }),
        ]),
      }),
      state: z.enum(WAIVER_STATES),
      gaps: strings,
      newPeers: strings.optional(),
    }),
  ),
}) satisfies z.ZodType<WaiverReport>;
