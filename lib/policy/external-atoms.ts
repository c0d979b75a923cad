import { type AddressRange, FAMILIES, type Family, wholeSpace } from './address.ts';
import type { AddressBlock } from './address-block.ts';
import { type Bitset, clearBit, emptyBitset, equalBits, hasBit, setBit } from './bitset.ts';

/**
 * The address space cut by every block in force: an atom is the set of addresses that lie in the very same blocks.
 * Ranges with the same membership are one atom, wherever they lie (2,000 excepts are two atoms, not 4,001).
 */
export interface AtomSpace {
  readonly family: Family;
  readonly atoms: readonly Atom[];
  /** First address of each elementary range, ascending from 0, and the atom that it belongs to. */
  readonly starts: readonly bigint[];
  /** The same as numbers for IPv4, where they are exact. */
  readonly numericStarts: Float64Array | undefined;
  readonly atomOfRange: readonly number[];
}

export interface Atom {
  readonly id: number;
  /** Bit n: the block of that position in the list that the space was cut with. */
  readonly members: Bitset;
  readonly ranges: readonly AddressRange[];
}

export type ExternalAtoms = Readonly<Record<Family, AtomSpace>>;

/** Cuts both families. `members` bits are positions in `blocks`. */
export function cutAddressSpace(blocks: readonly AddressBlock[]): ExternalAtoms {
  const [IPv4, IPv6] = FAMILIES.map((family) => cutFamily(family, blocks));
  return { IPv4: IPv4 as AtomSpace, IPv6: IPv6 as AtomSpace };
}

interface Boundary {
  readonly at: bigint;
  readonly block: number;
  readonly enters: boolean;
}

function cutFamily(family: Family, blocks: readonly AddressBlock[]): AtomSpace {
  const whole = wholeSpace(family);
  const boundaries: Boundary[] = [];
  for (const [position, block] of blocks.entries()) {
    if (block.family !== family) continue;
    for (const { first, last } of block.ranges) {
      boundaries.push({ at: first, block: position, enters: true });
      if (last < whole.last) boundaries.push({ at: last + 1n, block: position, enters: false });
    }
  }
  boundaries.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));

  const cut = new AtomCollector(blocks.length);
  const starts: bigint[] = [];
  const atomOfRange: number[] = [];
  let from = 0n;
  let next = 0;
  for (;;) {
    while (next < boundaries.length && (boundaries[next] as Boundary).at === from) {
      const { block, enters } = boundaries[next] as Boundary;
      cut.flip(block, enters);
      next++;
    }
    const last = next < boundaries.length ? (boundaries[next] as Boundary).at - 1n : whole.last;
    starts.push(from);
    atomOfRange.push(cut.add({ first: from, last }));
    if (last === whole.last) break;
    from = last + 1n;
  }
  return {
    family,
    atoms: cut.atoms,
    starts,
    numericStarts: family === 'IPv4' ? Float64Array.from(starts, Number) : undefined,
    atomOfRange,
  };
}

/** Keeps the blocks around the sweep's position and finds the atom with exactly these. */
class AtomCollector {
  readonly atoms: { id: number; members: Bitset; ranges: { first: bigint; last: bigint }[] }[] = [];
  private readonly inside: Bitset;
  /** Of `inside`; one bit per block suffices, as the ranges of one block are disjoint. */
  private hash = 0;
  private readonly byHash = new Map<number, number[]>();

  constructor(blockCount: number) {
    this.inside = emptyBitset(blockCount);
  }

  flip(block: number, enters: boolean): void {
    if (enters) setBit(this.inside, block);
    else clearBit(this.inside, block);
    this.hash ^= scramble(block);
  }

  add(range: AddressRange): number {
    const candidates = this.byHash.get(this.hash) ?? [];
    for (const id of candidates) {
      const atom = this.atoms[id];
      if (atom === undefined || !equalBits(atom.members, this.inside)) continue;
      const end = atom.ranges.at(-1);
      if (end !== undefined && end.last + 1n === range.first) end.last = range.last;
      else atom.ranges.push({ ...range });
      return id;
    }
    const id = this.atoms.length;
    this.atoms.push({ id, members: this.inside.slice(), ranges: [{ ...range }] });
    this.byHash.set(this.hash, [...candidates, id]);
    return id;
  }
}

/** Spreads small numbers over 32 bits (the finaliser of MurmurHash3); only speed depends on it. */
function scramble(value: number): number {
  let h = value + 0x9e3779b9;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}

/** The atom of an address. */
export function atomOf(space: AtomSpace, value: bigint): number {
  if (space.numericStarts !== undefined) return atomOfIPv4(space, Number(value));
  let low = 0;
  let high = space.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((space.starts[middle] as bigint) <= value) low = middle;
    else high = middle - 1;
  }
  return space.atomOfRange[low] as number;
}

/** As `atomOf`, for the many: pods have IPv4 addresses. */
export function atomOfIPv4(space: AtomSpace, value: number): number {
  const starts = space.numericStarts as Float64Array;
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] as number) <= value) low = middle;
    else high = middle - 1;
  }
  return space.atomOfRange[low] as number;
}

export function isInBlock(space: AtomSpace, atom: number, block: number): boolean {
  return hasBit((space.atoms[atom] as Atom).members, block);
}
