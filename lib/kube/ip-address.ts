/** How addresses are read and written, everywhere: one reader, so that no two parts of Ringfence mean two addresses. */
export type Family = 'IPv4' | 'IPv6';

/**
 * The IPv4 address as a number, or undefined. `010.0.0.1` is none: decimal to some readers, octal to others, refused by
 * most (row 75).
 */
export function parseIPv4(text: string): number | undefined {
  let value = 0;
  let part = 0;
  let digits = 0;
  let dots = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) {
      if (digits > 0 && part === 0) return undefined; // a leading zero
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

const DOTTED = /^(?:[0-9a-f:]*:)?(?:\d+\.){3}\d+(?:\/\d+)?$/i;
const LEADING_ZERO = /(?:^|[.:])0\d+(?:\.|\/|$)/;

/** Whether it would be an address or a block, but for a zero in front of a decimal: whoever wrote it can say what is meant. */
export function hasLeadingZero(text: string): boolean {
  return DOTTED.test(text) && LEADING_ZERO.test(text);
}

/** The IPv6 address as a number, without a zone; or undefined. */
export function parseIPv6(text: string): bigint | undefined {
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
