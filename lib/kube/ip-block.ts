/** An address block as numbers. IPv4-mapped IPv6 is its own case, because plugins differ on it (row 78). */
export interface IpBlock {
  readonly family: 'IPv4' | 'IPv6';
  readonly first: bigint;
  readonly last: bigint;
  readonly prefix: number;
  /** Bits were set to the right of the prefix, or a part of the address has leading zeros (row 75). */
  readonly sloppy: boolean;
  /** Network address in plain form and prefix, e.g. `10.0.0.0/8`. */
  readonly text: string;
}

const IPV4 = /^(\d{1,5})\.(\d{1,5})\.(\d{1,5})\.(\d{1,5})$/;

/** Reads `address/prefix` as Kubernetes does (ParseCIDRSloppy). Undefined where it is none; `mapped` for ::ffff:a.b.c.d. */
export function parseIpBlock(text: string): IpBlock | 'mapped' | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return undefined;
  const prefixText = text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(prefixText) || (prefixText.length > 1 && prefixText.startsWith('0'))) return undefined;
  const prefix = Number(prefixText);
  const address = text.slice(0, slash);
  const family = address.includes(':') ? 'IPv6' : 'IPv4';
  const width = family === 'IPv4' ? 32 : 128;
  if (prefix > width) return undefined;
  const value = family === 'IPv4' ? ipv4Number(address) : ipv6Number(address);
  if (value === undefined) return undefined;
  if (family === 'IPv6' && value >> 32n === 0xffffn) return 'mapped';
  const hostMask = (1n << BigInt(width - prefix)) - 1n;
  const first = value & ~hostMask;
  const network = family === 'IPv4' ? ipv4Text(first) : ipv6Text(first);
  return {
    family,
    first,
    last: value | hostMask,
    prefix,
    sloppy: first !== value || (family === 'IPv4' && address !== ipv4Text(value)),
    text: `${network}/${prefix}`,
  };
}

/** True for an IPv4 or IPv6 address without a zone. */
export function isIpAddress(text: string): boolean {
  return text.includes(':') ? ipv6Number(text) !== undefined : ipv4Number(text) !== undefined;
}

function ipv4Number(text: string): bigint | undefined {
  const match = IPV4.exec(text);
  if (match === null) return undefined;
  let value = 0;
  for (let part = 1; part <= 4; part++) {
    const byte = Number(match[part]);
    if (byte > 255) return undefined;
    value = value * 256 + byte;
  }
  return BigInt(value);
}

function ipv6Number(text: string): bigint | undefined {
  let rest = text;
  let tail = 0n;
  let tailGroups = 0;
  const lastColon = rest.lastIndexOf(':');
  if (rest.includes('.')) {
    const embedded = ipv4Number(rest.slice(lastColon + 1));
    if (embedded === undefined) return undefined;
    tail = embedded;
    tailGroups = 2;
    // Keeps "::" whole, drops the single colon before the embedded IPv4 address otherwise.
    rest = rest.slice(0, rest[lastColon - 1] === ':' ? lastColon + 1 : lastColon);
  }
  const halves = rest.split('::');
  if (halves.length > 2) return undefined;
  const head = groupsOf(halves[0] ?? '');
  const end = halves.length === 2 ? groupsOf(halves[1] ?? '') : [];
  if (head === undefined || end === undefined) return undefined;
  const missing = 8 - tailGroups - head.length - end.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  let value = 0n;
  for (const group of [...head, ...Array<number>(missing).fill(0), ...end]) value = (value << 16n) | BigInt(group);
  return tailGroups === 2 ? (value << 32n) | tail : value;
}

function groupsOf(text: string): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  for (const group of text.split(':')) {
    if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return undefined;
    groups.push(Number.parseInt(group, 16));
  }
  return groups;
}

function ipv4Text(value: bigint): string {
  const number = Number(value);
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}

/** RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups shortened. */
function ipv6Text(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => Number((value >> BigInt(112 - 16 * index)) & 0xffffn));
  let bestStart = -1;
  let bestLength = 1;
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === 0) length++;
    if (length > bestLength) {
      bestStart = start;
      bestLength = length;
    }
  }
  const hex = groups.map((group) => group.toString(16));
  if (bestStart < 0) return hex.join(':');
  return `${hex.slice(0, bestStart).join(':')}::${hex.slice(bestStart + bestLength).join(':')}`;
}
