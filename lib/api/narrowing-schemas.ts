/** Unused permissions and the narrowing policy of a workload, over HTTP. */
import { z } from 'zod';
import type { Narrowing, UnusedOfWorkload } from '#lib/gdpr/narrowing/narrowing.ts';
import { count, list, strings } from './basic-schemas.ts';
import { revision } from './cluster-schemas.ts';
import type { Revision } from './cluster-types.ts';
import { fixEffect } from './gap-schemas.ts';

z.config({ jitless: true });

export const narrowingQuery = z.object({
  /** `ns/Kind/name` */
  workload: z.string().min(1).max(1000).optional(),
});

export interface NarrowingView {
  readonly revision: Revision;
  /** Why nothing can be said: no source of observed traffic. */
  readonly unavailable?: string | undefined;
  /** Absent where nothing was observed. RFC 3339. */
  readonly window?: { readonly from: string; readonly to: string } | undefined;
  /** How far back a permission is looked for in use, in days. */
  readonly days: number;
  /** By workload, those with the most unused first; workloads that use all that they may are left out. */
  readonly unused: readonly UnusedOfWorkload[];
  /** There are more permissions than are compared. */
  readonly isCut: boolean;
  /** Of the workload asked for. */
  readonly narrowing?: Narrowing | undefined;
}

const unusedOfWorkload: z.ZodType<UnusedOfWorkload> = z.object({
  workload: z.string(),
  unused: count,
  notEnough: count,
  perhaps: count,
  rare: count,
});
const narrowing: z.ZodType<Narrowing> = z.object({
  workload: z.string(),
  yaml: z.string(),
  kept: count,
  note: z.string(),
  warnings: strings,
  effect: fixEffect.optional(),
});
export const narrowingView: z.ZodType<NarrowingView> = z.object({
  revision,
  unavailable: z.string().optional(),
  window: z.object({ from: z.string(), to: z.string() }).optional(),
  days: count,
  unused: list(unusedOfWorkload),
  isCut: z.boolean(),
  narrowing: narrowing.optional(),
});
