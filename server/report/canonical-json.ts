import canonicalize from 'canonicalize';
import { RingfenceError } from '#lib/api/errors.ts';
import { reportFailures } from '#lib/text/en/report-failures.ts';

/**
 * RFC 8785 text of a value. Half of a surrogate pair, which JSON files may hold and RFC 8785 refuses, becomes U+FFFD.
 * Throws INTERNAL for what is no JSON.
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(wellFormed(value));
  if (text === undefined) throw new RingfenceError('INTERNAL', reportFailures.notJson);
  return text;
}

function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key.toWellFormed(), wellFormed(entry)]));
}
