import { RingfenceError } from '#lib/api/errors.ts';
import { reportFailures } from '#lib/text/en/report-failures.ts';

/**
 * Objects of one shape that have most in common: what is equal stands once in `shared`, and what differs in a row for
 * each object. `own` names the places of the row's values in `shared` as JSON pointers (RFC 6901); `shared` has null
 * there. An object is `shared` with the values of its row at these places.
 */
export interface PackedGroup {
  readonly shared: unknown;
  readonly own: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/**
 * Plain data packed; `unpackObjects` gives equal objects, group by group in the order in which groups and their members
 * come first. Nothing is lost: objects with other keys, or lists of another length, are of another group.
 * @param familyOf objects of different families share nothing; the narrower, the more they have in common.
 */
export function packObjects<Item>(
  objects: readonly Item[],
  familyOf: (object: Item) => string,
): readonly PackedGroup[] {
  const groups = Map.groupBy(objects, (object) => `${familyOf(object)}\0${shapeOf(object)}`);
  return Array.from(groups.values(), packGroup);
}

/** Values that a file may have copied while it is unpacked. 150,000 pods have some 10 million. */
const COPIED_MAX = 200_000_000;

/**
 * The objects of packed groups, in order. Values are shared between objects: do not change them.
 * Throws TOO_LARGE for groups that are small in the file and would be endless in memory.
 */
export function* unpackObjects(groups: Iterable<PackedGroup>): Generator<unknown> {
  let copied = 0;
  for (const { shared, own, rows } of groups) {
    const columns = new Map(own.map((pointer, column) => [pointer, column]));
    const holds = new Set(own.flatMap(prefixesOf));
    copied += rows.length * valuesCopied(shared, '', holds);
    if (copied > COPIED_MAX) throw new RingfenceError('TOO_LARGE', reportFailures.endless);
    for (const row of rows) yield rebuild(shared, '', row, columns, holds);
  }
}

/** What the objects of packed groups have at one place (a JSON pointer), in their order: without unpacking them. */
export function* valuesOfPacked(groups: Iterable<PackedGroup>, pointer: string): Generator<unknown> {
  for (const { shared, own, rows } of groups) {
    const column = own.indexOf(pointer);
    const value = column < 0 ? valueAt(shared, pointer) : undefined;
    for (const row of rows) yield column < 0 ? value : row[column];
  }
}

/** Members of the lists and objects that hold a value of a row: these are copied for each object. */
function valuesCopied(shared: unknown, pointer: string, holds: ReadonlySet<string>): number {
  if (!holds.has(pointer) || shared === null || typeof shared !== 'object') return 1;
  const entries = Object.entries(shared);
  return entries.reduce((sum, [key, value]) => sum + valuesCopied(value, `${pointer}/${escaped(key)}`, holds), 1);
}

function packGroup(objects: readonly unknown[]): PackedGroup {
  const own: string[] = [];
  const shared = common(objects, '', own);
  const columns = own.map((pointer) => objects.map((object) => valueAt(object, pointer)));
  return { shared, own, rows: objects.map((_, row) => columns.map((column) => column[row])) };
}

/** What values of one shape have in common, null for leaves that differ, whose pointers go to `own`. */
function common(values: readonly unknown[], pointer: string, own: string[]): unknown {
  const [first] = values;
  if (Array.isArray(first)) {
    return first.map((_, index) =>
      common(
        values.map((value) => (value as readonly unknown[])[index]),
        `${pointer}/${index}`,
        own,
      ),
    );
  }
  if (isTree(first)) {
    return fromEntries(
      keysOf(first).map((key) => {
        const each = values.map((value) => (value as Tree)[key]);
        return [key, common(each, `${pointer}/${escaped(key)}`, own)];
      }),
    );
  }
  if (values.every((value) => value === first)) return first;
  own.push(pointer);
  return null;
}

function rebuild(
  shared: unknown,
  pointer: string,
  row: readonly unknown[],
  columns: ReadonlyMap<string, number>,
  holds: ReadonlySet<string>,
): unknown {
  const column = columns.get(pointer);
  if (column !== undefined) return row[column];
  if (!holds.has(pointer)) return shared;
  if (Array.isArray(shared)) {
    return shared.map((value, index) => rebuild(value, `${pointer}/${index}`, row, columns, holds));
  }
  if (!isTree(shared)) return shared;
  return fromEntries(
    Object.entries(shared).map(([key, value]) => [
      key,
      rebuild(value, `${pointer}/${escaped(key)}`, row, columns, holds),
    ]),
  );
}

type Tree = Readonly<Record<string, unknown>>;

function isTree(value: unknown): value is Tree {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Keys are strangers': `__proto__` is one of its own here. */
function fromEntries(entries: readonly (readonly [string, unknown])[]): Tree {
  return Object.fromEntries(entries);
}

/** The value with its leaves left out: equal for objects with the same keys and lists of the same lengths. */
function shapeOf(value: unknown): string {
  return JSON.stringify(outline(value));
}

function outline(value: unknown): unknown {
  if (Array.isArray(value)) return [0, value.map(outline)];
  if (!isTree(value)) return 0;
  return keysOf(value).map((key) => [key, outline(value[key])]);
}

/** Sorted; an undefined value is an absent one, as JSON has it. */
function keysOf(value: Tree): readonly string[] {
  return Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort();
}

function valueAt(value: unknown, pointer: string): unknown {
  let at = value;
  for (const step of pointer.split('/').slice(1)) at = (at as Tree)[unescaped(step)];
  return at;
}

/** `/a/b` → ``, `/a`, `/a/b`: the places that hold it. */
function prefixesOf(pointer: string): readonly string[] {
  const steps = pointer.split('/');
  return steps.map((_, index) => steps.slice(0, index + 1).join('/'));
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

function unescaped(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}
