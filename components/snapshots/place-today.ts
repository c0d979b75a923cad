import type { SnapshotComparison } from '#lib/api/snapshot-schemas.ts';
import type { BriefGap } from '#lib/gdpr/gap-diff-json.ts';
import { isWorkloadKind } from '#lib/kube/workload-kinds.ts';
import type { ChangeRow } from './change-rows.ts';

/** What the cluster of today has of a change; undefined where the change has no place on the map. */
export type PlaceToday =
  | { readonly type: 'gap'; readonly id: string }
  | { readonly type: 'workload'; readonly key: string }
  | { readonly type: 'gone' };

/** What is known of today. */
interface Today {
  /** Ids of the gaps. */
  readonly gaps: ReadonlySet<string>;
  /** Keys of the workloads. */
  readonly workloads: ReadonlySet<string>;
}

/** Where the map of today shows what changed between two snapshots, or that it no longer does. */
export function placeToday(
  row: ChangeRow,
  { diff }: { readonly diff: Pick<SnapshotComparison['diff'], 'removed'> },
  today: Today,
): PlaceToday | undefined {
  if (row.type === 'gap' && row.change !== 'closed' && today.gaps.has(row.gap.id)) {
    return { type: 'gap', id: row.gap.id };
  }
  if (row.workload === '') return undefined;
  if (today.workloads.has(row.workload)) return { type: 'workload', key: row.workload };
  // a closed gap of a namespace or a policy never had a box; a workload may be gone since the later of the two
  const hadNone =
    row.type === 'gap' &&
    row.change === 'closed' &&
    !isOfWorkload(row.gap) &&
    !diff.removed.some(({ id }) => id === row.workload);
  return hadNone ? undefined : { type: 'gone' };
}

function isOfWorkload({ subject: { kind } }: BriefGap): boolean {
  return kind === 'Pod' || isWorkloadKind(kind);
}
