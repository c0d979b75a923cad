import { createHash } from 'node:crypto';
import { allObjects } from '#lib/kube/build-cluster-objects.ts';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { placeOf } from '#lib/kube/kept-kinds.ts';
import { type KeptObject, objectKey } from '#lib/kube/objects.ts';
import { canonicalChunks } from './canonical-json.ts';
import { objectForEvidence } from './without-names.ts';

/**
 * The SHA-256, in hex, of the RFC 8785 text of the list of one kind's objects as the evidence has them, by namespace and
 * name: whoever has the evidence can compute it again. `kind` as in the completeness: the kind, or `apiVersion/Kind`.
 */
export function digestKinds(objects: ClusterObjects): (kind: string) => string {
  const byKind = Map.groupBy(allObjects(objects), ({ kind }) => kind);
  return (name) => {
    const slash = name.lastIndexOf('/');
    const apiVersion = slash < 0 ? undefined : name.slice(0, slash);
    const ofKind = byKind.get(name.slice(slash + 1)) ?? [];
    // Policies of other groups may be called as ours are.
    const isMeant = (object: KeptObject) =>
      apiVersion === undefined ? placeOf(object).collection !== 'unevaluated' : object.apiVersion === apiVersion;
    return digestList(ofKind.filter(isMeant));
  };
}

function digestList(objects: readonly KeptObject[]): string {
  const keyed = objects.map((object) => ({ key: objectKey(object.metadata), object }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const digest = createHash('sha256');
  // Object by object: 150,000 pods in one piece would be 200 MB.
  digest.update('[');
  for (const [index, { object }] of keyed.entries()) {
    if (index > 0) digest.update(',');
    for (const chunk of canonicalChunks(objectForEvidence(object))) digest.update(chunk);
  }
  return digest.update(']').digest('hex');
}
