/** The revisions of a run, as zod schemas typed by their interfaces so that the two cannot drift. */
import { z } from 'zod';
import type { ObjectChange } from '#lib/kube/object-changes.ts';
import { revision } from './cluster-schemas.ts';
import type { Revision } from './cluster-types.ts';

z.config({ jitless: true });

const list = <T extends z.ZodType>(item: T) => z.array(item).readonly();
const count = z.int().nonnegative();

/** One revision of this run. The first has no changes: nothing was known before it. */
export interface RevisionEntry {
  readonly seq: number;
  /** RFC 3339. */
  readonly builtAt: string;
  /** Policies first; at most a dozen of `total`. */
  readonly changes: readonly ObjectChange[];
  readonly total: number;
  /** What was different beside the objects. */
  readonly others: readonly ('profile' | 'data-map' | 'waivers' | 'completeness' | 'day' | 'traffic')[];
}
export interface RevisionList {
  readonly revision: Revision;
  /** Newest first. */
  readonly revisions: readonly RevisionEntry[];
  /** Those that can still be looked at, ascending. */
  readonly kept: readonly number[];
}
/** What another revision of this run has against the one asked for. */
export interface RevisionComparison {
  readonly revision: Revision;
  readonly from: number;
  readonly counts: {
    readonly gapsOpened: number;
    readonly gapsClosed: number;
    readonly connectionsOpened: number;
    readonly connectionsClosed: number;
  };
  /** Titles, at most twenty of each. */
  readonly opened: readonly string[];
  readonly closed: readonly string[];
}

const change: z.ZodType<ObjectChange> = z.object({
  verb: z.enum(['added', 'changed', 'removed']),
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
  manager: z.string().optional(),
});
export const revisionList: z.ZodType<RevisionList> = z.object({
  revision,
  revisions: list(
    z.object({
      seq: count,
      builtAt: z.string(),
      changes: list(change),
      total: count,
      others: list(z.enum(['profile', 'data-map', 'waivers', 'completeness', 'day', 'traffic'])),
    }),
  ),
  kept: list(count),
});
export const revisionComparison: z.ZodType<RevisionComparison> = z.object({
  revision,
  from: count,
  counts: z.object({ gapsOpened: count, gapsClosed: count, connectionsOpened: count, connectionsClosed: count }),
  opened: list(z.string()),
  closed: list(z.string()),
});
