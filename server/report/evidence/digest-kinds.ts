import { createHash } from 'node:crypto';
import { allObjects } from '#lib/kube/build-cluster-objects.ts';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { placeOf } from '#lib/kube/kept-kinds.ts';
import { type KeptObject, objectKey } from '#lib/kube/objects.ts';
import type { KindDigest } from '#lib/kube/provenance.ts';
import { canonicalChunks } from './canonical-json.ts';
import { objectForEvidence } from './without-names.ts';

/** The objects of one kind, in no order. `kind` as in the completeness: the kind, or `apiVersion/Kind`. */
export type ObjectsOfKind = (kind: string) => readonly KeptObject[];

export function objectsByKind(objects: ClusterObjects): ObjectsOfKind {
  const byKind = Map.groupBy(allObjects(objects), ({ kind }) => kind);
  return (name) => {
    const slash = name.lastIndexOf('/');
    const apiVersion = slash < 0 ? undefined : name.slice(0, slash);
    // Policies of other groups may be called as ours are.
    const isMeant = (object: KeptObject) =>
      apiVersion === undefined ? placeOf(object).collection !== 'unevaluated' : object.apiVersion === apiVersion;
    return (byKind.get(name.slice(slash + 1)) ?? []).filter(isMeant);
  };
}

/**
 * The number, and the SHA-256 of the RFC 8785 text of the list of these objects as the evidence has them, by namespace and name:
 * whoever has the evidence can compute it again.
 */
export function digestList(objects: readonly KeptObject[]): Pick<KindDigest, 'count' | 'sha256'> {
  const keyed = objects.map((object) => ({ key: objectKey(object.metadata), object }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const digest = createHash('sha256');
  // Object by object: 150,000 pods in one piece would be 200 MB.
  digest.update('[');
  for (const [index, { object }] of keyed.entries()) {
    if (index > 0) digest.update(',');
    for (const chunk of canonicalChunks(objectForEvidence(object))) digest.update(chunk);
  }
  return { count: objects.length, sha256: digest.update(']').digest('hex') };
}
