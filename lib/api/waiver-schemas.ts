/** Waivers over HTTP (gdpr.md §2.4): what a page sends to accept a gap, and the list it gets back. */
import { z } from 'zod';
import type { WaiverReport } from '#lib/gdpr/waivers/types.ts';
import { DAY_FORM } from '#lib/text/en/waivers.ts';
import { revision } from './cluster-schemas.ts';
import type { Revision } from './cluster-types.ts';
import { waiverReport } from './waiver-report-schema.ts';

z.config({ jitless: true });

const TEXT_MAX = 2000;
const ROLE_MAX = 100;
const LIST_MAX = 50;
const role = z.string().min(1).max(ROLE_MAX);
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/, DAY_FORM);

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

export interface WaiverList extends WaiverReport {
  readonly revision: Revision;
}

export const waiverList: z.ZodType<WaiverList> = waiverReport.extend({ revision });
