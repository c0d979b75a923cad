import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';
import { allObjects } from './build-cluster-objects.ts';
import type { ClusterObjects } from './cluster-objects.ts';
import type { KeptObject } from './objects.ts';

/** Kept objects are immutable, so each is hashed once in its life. */
const digests = new WeakMap<KeptObject, string>();

/**
 * The content of a revision: SHA-256, in hex, over the projected input, the profile and the data map, each in canonical
 * JSON (RFC 8785). It does not depend on the order of files or answers. Left out is what says nothing about the cluster:
 * where an object was read from, and the server's own counter of writes.
 */
export function contentHash(objects: ClusterObjects, profile: unknown, dataMap: unknown = null): string {
  const digestsOfObjects: string[] = [];
  for (const object of allObjects(objects)) digestsOfObjects.push(digestOf(object));
  digestsOfObjects.sort();
  return sha256Hex(
    canonical({
      objects: digestsOfObjects,
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
    }),
  );
}

function digestOf(object: KeptObject): string {
  const known = digests.get(object);
  if (known !== undefined) return known;
  const digest = sha256Hex(
    canonical({ ...object, origin: undefined, metadata: { ...object.metadata, resourceVersion: undefined } }),
  );
  digests.set(object, digest);
  return digest;
}

function canonical(value: unknown): string {
  return canonicalize(value) ?? 'null';
}

function sha256Hex(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}
