import canonicalize from 'canonicalize';

/**
 * Canonical JSON (RFC 8785) of plain data, the same text as `canonicalize` gives. A copy whose members stand in their
 * order is written by the machine's own writer, which takes half of the time; whatever that writer would say differently
 * goes the slow way. Undefined for what has no JSON. Throws for a lone surrogate, and for what is no number.
 */
export function canonicalText(value: unknown): string | undefined {
  const ordered = inOrder(value);
  if (ordered !== OTHERWISE) {
    const text: string | undefined = JSON.stringify(ordered);
    if (text === undefined || !text.includes('\\ud')) return text; // it would write half a character as an escape
  }
  return canonicalize(value);
}

/** Something in it is written, or ordered, in another way. */
const OTHERWISE = Symbol('otherwise');

function inOrder(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : OTHERWISE;
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? OTHERWISE : value;
  if (Array.isArray(value)) return listInOrder(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return OTHERWISE;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) {
    const member = (value as Readonly<Record<string, unknown>>)[key];
    if (member === undefined) continue;
    // numbers as names come first whatever is assigned when; and two names mean more than themselves
    if (isDigit(key) || key === '__proto__' || key === 'toJSON') return OTHERWISE;
    const ordered = inOrder(member);
    if (ordered === OTHERWISE) return OTHERWISE;
    copy[key] = ordered;
  }
  return copy;
}

function listInOrder(list: readonly unknown[]): unknown {
  if ('toJSON' in list) return OTHERWISE; // it says itself what it is written as
  const copy: unknown[] = [];
  for (const element of list) {
    const ordered = inOrder(element);
    if (ordered === OTHERWISE) return OTHERWISE;
    copy.push(ordered);
  }
  return copy;
}

function isDigit(key: string): boolean {
  const first = key.charCodeAt(0);
  return first >= 0x30 && first <= 0x39;
}
