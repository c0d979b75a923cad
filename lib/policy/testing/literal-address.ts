/** Addresses for the literal evaluator: strings of bits, compared bit by bit. Slow and obviously right. */

export type Family = 'IPv4' | 'IPv6';

export const familyOf = (text: string): Family => (bitsOf(text.split('/')[0] ?? '').length === 32 ? 'IPv4' : 'IPv6');

/** The address as a string of 32 or 128 zeros and ones; `::ffff:a.b.c.d` is the IPv4 address (row 78). */
function bitsOf(address: string): string {
  const known = read.get(address);
  if (known !== undefined) return known;
  const bits = readBits(address);
  read.set(address, bits);
  return bits;
}

// The same few addresses, millions of times.
const read = new Map<string, string>();

function readBits(address: string): string {
  if (!address.includes(':'))
    return address
      .split('.')
      .map((part) => binary(Number(part), 8))
      .join('');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1] !== undefined) return bitsOf(mapped[1]);
  const [before = '', after] = address.split('::');
  const head = before === '' ? [] : before.split(':');
  const tail = after === undefined || after === '' ? [] : after.split(':');
  const zeros = after === undefined ? [] : Array<string>(8 - head.length - tail.length).fill('0');
  return [...head, ...zeros, ...tail].map((part) => binary(Number.parseInt(part, 16), 16)).join('');
}

const binary = (value: number, width: number) => value.toString(2).padStart(width, '0');

/** The bits that a CIDR fixes; its host bits are masked (row 75). */
export function prefixOf(cidr: string): { family: Family; bits: string } {
  const [address = '', length = ''] = cidr.split('/');
  const bits = bitsOf(address);
  return { family: bits.length === 32 ? 'IPv4' : 'IPv6', bits: bits.slice(0, Number(length)) };
}

/** Rows 70, 76. */
export function contains(cidr: string, address: string): boolean {
  const prefix = prefixOf(cidr);
  return prefix.family === familyOf(address) && bitsOf(address).startsWith(prefix.bits);
}

interface Block {
  readonly cidr: string;
  readonly except?: readonly string[];
}

/** Every address of `cidr` is in the block, less its excepts. */
export function covers(block: Block, cidr: string): boolean {
  const [outer, inner] = [prefixOf(block.cidr), prefixOf(cidr)];
  if (outer.family !== inner.family || !inner.bits.startsWith(outer.bits)) return false;
  return !(block.except ?? []).some((except) => touches(prefixOf(except), inner));
}

/** Some address of `cidr` is in the block, less its excepts: halve the common part until it is in or out. */
export function overlaps(block: Block, cidr: string): boolean {
  const [outer, inner] = [prefixOf(block.cidr), prefixOf(cidr)];
  if (!touches(outer, inner)) return false;
  const common = outer.bits.length > inner.bits.length ? outer.bits : inner.bits;
  const excepts = (block.except ?? []).map(prefixOf).filter((except) => except.family === outer.family);
  return hasRest(
    common,
    excepts.map((except) => except.bits),
  );
}

function hasRest(bits: string, excepts: readonly string[]): boolean {
  if (excepts.some((except) => bits.startsWith(except))) return false;
  if (!excepts.some((except) => except.startsWith(bits))) return true;
  return hasRest(`${bits}0`, excepts) || hasRest(`${bits}1`, excepts);
}

const touches = (a: { family: Family; bits: string }, b: { family: Family; bits: string }) =>
  a.family === b.family && (a.bits.startsWith(b.bits) || b.bits.startsWith(a.bits));
