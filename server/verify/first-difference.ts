import { canonicalChunks } from '#server/report/evidence/canonical-json.ts';

/** Where two JSON values differ first, keys in order. Values are shortened JSON; undefined: nothing stands there. */
export interface Difference {
  /** `$.gaps[3].severity` */
  readonly path: string;
  readonly expected: string | undefined;
  readonly found: string | undefined;
}

/**
 * Undefined where the two are equal, as canonical JSON: what is expected may come from where `undefined` members are
 * absent, those of lists are null, and halves of surrogate pairs U+FFFD. What is found is plain JSON of bounded depth.
 */
export function firstDifference(expected: unknown, found: unknown, path = '$'): Difference | undefined {
  if (Array.isArray(expected) && Array.isArray(found)) {
    const length = Math.max(expected.length, found.length);
    for (let index = 0; index < length; index++) {
      const element: unknown = index < expected.length ? (expected[index] ?? null) : undefined;
      const difference = firstDifference(element, found[index], `${path}[${index}]`);
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
  const isEqual = typeof expected === 'string' ? expected.toWellFormed() === found : expected === found;
  return isEqual ? undefined : { path, expected: shortened(expected), found: shortened(found) };
}

/** `$.a`, or `$["a b"]` where the key is no word. */
export function pathOf(path: string, key: string): string {
  return /^[A-Za-z_][\w-]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

const SHOWN = 200;

/** A value as JSON, for a sentence; no more of it is written than that takes. */
export function shortened(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const [text = ''] = canonicalChunks(value);
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`;
}

type Tree = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Tree {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function own(value: Tree, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}
