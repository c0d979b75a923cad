/** Where two JSON values differ first, keys in order. Values are shortened JSON; undefined: nothing stands there. */
export interface Difference {
  /** `$.gaps[3].severity` */
  readonly path: string;
  readonly expected: string | undefined;
  readonly found: string | undefined;
}

/** Undefined where the two are equal. Both are plain JSON of bounded depth. */
export function firstDifference(expected: unknown, found: unknown, path = '$'): Difference | undefined {
  if (Array.isArray(expected) && Array.isArray(found)) {
    const length = Math.max(expected.length, found.length);
    for (let index = 0; index < length; index++) {
      const difference = firstDifference(expected[index], found[index], `${path}[${index}]`);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  if (isObject(expected) && isObject(found)) {
    for (const key of [...new Set([...Object.keys(expected), ...Object.keys(found)])].sort()) {
      const difference = firstDifference(own(expected, key), own(found, key), pathOf(path, key));
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  return expected === found ? undefined : { path, expected: shortened(expected), found: shortened(found) };
}

/** `$.a`, or `$["a b"]` where the key is no word. */
export function pathOf(path: string, key: string): string {
  return /^[A-Za-z_][\w-]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

const SHOWN = 200;

/** A value as JSON, for a sentence. */
export function shortened(value: unknown): string | undefined {
  const text = JSON.stringify(value);
  return text === undefined || text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`;
}

type Tree = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Tree {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function own(value: Tree, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}
