import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Bitset,
  countBits,
  emptyBitset,
  indexesOf,
  intersectBits,
  setBit,
  subtractBits,
  uniteBits,
} from './bitset.ts';

const SIZE = 100;
const members = fc.uniqueArray(fc.nat(SIZE - 1));

function bitsOf(indexes: readonly number[]): Bitset {
  const bits = emptyBitset(SIZE);
  for (const index of indexes) setBit(bits, index);
  return bits;
}

test('sets of bits are sets', () => {
  fc.assert(
    fc.property(members, members, (a, b) => {
      const [left, right] = [new Set(a), new Set(b)];
      const sorted = (set: Iterable<number>) => [...set].sort((x, y) => x - y);
      const united = bitsOf(a);
      uniteBits(united, bitsOf(b));
      expect([...indexesOf(united)]).toEqual(sorted(left.union(right)));
      expect([...indexesOf(intersectBits(bitsOf(a), bitsOf(b)))]).toEqual(sorted(left.intersection(right)));
      expect([...indexesOf(subtractBits(bitsOf(a), bitsOf(b)))]).toEqual(sorted(left.difference(right)));
      expect(countBits(bitsOf(a))).toBe(left.size);
    }),
  );
});
