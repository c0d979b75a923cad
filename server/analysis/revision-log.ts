import type { RevisionEntry } from '#lib/api/revision-schemas.ts';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { objectChanges } from '#lib/kube/object-changes.ts';

/** So many revisions of this run are told; a busy cluster makes one a second. */
export const ENTRIES_KEPT = 100;
/** So many changes of a revision are named; the rest is counted. */
export const CHANGES_NAMED = 12;

/** What else than objects makes a revision. */
export type OtherCause = RevisionEntry['others'][number];

export interface RevisionLog {
  /** `others`: what was different beside the objects. */
  note(seq: number, builtAt: string, objects: ClusterObjects, others: readonly OtherCause[]): void;
  /** Newest first. */
  entries(): readonly RevisionEntry[];
}

/** The revisions of this run: when each was made, and what was different then. */
export function createRevisionLog(): RevisionLog {
  let before: ClusterObjects | undefined;
  let entries: readonly RevisionEntry[] = [];
  return {
    note(seq, builtAt, objects, others) {
      const changes = before === undefined ? [] : objectChanges(before, objects);
      before = objects;
      const entry = {
        seq,
        builtAt,
        changes: changes.slice(0, CHANGES_NAMED),
        total: changes.length,
        others: [...others],
      };
      entries = [entry, ...entries].slice(0, ENTRIES_KEPT);
    },
    entries: () => entries,
  };
}
