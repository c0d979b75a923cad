/** How addresses are read and written, everywhere: one reader, so that no two parts of Ringfence mean two addresses. */
export type Family = 'IPv4' | 'IPv6';

/**
 * What `010.0.0.1` is. `refused`: no address, of what a person or a source of flows writes; some read it as octal and
 * most not at all. `decimal`: 10.0.0.1, of what stands in objects of the cluster (row 75): Kubernetes keeps old ones and
 * reads them so (ParseIPSloppy, ParseCIDRSloppy).
 */
export type Zeros = 'refused' | 'decimal';

/** The IPv4 address as a number, or undefined. */
export function parseIPv4(text: string, zeros: Zeros = 'refused'): number | undefined {
  let value = 0;
  let part = 0;
  let digits = 0;
  let dots = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) {
      if (digits > 0 && part === 0 && zeros === 'refused') return undefined;
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

/** The IPv6 address as a number, without a zone; or undefined. */
export function parseIPv6(text: string, zeros: Zeros = 'refused'): bigint | undefined {
  if (text.length > 45 && zeros === 'refused') return undefined; // the longest form, eight groups with an IPv4 tail
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = parseGroups(halves[0] as string, halves.length === 1, zeros);
  const tail = halves.length === 2 ? parseGroups(halves[1] as string, true, zeros) : [];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  let value = 0n;
  for (const group of [...head, ...new Array<number>(missing).fill(0), ...tail]) value = (value << 16n) | BigInt(group);
  return value;
}

const GROUP: Readonly<Record<Zeros, RegExp>> = { refused: /^[0-9a-f]{1,4}$/i, decimal: /^0*[0-9a-f]{1,4}$/i };

function parseGroups(text: string, mayEndInIPv4: boolean, zeros: Zeros): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (mayEndInIPv4 && index === parts.length - 1 && part.includes('.')) {
      const v4 = parseIPv4(part, zeros);
      if (v4 === undefined) return undefined;
      groups.push(Math.floor(v4 / 65_536), v4 % 65_536);
    } else if (GROUP[zeros].test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

/** As `address/prefix` writes it. */
export interface WrittenBlock {
  readonly family: Family;
  /** The address before the slash: bits to the right of the prefix may be set. */
  readonly value: bigint;
  readonly prefix: number;
}

const PREFIX: Readonly<Record<Zeros, RegExp>> = { refused: /^(?:0|[1-9]\d{0,2})$/, decimal: /^0*\d{1,3}$/ };

/** `address/prefix`, or undefined where it is none. */
export function parseBlock(text: string, zeros: Zeros = 'refused'): WrittenBlock | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return undefined;
  const prefixText = text.slice(slash + 1);
  if (!PREFIX[zeros].test(prefixText)) return undefined;
  const prefix = Number(prefixText);
  const address = text.slice(0, slash);
  const family: Family = address.includes(':') ? 'IPv6' : 'IPv4';
  const value = parseIP(address, zeros);
  return value === undefined || prefix > (family === 'IPv4' ? 32 : 128) ? undefined : { family, value, prefix };
}

/** An address of either family as a number, or undefined. */
export function parseIP(text: string, zeros: Zeros = 'refused'): bigint | undefined {
  if (text.includes(':')) return parseIPv6(text, zeros);
  const value = parseIPv4(text, zeros);
  return value === undefined ? undefined : BigInt(value);
}

/** Whether it is no address and no block, but for zeros in front of numbers: whoever wrote it can say what is meant. */
export function hasLeadingZero(text: string): boolean {
  const isAny = (zeros: Zeros) => (parseIP(text, zeros) ?? parseBlock(text, zeros)) !== undefined;
  return isAny('decimal') && !isAny('refused');
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
