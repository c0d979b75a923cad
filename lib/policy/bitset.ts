/** Small-integer sets as words of 32 bits. */
export type Bitset = Uint32Array;

export function emptyBitset(size: number): Bitset {
  return new Uint32Array((size + 31) >>> 5);
}

export function setBit(bits: Bitset, index: number): void {
  bits[index >>> 5] = (bits[index >>> 5] as number) | (1 << (index & 31));
}

export function clearBit(bits: Bitset, index: number): void {
  bits[index >>> 5] = (bits[index >>> 5] as number) & ~(1 << (index & 31));
}

export function hasBit(bits: Bitset, index: number): boolean {
  return ((bits[index >>> 5] as number) & (1 << (index & 31))) !== 0;
}

export function isEmpty(bits: Bitset): boolean {
  for (let word = 0; word < bits.length; word++) if (bits[word] !== 0) return false;
  return true;
}

export function equalBits(a: Bitset, b: Bitset): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Adds all that is in another set of the same size. */
export function uniteBits(into: Bitset, from: Bitset): void {
  for (let i = 0; i < into.length; i++) into[i] = (into[i] as number) | (from[i] as number);
}

/** The members, ascending. */
export function indexesOf(bits: Bitset): Generator<number, void, undefined> {
  return indexesOfBoth(bits, bits);
}

/** The members that two sets have in common, ascending. */
export function* indexesOfBoth(a: Bitset, b: Bitset): Generator<number, void, undefined> {
  for (let word = 0; word < a.length; word++) {
    let left = (a[word] as number) & (b[word] as number);
    while (left !== 0) {
      const lowest = left & -left;
      yield word * 32 + 31 - Math.clz32(lowest);
      left ^= lowest;
    }
  }
}

/** What is in the first set and not in the second. */
export function subtractBits(a: Bitset, b: Bitset): Bitset {
  return a.map((word, i) => word & ~(b[i] as number));
}

export function intersectBits(a: Bitset, b: Bitset): Bitset {
  return a.map((word, i) => word & (b[i] as number));
}

/** The number of members. */
export function countBits(bits: Bitset): number {
  let count = 0;
  for (let word of bits) {
    word -= (word >>> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
    count += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}
