import { expect, it } from 'vitest';
import { canonicalJson } from '#server/report/evidence/canonical-json.ts';
import { firstDifference, shortened } from './first-difference.ts';

const COMPUTED = { b: undefined, a: [undefined, 'x\ud800', { c: undefined, d: -0 }] };

it('what is computed equals what was written of it', () => {
  expect(firstDifference(COMPUTED, JSON.parse(canonicalJson(COMPUTED)))).toBeUndefined();
});

it('names what is longer, shorter, or stands where nothing is', () => {
  expect(firstDifference([1], [1, null])).toEqual({ path: '$[1]', expected: undefined, found: 'null' });
  expect(firstDifference([1, undefined], [1])).toEqual({ path: '$[1]', expected: 'null', found: undefined });
  expect(firstDifference({ a: undefined }, { a: null })).toEqual({ path: '$.a', expected: undefined, found: 'null' });
  expect(firstDifference(['x\ud800'], ['x'])?.path).toBe('$[0]');
});

it('a long value is told by its beginning, keys in order', () => {
  const long = { b: Array.from({ length: 1_000 }, (_, id) => ({ id })), a: 1 };
  expect(shortened(long)).toBe(`${canonicalJson(long).slice(0, 200)}…`);
  expect(shortened({ b: 1, a: 2 })).toBe('{"a":2,"b":1}');
});
