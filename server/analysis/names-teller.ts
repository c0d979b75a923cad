import { changedNames, type HeldName, namesOfCluster, podRangesOf } from '#lib/flows/names-of-cluster.ts';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import type { NamesMessage } from '#server/traffic/traffic-messages.ts';

/** What names rest on: where none of it changed, no name did. A revision shares what did not change. */
const PARTS = ['pods', 'nodes', 'services', 'endpointSlices', 'workloads'] as const;

/** Tells the flows who goes by which address, from revision to revision only what changed. */
export function createNamesTeller(
  post: (message: NamesMessage) => void,
): (objects: ClusterObjects, now: number) => void {
  let objects: ClusterObjects | undefined;
  let names: ReadonlyMap<string, HeldName> | undefined;
  return (next, now) => {
    const before = objects;
    if (before !== undefined && PARTS.every((part) => before[part] === next[part])) return;
    const after = namesOfCluster(next);
    const changes = changedNames(names, after, now);
    if (names === undefined || changes.length > 0 || before?.nodes !== next.nodes) {
      post({ whole: names === undefined, changes, ranges: podRangesOf(next) });
    }
    objects = next;
    names = after;
  };
}
