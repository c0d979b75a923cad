import type { Sha256Hex } from './canonical-digest.ts';
import type { ClusterObjects, Completeness } from './cluster-objects.ts';
import { ContentIndex } from './content-index.ts';
import { type Collection, type ObjectIdentity, placeOf } from './kept-kinds.ts';
import { digestOfObject } from './object-digest.ts';
import type { KeptObject } from './objects.ts';
import { copyOfCollection, emptyCollection, type WritableCollection } from './writable-collection.ts';

/** What a source tells of one object. */
export type ObjectDelta =
  | { readonly type: 'upsert'; readonly object: KeptObject }
  | { readonly type: 'remove'; readonly object: ObjectIdentity };

const COLLECTIONS: readonly Collection[] = [
  'namespaces',
  'pods',
  'nodes',
  'networkPolicies',
  'clusterPolicies',
  'services',
  'endpointSlices',
  'ingresses',
  'ingressClasses',
  'gatewayClasses',
  'gateways',
  'routes',
  'referenceGrants',
  'serviceEntries',
  'workloads',
  'unevaluated',
];

/**
 * The objects of one cluster as they change. `snapshot` gives them as they are now, at no cost: a collection is copied
 * only when it is written to after it was handed out, so old revisions stay valid and share what did not change.
 */
export class ClusterState {
  #maps = new Map<Collection, WritableCollection>(COLLECTIONS.map((name) => [name, emptyCollection(name)]));
  /** Collections that a snapshot holds: copy before writing. */
  #shared = new Set<Collection>();
  #completeness: Completeness = { kinds: [], unread: [], notes: [] };
  /** Kept up from the first time that somebody asks. */
  #content: ContentIndex | undefined;
  readonly #hash: Sha256Hex | undefined;

  /** @param hash the machine's own SHA-256, where there is one. */
  constructor(hash?: Sha256Hex) {
    this.#hash = hash;
  }

  /** Returns true where something changed; true also for an equal object that is written anew. */
  apply(delta: ObjectDelta): boolean {
    const { collection, key } = placeOf(delta.object);
    const map = this.#maps.get(collection);
    if (map === undefined) return false;
    const before = map.get(key);
    if (before !== undefined) this.#content?.remove(before);
    if (delta.type === 'upsert') {
      this.#content?.add(delta.object);
      this.#writable(collection, map).set(key, delta.object);
      return true;
    }
    if (before === undefined) return false;
    this.#writable(collection, map).delete(key);
    return true;
  }

  /** Hashes an object that will be told soon, so that `contentDigest` need not do it for all at once. */
  expect(object: KeptObject): void {
    digestOfObject(object, this.#hash);
  }

  has(object: ObjectIdentity): boolean {
    const { collection, key } = placeOf(object);
    return this.#maps.get(collection)?.has(key) ?? false;
  }

  setCompleteness(completeness: Completeness): void {
    this.#completeness = completeness;
  }

  /** Drops all objects: after a relist that starts from nothing. */
  clear(): void {
    this.#maps = new Map(COLLECTIONS.map((name) => [name, emptyCollection(name)]));
    this.#shared.clear();
    this.#content = undefined;
  }

  /** One digest of all objects as they are now, for `contentHash`: the same as over a snapshot, without a pass over it. */
  contentDigest(): string {
    this.#content ??= new ContentIndex(this.#allObjects(), this.#hash);
    return this.#content.digest();
  }

  *#allObjects(): Generator<KeptObject> {
    for (const map of this.#maps.values()) yield* map.values();
  }

  snapshot(): ClusterObjects {
    for (const name of COLLECTIONS) this.#shared.add(name);
    // `placeOf` puts every object into the collection of its kind, which is what this assertion says.
    const objects = Object.fromEntries(this.#maps) as unknown as Omit<ClusterObjects, 'completeness'>;
    return { ...objects, completeness: this.#completeness };
  }

  #writable(collection: Collection, map: WritableCollection): WritableCollection {
    if (!this.#shared.has(collection)) return map;
    const copy = copyOfCollection(collection, map);
    this.#maps.set(collection, copy);
    this.#shared.delete(collection);
    return copy;
  }
}
