import { readingNotes } from '#lib/text/en/reading.ts';
import type { ClusterObjects, Completeness, KindCompleteness, ReadingNote } from './cluster-objects.ts';
import { CLUSTER_POLICY_KINDS } from './cluster-policy-kinds.ts';
import { ClusterState } from './cluster-state.ts';
import { KEPT_KINDS } from './kept-kinds.ts';
import type { ClusterPolicyKind, KeptObject } from './objects.ts';
import { objectName } from './project.ts';

/**
 * The objects of one reading in their collections. The same kind, namespace and name twice: the last one counts, and a
 * note says so. Without `kinds` every kind counts as read, as files do.
 */
export function buildClusterObjects(
  kept: Iterable<KeptObject>,
  completeness: Partial<Completeness> = {},
): ClusterObjects {
  const state = new ClusterState();
  const duplicates: ReadingNote[] = [];
  for (const object of kept) {
    if (state.has(object)) duplicates.push(duplicateNote(object));
    state.apply({ type: 'upsert', object });
  }
  const counted = state.snapshot();
  const kinds =
    completeness.kinds === undefined || completeness.kinds.length === 0 ? countKinds(counted) : completeness.kinds;
  const notes = [...(completeness.notes ?? []), ...duplicates];
  return { ...counted, completeness: { kinds, unread: completeness.unread ?? [], notes } };
}

/** Every kind that a source reads, with the number of objects that were read; cluster-wide policies where there are any. */
export function countKinds(objects: ClusterObjects): readonly KindCompleteness[] {
  const workloads = new Map<string, number>();
  for (const { kind } of objects.workloads.values()) workloads.set(kind, (workloads.get(kind) ?? 0) + 1);
  const kinds = KEPT_KINDS.map(({ kind, resource, collection }): KindCompleteness => {
    const count = collection === 'workloads' ? (workloads.get(kind) ?? 0) : objects[collection].size;
    return { resource, kind, count, state: 'read' };
  });
  const clusterPolicies = CLUSTER_POLICY_KINDS.flatMap(({ kind, resource }): KindCompleteness[] => {
    const count = countClusterPolicies(objects, kind);
    return count === 0 ? [] : [{ resource, kind, count, state: 'read' }];
  });
  return [...kinds, ...clusterPolicies];
}

export function countClusterPolicies({ clusterPolicies }: ClusterObjects, kind: ClusterPolicyKind): number {
  let count = 0;
  for (const policy of clusterPolicies.values()) if (policy.kind === kind) count++;
  return count;
}

/** All objects, collection by collection, in the order in which they were read. */
export function* allObjects(objects: ClusterObjects): Generator<KeptObject> {
  yield* objects.namespaces.values();
  yield* objects.nodes.values();
  yield* objects.networkPolicies.values();
  yield* objects.clusterPolicies.values();
  yield* objects.unevaluated.values();
  yield* objects.services.values();
  yield* objects.endpointSlices.values();
  yield* objects.ingresses.values();
  yield* objects.workloads.values();
  yield* objects.pods.values();
}

function duplicateNote(object: KeptObject): ReadingNote {
  const name = objectName(object.kind, object.metadata.namespace, object.metadata.name);
  const message = readingNotes.duplicateObject(name);
  const origin = object.origin;
  const place = origin === undefined ? {} : { file: origin.file, document: origin.document, line: origin.line };
  return { code: 'duplicate-object', message, object: name, ...place };
}
