import type { Collection } from './kept-kinds.ts';
import { NamespacedMap } from './namespaced-map.ts';
import type { KeptObject } from './objects.ts';

/** A collection of objects that is being written. */
export interface WritableCollection extends ReadonlyMap<string, KeptObject> {
  set(key: string, object: KeptObject): unknown;
  delete(key: string): unknown;
}

/** Those that are large and change all the time. The others are copied whole. */
const BY_NAMESPACE: ReadonlySet<Collection> = new Set(['pods', 'workloads', 'endpointSlices']);

export function emptyCollection(name: Collection): WritableCollection {
  return BY_NAMESPACE.has(name) ? new NamespacedMap() : new Map();
}

/** Whatever is written to the copy does not show in the given one. */
export function copyOfCollection(name: Collection, given: ReadonlyMap<string, KeptObject>): WritableCollection {
  if (given instanceof NamespacedMap) return given.copy();
  const copy = emptyCollection(name);
  for (const [key, object] of given) copy.set(key, object);
  return copy;
}
