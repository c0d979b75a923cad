import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalChunks, canonicalJson } from './canonical-json.ts';

test('the pieces together are the canonical text', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
      expect([...canonicalChunks(value)].join('')).toBe(canonicalize(value));
    }),
    { numRuns: 500 },
  );
});

test('half a surrogate pair becomes U+FFFD, in keys too', () => {
  const value = { 'k\ud800': ['v\udc00', 'emoji 😀'] };
  for (const text of [[...canonicalChunks(value)].join(''), canonicalJson(value)]) {
    expect(text).toBe('{"k\ufffd":["v\ufffd","emoji 😀"]}');
  }
});

test('what is undefined is absent', () => {
  expect([...canonicalChunks({ b: undefined, a: [undefined, { c: undefined }] })].join('')).toBe('{"a":[null,{}]}');
});

test('a large value comes in pieces', () => {
  const value = { rows: Array.from({ length: 5_000 }, (_, number) => ({ number, text: 'x'.repeat(100) })) };
  const chunks = [...canonicalChunks(value)];
  expect(chunks.length).toBeGreaterThan(5);
  expect(chunks.join('')).toBe(canonicalize(value));
});
