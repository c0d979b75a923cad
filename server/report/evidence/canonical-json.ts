import canonicalize from 'canonicalize';
import { RingfenceError } from '#lib/api/errors.ts';
import { reportFailures } from '#lib/text/en/report-failures.ts';

/**
 * RFC 8785 text of a value. Half of a surrogate pair, which JSON files may hold and RFC 8785 refuses, becomes U+FFFD.
 * Throws INTERNAL for what is no JSON.
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalText(value);
  if (text === undefined) throw new RingfenceError('INTERNAL', reportFailures.notJson);
  return text;
}

/** Characters that are given out together. */
const CHUNK = 65_536;
/** A list of objects or lists longer than this is written element by element, and so is whatever holds one. */
const LONG = 32;

/**
 * The same text in pieces, object by object: what is hundreds of megabytes long is hashed and packed without ever being
 * one text. Throws INTERNAL for what is no JSON.
 */
export function* canonicalChunks(value: unknown): Generator<string> {
  let gathered = '';
  for (const piece of pieces(value)) {
    gathered += piece;
    if (gathered.length < CHUNK) continue;
    yield gathered;
    gathered = '';
  }
  if (gathered !== '') yield gathered;
}

function* pieces(value: unknown): Generator<string> {
  if (isLong(value)) {
    let before = '';
    yield '[';
    for (const element of value) {
      yield before;
      yield* pieces(element ?? null); // as JSON has it in lists
      before = ',';
    }
    yield ']';
  } else if (isObject(value) && holdsLong(value)) {
    let before = '';
    yield '{';
    for (const [key, entry] of sortedMembers(value)) {
      yield `${before}${JSON.stringify(key)}:`;
      yield* pieces(entry);
      before = ',';
    }
    yield '}';
  } else {
    yield canonicalJson(value);
  }
}

function isLong(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > LONG && typeof value[0] === 'object';
}

function isObject(value: unknown): value is object {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Itself, or an object in it. Lists of few elements are written whole. */
function holdsLong(value: object): boolean {
  return Object.values(value).some((member) => isLong(member) || (isObject(member) && holdsLong(member)));
}

/** Sorted by UTF-16 code units. What is undefined is absent, as JSON has it. */
function sortedMembers(value: object): readonly (readonly [string, unknown])[] {
  const members = new Map<string, unknown>();
  for (const [key, entry] of Object.entries(value)) if (entry !== undefined) members.set(key.toWellFormed(), entry);
  return [...members].sort(([a], [b]) => (a < b ? -1 : 1));
}

function canonicalText(value: unknown): string | undefined {
  try {
    return canonicalize(value);
  } catch {
    return canonicalize(wellFormed(value)); // a lone surrogate; what else it refuses, it refuses again
  }
}

function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key.toWellFormed(), wellFormed(entry)]));
}
