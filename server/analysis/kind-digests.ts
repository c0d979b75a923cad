import { createHash } from 'node:crypto';
import { placeOf } from '#lib/kube/kept-kinds.ts';
import { type KeptObject, objectKey } from '#lib/kube/objects.ts';
import { canonicalJson } from '#server/report/canonical-json.ts';

/**
 * SHA-256, in hex, of the RFC 8785 text of the list of one kind's objects, by namespace and name: whoever has the evidence
 * can compute it again. `kind` as in the completeness: the kind, or `apiVersion/Kind`.
 * @param objects as the evidence has them, in any order.
 */
export function kindDigests(objects: Iterable<KeptObject>): (kind: string) => string {
  const byKind = new Map<string, KeptObject[]>();
  for (const object of objects) {
    const ofKind = byKind.get(object.kind);
    if (ofKind === undefined) byKind.set(object.kind, [object]);
    else ofKind.push(object);
  }
  return (kind) => {
    const slash = kind.lastIndexOf('/');
    const apiVersion = slash < 0 ? undefined : kind.slice(0, slash);
    const ofKind = byKind.get(kind.slice(slash + 1)) ?? [];
    // Policies of other groups may be called as ours are.
    const isMeant = (object: KeptObject) =>
      apiVersion === undefined ? placeOf(object).collection !== 'unevaluated' : object.apiVersion === apiVersion;
    return digestOfList(ofKind.filter(isMeant));
  };
}

/** Object by object: the text of 150,000 pods in one piece would be 200 MB. */
function digestOfList(objects: readonly KeptObject[]): string {
  const digest = createHash('sha256');
  const keyed = objects.map((object) => ({ key: objectKey(object.metadata), object }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  digest.update('[');
  for (const [index, { object }] of keyed.entries()) {
    digest.update(`${index === 0 ? '' : ','}${canonicalJson(object)}`);
  }
  return digest.update(']').digest('hex');
}
