import type { GapDiffJson } from '#lib/gdpr/gap-diff-json.ts';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { countUnread } from '#lib/kube/reading-lines.ts';
import type { ChangeJson, DiffJson, OneSidedJson } from '#lib/policy/diff/diff-json.ts';
import type { ChangedPeer } from '#lib/policy/diff/types.ts';

/** What the writers of `ringfence diff` are given. */
export interface DiffDocument {
  readonly before: DiffState;
  readonly after: DiffState;
  readonly diff: DiffJson;
  readonly gaps: GapDiffJson;
}

export interface DiffState {
  readonly cluster: string;
  readonly objects: ClusterObjects;
}

/** Workloads, blocks and `internet` that a group speaks of, unlisted ones counted. */
export function peerCount({
  peers,
  unlisted,
}: {
  readonly peers: readonly ChangedPeer[];
  readonly unlisted: number;
}): number {
  return peers.length + unlisted;
}

/** The namespace of `ns/Kind/name`. */
export function namespaceOf(workload: string): string {
  return workload.slice(0, workload.indexOf('/'));
}

/** Changes by the namespace of their subject, in their order. */
export function byNamespace({ changes }: DiffJson): ReadonlyMap<string, readonly ChangeJson[]> {
  return Map.groupBy(changes, ({ subject }) => namespaceOf(subject));
}

/** Whom a workload of one state only has to do with: `ingress` are those that reach it. */
export function peersOfOneSided({ connections }: OneSidedJson, direction: 'ingress' | 'egress'): number {
  return connections.filter((group) => group.direction === direction).reduce((sum, group) => sum + peerCount(group), 0);
}

export function unreadCount({ before, after }: DiffDocument): number {
  return countUnread(before.objects.completeness.unread) + countUnread(after.objects.completeness.unread);
}

export function sentenceParts({ diff, gaps }: DiffDocument) {
  return [
    diff.counts,
    { opened: gaps.opened.length, closed: gaps.closed.length, changed: gaps.changed.length },
    { added: diff.added.length, removed: diff.removed.length },
  ] as const;
}
