/** Waivers over HTTP (gdpr.md §2.4): what a page sends to accept a gap, and the list it gets back. */
import { z } from 'zod';
import { WAIVER_STATES, type WaiverHealth } from '#lib/gdpr/waivers/types.ts';
import { list, strings } from './basic-schemas.ts';
import { revision } from './schemas.ts';
import type { Revision } from './types.ts';

z.config({ jitless: true });

const TEXT_MAX = 2000;
const ROLE_MAX = 100;
const LIST_MAX = 50;
const role = z.string().min(1).max(ROLE_MAX);
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/, 'a day as 2026-03-04');

const match = z.union([
  z.strictObject({ fingerprint: z.string() }),
  z.strictObject({ subject: z.string(), peer: z.string().optional() }),
]);

/**
 * A waiver for one gap, by its id. The server adds what it knows: check, fingerprint, the workloads behind it now, the
 * time. The rules of the file hold (twenty characters, another approver, twelve months): BAD_REQUEST names the field.
 */
export const waiverBody = z.strictObject({
  gap: z.string().min(1).max(64),
  justification: z.string().max(TEXT_MAX),
  reference: z.string().max(TEXT_MAX).optional(),
  riskOwner: role,
  approvedBy: role,
  approvedAt: day,
  expiresAt: day,
  compensating: z.array(z.string().min(1).max(TEXT_MAX)).max(LIST_MAX).default([]),
  /** Who writes it down: a role as well. Nobody signs in by name, so it is what they say. */
  recordedBy: role,
});
export type WaiverBody = z.output<typeof waiverBody>;

/** Who takes it back. */
export const withdrawQuery = z.object({ by: role });

export interface WaiverList {
  readonly revision: Revision;
  /** When expiry was judged, RFC 3339. */
  readonly asOf: string;
  /** By id. */
  readonly waivers: readonly WaiverHealth[];
}

export const waiverList: z.ZodType<WaiverList> = z.object({
  revision,
  asOf: z.string(),
  waivers: list(
    z.object({
      waiver: z.object({
        id: z.string(),
        check: z.string(),
        match,
        justification: z.string(),
        reference: z.string().optional(),
        riskOwner: z.string(),
        approvedBy: z.string(),
        approvedAt: z.string(),
        expiresAt: z.string(),
        compensating: strings,
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
});
