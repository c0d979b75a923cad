/**
 * Objects by key (`ns/name`, `ns/Kind/name`), kept namespace by namespace: a copy shares every namespace that nothing is
 * written to, so that one event in a large cluster costs what its namespace holds. In the order of namespaces as they
 * came, and within one of its objects.
 */
export class NamespacedMap<V> implements ReadonlyMap<string, V> {
  #parts: Map<string, Map<string, V>>;
  /** Namespaces that no copy holds: the others are copied before they are written to. */
  #own = new Set<string>();
  #size: number;

  constructor(parts: Map<string, Map<string, V>> = new Map(), size = 0) {
    this.#parts = parts;
    this.#size = size;
  }

  /** Part (`partOfNamespace`) → its objects. A part without any is not there. */
  get parts(): ReadonlyMap<string, ReadonlyMap<string, V>> {
    return this.#parts;
  }

  get size(): number {
    return this.#size;
  }

  get(key: string): V | undefined {
    return this.#parts.get(partOfKey(key))?.get(key);
  }

  has(key: string): boolean {
    return this.#parts.get(partOfKey(key))?.has(key) ?? false;
  }

  set(key: string, value: V): void {
    const part = this.#writable(partOfKey(key));
    if (!part.has(key)) this.#size++;
    part.set(key, value);
  }

  delete(key: string): void {
    if (!this.has(key)) return;
    const namespace = partOfKey(key);
    const part = this.#writable(namespace);
    part.delete(key);
    this.#size--;
    if (part.size === 0) this.#parts.delete(namespace);
  }

  /** One to write to, which leaves this one as it is, and the other way round. */
  copy(): NamespacedMap<V> {
    this.#own.clear();
    return new NamespacedMap(new Map(this.#parts), this.#size);
  }

  *entries(): Generator<[string, V], undefined> {
    for (const part of this.#parts.values()) yield* part;
  }

  *keys(): Generator<string, undefined> {
    for (const part of this.#parts.values()) yield* part.keys();
  }

  *values(): Generator<V, undefined> {
    for (const part of this.#parts.values()) yield* part.values();
  }

  [Symbol.iterator](): Generator<[string, V], undefined> {
    return this.entries();
  }

  forEach(take: (value: V, key: string, map: ReadonlyMap<string, V>) => void): void {
    for (const [key, value] of this.entries()) take(value, key, this);
  }

  #writable(namespace: string): Map<string, V> {
    const known = this.#parts.get(namespace);
    if (known !== undefined && this.#own.has(namespace)) return known;
    const part = new Map(known);
    this.#parts.set(namespace, part);
    this.#own.add(namespace);
    return part;
  }
}

const cut = new WeakMap<object, ReadonlyMap<string, ReadonlyMap<string, unknown>>>();

/**
 * Part (`partOfNamespace`) → what of a collection is in it. Where the part of another revision is the same object, nothing
 * in it changed; where it is another, something may have. Any other map is cut once in its life.
 */
export function partsByNamespace<V>(map: ReadonlyMap<string, V>): ReadonlyMap<string, ReadonlyMap<string, V>> {
  if (map instanceof NamespacedMap) return map.parts;
  let parts = cut.get(map) as ReadonlyMap<string, ReadonlyMap<string, V>> | undefined;
  if (parts === undefined) {
    const namespaced = new NamespacedMap<V>();
    for (const [key, value] of map) namespaced.set(key, value);
    parts = namespaced.parts;
    cut.set(map, parts);
  }
  return parts;
}

/** The parts that are not the very same in both: whatever is in the others did not change. */
export function changedParts(
  before: ReadonlyMap<string, unknown>,
  now: ReadonlyMap<string, unknown>,
): readonly string[] {
  if (before === now) return [];
  const [earlier, later] = [partsByNamespace(before), partsByNamespace(now)];
  return [
    ...[...later].flatMap(([name, part]) => (earlier.get(name) === part ? [] : [name])),
    ...[...earlier.keys()].filter((name) => !later.has(name)),
  ];
}

/**
 * What of two collections may differ, piece by piece: the namespaces that changed where both are kept by namespace, else
 * the whole. A piece is empty where its namespace is in one of the two only.
 */
export function* changedPieces<V>(
  before: ReadonlyMap<string, V>,
  now: ReadonlyMap<string, V>,
): Generator<readonly [ReadonlyMap<string, V>, ReadonlyMap<string, V>]> {
  if (before === now) return;
  if (!(before instanceof NamespacedMap) || !(now instanceof NamespacedMap)) {
    yield [before, now];
    return;
  }
  const none = new Map<string, V>();
  for (const part of changedParts(before, now)) yield [before.parts.get(part) ?? none, now.parts.get(part) ?? none];
}

/**
 * Something that is read of a collection namespace by namespace, in the order of its parts. A namespace that did not
 * change since another revision is not read again.
 * @param read must look at the part alone.
 */
export function readByNamespace<V, Found>(
  read: (part: ReadonlyMap<string, V>) => Found,
): (map: ReadonlyMap<string, V>) => readonly Found[] {
  const known = new WeakMap<object, { readonly found: Found }>();
  return (map) =>
    [...partsByNamespace(map).values()].map((part) => {
      let reading = known.get(part);
      if (reading === undefined) {
        reading = { found: read(part) };
        known.set(part, reading);
      }
      return reading.found;
    });
}

/**
 * The part that a key is in: what stands before the first slash; an object of no namespace is one of `default`. No API
 * server takes a namespace with a slash, but a file may hold one: it shares the part of what stands before its slash.
 */
export function partOfKey(key: string): string {
  const end = key.indexOf('/');
  return end < 0 ? 'default' : key.slice(0, end);
}

/** The part that the objects of a namespace are in. */
export function partOfNamespace(namespace = 'default'): string {
  return partOfKey(`${namespace}/`);
}
