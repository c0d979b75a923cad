import { type Family, formatAddress, parseBlock, parseIP, type Zeros } from './ip-address.ts';

/** An address block as numbers. IPv4-mapped IPv6 is its own case, because plugins differ on it (row 78). */
export interface IpBlock {
  readonly family: Family;
  readonly first: bigint;
  readonly last: bigint;
  readonly prefix: number;
  /** Bits were set to the right of the prefix (row 75). */
  readonly hostBits: boolean;
  /** Network address in plain form and prefix, e.g. `10.0.0.0/8`. */
  readonly text: string;
}

/** Reads `address/prefix`. Undefined where it is none; `mapped` for ::ffff:a.b.c.d. */
export function parseIpBlock(text: string, zeros: Zeros = 'refused'): IpBlock | 'mapped' | undefined {
  const written = parseBlock(text, zeros);
  if (written === undefined) return undefined;
  const { family, value, prefix } = written;
  if (family === 'IPv6' && value >> 32n === 0xffffn) return 'mapped';
  const hostMask = (1n << BigInt((family === 'IPv4' ? 32 : 128) - prefix)) - 1n;
  const first = value & ~hostMask;
  return {
    family,
    first,
    last: value | hostMask,
    prefix,
    hostBits: first !== value,
    text: `${formatAddress(family, first)}/${prefix}`,
  };
}

/** True for an IPv4 or IPv6 address without a zone. */
export function isIpAddress(text: string): boolean {
  return parseIP(text) !== undefined;
}
