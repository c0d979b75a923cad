import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAddress } from './address.ts';
import type { AddressBlock } from './address-block.ts';
import { blockRanges } from './address-block.ts';
import { atomOf, cutAddressSpace, isInBlock } from './external-atoms.ts';

function block(id: number, cidr: string, except: readonly string[] = []): AddressBlock {
  const read = blockRanges({ cidr, except });
  if (read === undefined) throw new Error(`not a block: ${cidr}`);
  return { id, cidr, except, ...read };
}

const cidr = fc
  .tuple(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 26, max: 32 }))
  .map(([last, prefix]) => `10.0.0.${last * 16}/${prefix}`);
const blocks = fc
  .array(fc.tuple(cidr, fc.array(cidr, { maxLength: 3 })), { maxLength: 8 })
  .map((list) => list.map(([whole, except], id) => block(id, whole, except)));
const address = fc.integer({ min: 0, max: 255 }).map((last) => 0x0a000000n + BigInt(last));

test('an address is in a block exactly where its atom is', () => {
  fc.assert(
    fc.property(blocks, address, (list, value) => {
      const space = cutAddressSpace(list).IPv4;
      const atom = atomOf(space, value);
      for (const each of list) {
        const inside = each.ranges.some(({ first, last }) => first <= value && value <= last);
        expect(isInBlock(space, atom, each.id)).toBe(inside);
      }
    }),
  );
});

test('atoms cover the space once, and no two have the same blocks', () => {
  fc.assert(
    fc.property(blocks, (list) => {
      const { atoms } = cutAddressSpace(list).IPv4;
      const ranges = atoms.flatMap((atom) => atom.ranges).sort((a, b) => (a.first < b.first ? -1 : 1));
      let next = 0n;
      for (const { first, last } of ranges) {
        expect(first).toBe(next);
        next = last + 1n;
      }
      expect(next).toBe(1n << 32n);
      expect(new Set(atoms.map(({ members }) => members.join())).size).toBe(atoms.length);
    }),
  );
});

test('splitting a CIDR into its halves changes nothing', () => {
  const whole = cutAddressSpace([block(0, '10.0.0.0/24', ['10.0.0.64/26'])]).IPv4;
  const halves = cutAddressSpace([
    block(0, '10.0.0.0/25', ['10.0.0.64/26']),
    block(1, '10.0.0.128/25', ['10.0.0.64/26']),
  ]).IPv4;
  for (let last = 0; last < 256; last++) {
    const value = 0x0a000000n + BigInt(last);
    const inHalves = isInBlock(halves, atomOf(halves, value), 0) || isInBlock(halves, atomOf(halves, value), 1);
    expect(inHalves).toBe(isInBlock(whole, atomOf(whole, value), 0));
  }
});

test('many excepts are two atoms, not thousands of parts', () => {
  const except = Array.from({ length: 2000 }, (_, i) => `10.${i >> 8}.${i & 255}.7/32`);
  const space = cutAddressSpace([block(0, '0.0.0.0/0', except)]).IPv4;
  expect(space.atoms).toHaveLength(2);
});

test('row 79: /0, /32 and an except that takes everything away', () => {
  const space = cutAddressSpace([
    block(0, '0.0.0.0/0'),
    block(1, '255.255.255.255/32'),
    block(2, '10.0.0.0/8', ['10.0.0.0/8']),
  ]);
  const last = atomOf(space.IPv4, parseAddress('255.255.255.255')?.value ?? 0n);
  expect(isInBlock(space.IPv4, last, 0)).toBe(true);
  expect(isInBlock(space.IPv4, last, 1)).toBe(true);
  const ten = atomOf(space.IPv4, parseAddress('10.1.1.1')?.value ?? 0n);
  expect(isInBlock(space.IPv4, ten, 2)).toBe(false);
});

test('row 76: an IPv4 block cuts nothing out of IPv6', () => {
  expect(cutAddressSpace([block(0, '0.0.0.0/0')]).IPv6.atoms).toHaveLength(1);
});
