import type { ClusterObjects } from './cluster-objects.ts';
import { type Collection, type ObjectIdentity, placeOf } from './kept-kinds.ts';
import type { KeptObject } from './objects.ts';

/** Objects that take the place of those of their name, or are new, and objects that go. */
export interface ObjectFork {
  readonly upserts: readonly KeptObject[];
  readonly removes: readonly ObjectIdentity[];
}

/** The objects as they would be. Collections that nothing touches are shared, the others copied once. */
export function forkObjects(objects: ClusterObjects, { upserts, removes }: ObjectFork): ClusterObjects {
  const copies = new Map<Collection, Map<string, KeptObject>>();
  const writable = (collection: Collection): Map<string, KeptObject> => {
    let copy = copies.get(collection);
    if (copy === undefined) {
      copy = new Map<string, KeptObject>(objects[collection]);
      copies.set(collection, copy);
    }
    return copy;
  };
  for (const object of removes) {
    const { collection, key } = placeOf(object);
    writable(collection).delete(key);
  }
  for (const object of upserts) {
    const { collection, key } = placeOf(object);
    writable(collection).set(key, object);
  }
  // `placeOf` puts every object into the collection of its kind, which is what this assertion says.
  return { ...objects, ...(Object.fromEntries(copies) as unknown as Partial<ClusterObjects>) };
}

/** The object of that kind and name, where there is one. */
export function findObject(objects: ClusterObjects, identity: ObjectIdentity): KeptObject | undefined {
  const { collection, key } = placeOf(identity);
  return objects[collection].get(key);
}
