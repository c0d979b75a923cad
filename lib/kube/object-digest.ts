import { canonicalDigest, type Sha256Hex } from './canonical-digest.ts';
import { managerRole } from './manager-role.ts';
import type { KeptObject } from './objects.ts';

/** Kept objects are immutable, so each is hashed once in its life. */
const digests = new WeakMap<KeptObject, string>();

/**
 * SHA-256, in hex, of what an object says. Left out is what says nothing about the cluster: where it was read from, the
 * server's own counter of writes, and the names of people, which evidence leaves out: so that the digest can be computed
 * again from it.
 */
export function digestOfObject(object: KeptObject, hash?: Sha256Hex): string {
  const known = digests.get(object);
  if (known !== undefined) return known;
  const { metadata } = object;
  const managedFields = metadata.managedFields?.map((change) => ({ ...change, manager: managerRole(change.manager) }));
  const said = { ...object, origin: undefined, metadata: { ...metadata, managedFields, resourceVersion: undefined } };
  const digest = canonicalDigest(said, hash);
  digests.set(object, digest);
  return digest;
}
