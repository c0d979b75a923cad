import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import type { ObjectDelta } from '#lib/kube/cluster-state.ts';
import type { Pod } from '#lib/kube/objects.ts';

/** A prime: questions and events are spread over all pods. */
const STRIDE = 7_919;

const keysOf = new WeakMap<ClusterObjects, readonly string[]>();

/** The key of the nth pod, for any n. */
export function podAt(objects: ClusterObjects, n: number): string {
  let keys = keysOf.get(objects);
  if (keys === undefined) {
    keys = [...objects.pods.keys()];
    keysOf.set(objects, keys);
  }
  return keys[(n * STRIDE) % keys.length] as string;
}

/** The nth pod goes and its successor comes, as in a rollout. */
export function replacePod(objects: ClusterObjects, n: number): readonly [ObjectDelta, ObjectDelta] {
  const old = objects.pods.get(podAt(objects, n)) as Pod;
  const successor: Pod = { ...old, metadata: { ...old.metadata, name: `${old.metadata.name}-next` } };
  return [
    { type: 'remove', object: old },
    { type: 'upsert', object: successor },
  ];
}
