import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalText } from './canonical-text.ts';

/** Names that are ordered, or mean, otherwise than most; and texts that are written otherwise. */
const AWKWARD = fc.constantFrom(
  '10',
  '9',
  '',
  '__proto__',
  'toJSON',
  'constructor',
  'é',
  '\u{1f600}',
  '"',
  '\\ud800',
  '\n',
);
const DATA = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, undefined, -0, 1e21, 1.5e-7),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string({ unit: 'binary' }),
    AWKWARD,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(AWKWARD, fc.string()), tie('value'), { maxKeys: 4 }),
  ),
})).value;

describe('canonical text', () => {
  it('is what RFC 8785 says, as the package writes it', () => {
    fc.assert(
      fc.property(DATA, (value) => {
        expect(canonicalText(value)).toBe(canonicalize(value));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['numbers as names are ordered as texts', { 10: 'a', 9: 'b', x: { 2: 1, 10: 2 } }],
    ['what is undefined is absent in objects and null in lists', { b: undefined, a: [undefined, 1] }],
    ['an own __proto__ is a name', JSON.parse('{"b":1,"__proto__":{"a":2}}')],
    ['a date is its text', { at: new Date(0) }],
    ['a list that says what it is written as is that', { a: Object.assign([1], { toJSON: () => ({ b: 1, a: 2 }) }) }],
    ['an escape that a text holds stays as it is', { a: '\\ud800' }],
  ])('%s', (_, value) => {
    expect(canonicalText(value)).toBe(canonicalize(value));
  });

  it.each([
    ['half a character', { a: '\ud800' }],
    ['half a character in a name', { '\udc00': 1 }],
    ['what is no number', { a: Number.NaN }],
    ['infinity', [Number.POSITIVE_INFINITY]],
  ])('refuses %s', (_, value) => {
    expect(() => canonicalText(value)).toThrow();
  });
});
