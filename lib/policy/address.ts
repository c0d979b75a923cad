export type Family = 'IPv4' | 'IPv6';
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

/**
 * An address in text form, or undefined where it is none. `::ffff:a.b.c.d` is the IPv4 address (row 78). Leading zeros
 * are decimal, as the API has always read them (row 75).
 */
export function parseAddress(text: string): Address | undefined {
  const v4 = parseIPv4(text);
  if (v4 !== undefined) return { family: 'IPv4', value: BigInt(v4) };
  const v6 = parseIPv6(text);
  if (v6 === undefined) return undefined;
  return v6 >> 32n === 0xffffn ? { family: 'IPv4', value: v6 & 0xffff_ffffn } : { family: 'IPv6', value: v6 };
}

/** The IPv4 address as a number, or undefined. */
export function parseIPv4(text: string): number | undefined {
  let value = 0;
  let part = 0;
  let digits = 0;
  let dots = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) {
      part = part * 10 + (code - 48);
      digits++;
      if (part > 255) return undefined;
    } else if (code === 46 && digits > 0 && dots < 3) {
      value = value * 256 + part;
      part = 0;
      digits = 0;
      dots++;
    } else return undefined;
  }
  return dots === 3 && digits > 0 ? value * 256 + part : undefined;
}

function parseIPv6(text: string): bigint | undefined {
  if (text.length > 45) return undefined; // the longest form, eight groups with an IPv4 tail
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = parseGroups(halves[0] as string, halves.length === 1);
  const tail = halves.length === 2 ? parseGroups(halves[1] as string, true) : [];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  let value = 0n;
  for (const group of [...head, ...new Array<number>(missing).fill(0), ...tail]) value = (value << 16n) | BigInt(group);
  return value;
}

function parseGroups(text: string, mayEndInIPv4: boolean): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (mayEndInIPv4 && index === parts.length - 1 && part.includes('.')) {
      const v4 = parseIPv4(part);
      if (v4 === undefined) return undefined;
      groups.push(Math.floor(v4 / 65_536), v4 % 65_536);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

/**
 * A CIDR, or undefined where it is none. Host bits are masked (row 75); a block inside ::ffff:0:0/96 is the IPv4 block
 * (row 78).
 */
export function parseCidr(text: string): Cidr | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return undefined;
  const bitsText = text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(bitsText)) return undefined;
  const addressText = text.slice(0, slash);
  const v4 = parseIPv4(addressText);
  let family: Family = 'IPv4';
  let value = v4 === undefined ? undefined : BigInt(v4);
  let prefix = Number(bitsText);
  if (value === undefined) {
    value = parseIPv6(addressText);
    if (value === undefined || prefix > IPV6_BITS) return undefined;
    family = 'IPv6';
    if (prefix >= 96 && value >> 32n === 0xffffn) {
      family = 'IPv4';
      value &= 0xffff_ffffn;
      prefix -= 96;
    }
  }
  if (prefix > bitsOf(family)) return undefined;
  const size = 1n << BigInt(bitsOf(family) - prefix);
  const first = value - (value % size);
  return { family, prefix, first, last: first + size - 1n, hostBits: first !== value };
}

/** Canonical text: dotted decimal, or IPv6 as RFC 5952 writes it. */
export function formatAddress(family: Family, value: bigint): string {
  if (family === 'IPv4') {
    const v4 = Number(value);
    return [v4 / 16_777_216, v4 / 65_536, v4 / 256, v4].map((part) => Math.floor(part) % 256).join('.');
  }
  const groups: number[] = [];
  for (let shift = 112n; shift >= 0n; shift -= 16n) groups.push(Number((value >> shift) & 0xffffn));
  const { start, length } = longestZeros(groups);
  const hex = groups.map((group) => group.toString(16));
  if (length < 2) return hex.join(':');
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
}

function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let i = 0; i < groups.length; i++) {
    let end = i;
    while (end < groups.length && groups[end] === 0) end++;
    if (end - i > best.length) best = { start: i, length: end - i };
    i = end;
  }
  return best;
}

/** The range as CIDR where it is one, else as `first-last`. */
export function formatRange(family: Family, range: AddressRange): string {
  const size = range.last - range.first + 1n;
  const isBlock = (size & (size - 1n)) === 0n && range.first % size === 0n;
  const first = formatAddress(family, range.first);
  if (!isBlock) return `${first}-${formatAddress(family, range.last)}`;
  return `${first}/${bitsOf(family) - (size.toString(2).length - 1)}`;
}
