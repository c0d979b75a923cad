import { type Family, formatAddress, parseBlock, parseIPv4, parseIPv6 } from '#lib/kube/ip-address.ts';

export { type Family, formatAddress, parseIPv4 };

export const FAMILIES: readonly Family[] = ['IPv4', 'IPv6'];

export interface Address {
  readonly family: Family;
  readonly value: bigint;
}

/** Inclusive. */
export interface AddressRange {
  readonly first: bigint;
  readonly last: bigint;
}

export interface Cidr extends AddressRange {
  readonly family: Family;
  /** Bits of the network, 0 … 32 or 0 … 128. */
  readonly prefix: number;
  /** The text named an address inside the network rather than the network (row 75). */
  readonly hostBits: boolean;
}

const IPV4_BITS = 32;
const IPV6_BITS = 128;

export function bitsOf(family: Family): number {
  return family === 'IPv4' ? IPV4_BITS : IPV6_BITS;
}

/** The whole address space of a family. */
export function wholeSpace(family: Family): AddressRange {
  return { first: 0n, last: (1n << BigInt(bitsOf(family))) - 1n };
}

/** An address in text form, or undefined where it is none. `::ffff:a.b.c.d` is the IPv4 address (row 78). */
export function parseAddress(text: string): Address | undefined {
  const v4 = parseIPv4(text);
  if (v4 !== undefined) return { family: 'IPv4', value: BigInt(v4) };
  const v6 = parseIPv6(text);
  if (v6 === undefined) return undefined;
  return v6 >> 32n === 0xffffn ? { family: 'IPv4', value: v6 & 0xffff_ffffn } : { family: 'IPv6', value: v6 };
}

/**
 * A CIDR, or undefined where it is none. Host bits are masked (row 75); a block inside ::ffff:0:0/96 is the IPv4 block
 * (row 78).
 */
export function parseCidr(text: string): Cidr | undefined {
  const written = parseBlock(text);
  if (written === undefined) return undefined;
  let { family, value, prefix } = written;
  if (family === 'IPv6' && prefix >= 96 && value >> 32n === 0xffffn) {
    family = 'IPv4';
    value &= 0xffff_ffffn;
    prefix -= 96;
  }
  const size = 1n << BigInt(bitsOf(family) - prefix);
  const first = value - (value % size);
  return { family, prefix, first, last: first + size - 1n, hostBits: first !== value };
}

/** The range as CIDR where it is one, else as `first-last`. */
export function formatRange(family: Family, range: AddressRange): string {
  const size = range.last - range.first + 1n;
  const isBlock = (size & (size - 1n)) === 0n && range.first % size === 0n;
  const first = formatAddress(family, range.first);
  if (!isBlock) return `${first}-${formatAddress(family, range.last)}`;
  return `${first}/${bitsOf(family) - (size.toString(2).length - 1)}`;
}
