import type { ClusterObjects } from './cluster-objects.ts';
import { type Collection, type ObjectIdentity, placeOf } from './kept-kinds.ts';
import type { KeptObject } from './objects.ts';
import { copyOfCollection, type WritableCollection } from './writable-collection.ts';

/** Objects on their way to what they would be. */
export interface ObjectFork {
  /** As they are now: what is written shows here. */
  readonly objects: ClusterObjects;
  /** Takes the place of the one of its name, or is new. */
  upsert(object: KeptObject): void;
  remove(object: ObjectIdentity): void;
}

/** Collections that nothing touches stay shared; the others are copied once, however much is written to them. */
export function forkObjects(given: ClusterObjects): ObjectFork {
  const objects = { ...given };
  const copies = new Map<Collection, WritableCollection>();
  const writable = (collection: Collection): WritableCollection => {
    let copy = copies.get(collection);
    if (copy === undefined) {
      copy = copyOfCollection(collection, given[collection]);
      copies.set(collection, copy);
      // `placeOf` puts every object into the collection of its kind, which is what this assertion says.
      Object.assign(objects, { [collection]: copy });
    }
    return copy;
  };
  return {
    objects,
    upsert(object) {
      const { collection, key } = placeOf(object);
      writable(collection).set(key, object);
    },
    remove(object) {
      const { collection, key } = placeOf(object);
      writable(collection).delete(key);
    },
  };
}

/** The object of that kind and name, where there is one. */
export function findObject(objects: ClusterObjects, identity: ObjectIdentity): KeptObject | undefined {
  const { collection, key } = placeOf(identity);
  return objects[collection].get(key);
}
