import { isDeepStrictEqual } from 'node:util';
import { findHubbleRelay, type HubbleRelay } from '#lib/flows/find-hubble-relay.ts';
import {
  changedNames,
  type HeldName,
  namesOfCluster,
  podRangesOf,
  podsElsewhere,
} from '#lib/flows/names-of-cluster.ts';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import type { NamesMessage } from '#server/traffic/traffic-messages.ts';

/** What names rest on: where none of it changed, no name did. A revision shares what did not change. */
const PARTS = ['pods', 'nodes', 'services', 'endpointSlices', 'workloads'] as const;

/**
 * Tells the flows who goes by which address, from revision to revision only what changed, and where the relay is.
 * @param isWatched the objects are a live cluster's: where all pods are read, there are no others.
 */
export function createNamesTeller(
  post: (message: NamesMessage) => void,
  isWatched: boolean,
): (objects: ClusterObjects, now: number) => void {
  let objects: ClusterObjects | undefined;
  let names: ReadonlyMap<string, HeldName> | undefined;
  let relayBefore: HubbleRelay | undefined;
  return (next, now) => {
    const before = objects;
    if (before !== undefined && PARTS.every((part) => before[part] === next[part])) return;
    const after = namesOfCluster(next);
    const changes = changedNames(names, after, now);
    const relay = findHubbleRelay(next.services.values());
    const isNew = names === undefined || before?.nodes !== next.nodes || !isDeepStrictEqual(relay, relayBefore);
    if (isNew || changes.length > 0) {
      const found = relay === undefined ? {} : { relay };
      const watched = isWatched && readsAllPods(next) ? { watched: true as const } : {};
      const elsewhere = podsElsewhere(next);
      const blocks = { ranges: podRangesOf(next), ...(elsewhere.length === 0 ? {} : { elsewhere }) };
      post({ whole: names === undefined, ...watched, changes, ...blocks, ...found });
    }
    relayBefore = relay;
    objects = next;
    names = after;
  };
}

function readsAllPods({ completeness }: ClusterObjects): boolean {
  return completeness.kinds.find(({ resource }) => resource === 'pods')?.state === 'read';
}
