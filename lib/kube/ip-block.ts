import { type Family, formatAddress, parseIPv4, parseIPv6 } from './ip-address.ts';

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

/**
 * Reads `address/prefix`. Undefined where it is none; `mapped` for ::ffff:a.b.c.d. The API server still keeps old blocks
 * with leading zeros, which network plugins read as decimal, as octal, or not at all: they are none.
 */
export function parseIpBlock(text: string): IpBlock | 'mapped' | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return undefined;
  const prefixText = text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(prefixText) || (prefixText.length > 1 && prefixText.startsWith('0'))) return undefined;
  const prefix = Number(prefixText);
  const address = text.slice(0, slash);
  const family: Family = address.includes(':') ? 'IPv6' : 'IPv4';
  const width = family === 'IPv4' ? 32 : 128;
  if (prefix > width) return undefined;
  const value = addressNumber(address);
  if (value === undefined) return undefined;
  if (family === 'IPv6' && value >> 32n === 0xffffn) return 'mapped';
  const hostMask = (1n << BigInt(width - prefix)) - 1n;
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
  return addressNumber(text) !== undefined;
}

function addressNumber(text: string): bigint | undefined {
  if (text.includes(':')) return parseIPv6(text);
  const value = parseIPv4(text);
  return value === undefined ? undefined : BigInt(value);
}
