import { readingNotes } from '#lib/text/en/reading.ts';
import type { ClusterObjects, Completeness, KindCompleteness, ReadingNote } from './cluster-objects.ts';
import { ClusterState } from './cluster-state.ts';
import { type Collection, KEPT_KINDS } from './kept-kinds.ts';
import type { KeptObject } from './objects.ts';
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
  const shared = new Map<string, number>();
  for (const { kind } of [
    ...objects.workloads.values(),
    ...objects.routes.values(),
    ...objects.clusterPolicies.values(),
  ]) {
    shared.set(kind, (shared.get(kind) ?? 0) + 1);
  }
  return KEPT_KINDS.flatMap(({ kind, resource, collection, installed }): KindCompleteness[] => {
    const isShared = SHARED.has(collection);
    const count = isShared ? (shared.get(kind) ?? 0) : objects[collection].size;
    // A cluster need not have such a kind: none in the files says nothing.
    return installed === true && count === 0 ? [] : [{ resource, kind, count, state: 'read' }];
  });
}

/** Collections of several kinds. */
const SHARED: ReadonlySet<Collection> = new Set(['workloads', 'routes', 'clusterPolicies']);

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
  yield* objects.ingressClasses.values();
  yield* objects.gatewayClasses.values();
  yield* objects.gateways.values();
  yield* objects.routes.values();
  yield* objects.referenceGrants.values();
  yield* objects.serviceEntries.values();
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
