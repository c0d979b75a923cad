import { allObjects } from './build-cluster-objects.ts';
import { canonicalDigest } from './canonical-digest.ts';
import type { ClusterObjects } from './cluster-objects.ts';
import { ContentIndex } from './content-index.ts';

/**
 * The content of a revision: SHA-256, in hex, over the projected input, the profile and the data map, each in canonical
 * JSON (RFC 8785). It does not depend on the order of files or answers.
 * @param digest of all objects, where a `ClusterState` has kept it up.
 */
export function contentHash(
  objects: ClusterObjects,
  profile: unknown,
  dataMap: unknown = null,
  digest = new ContentIndex(allObjects(objects)).digest(),
): string {
  return canonicalDigest({
    objects: digest,
    // What was not read weakens the answers, so it is part of the content; what was read is in the objects.
    notRead: objects.completeness.kinds
      .filter(({ state }) => state !== 'read')
      .map(({ resource, state, deniedNamespaces = [] }) => ({
        resource,
        state,
        deniedNamespaces: [...deniedNamespaces].sort(),
      }))
      .sort((a, b) => (a.resource < b.resource ? -1 : 1)),
    profile,
    dataMap,
  });
}
