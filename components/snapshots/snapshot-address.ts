import { clusterHref } from '#components/shell/cluster-href.ts';
import type { SnapshotItem } from '#lib/api/snapshot-schemas.ts';

/** What snapshot `to` says against `from`. */
export function compareHref(cluster: string, from: number, to: number): string {
  return `${clusterHref(cluster, 'snapshots')}/compare?from=${from}&to=${to}`;
}

/** The list with the form for taking one open. */
export function takeHref(cluster: string): string {
  return `${clusterHref(cluster, 'snapshots')}?take=true`;
}

export function trailHref(cluster: string): string {
  return `${clusterHref(cluster, 'snapshots')}/trail`;
}

/** The snapshot that one is compared with: the last of its scope, else the one before it. */
export function comparedWith({ seq, against }: Pick<SnapshotItem, 'seq' | 'against'>): number | undefined {
  return against?.seq ?? (seq > 1 ? seq - 1 : undefined);
}
