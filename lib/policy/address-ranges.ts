import { type AddressRange, type Family, formatRange } from './address.ts';

/** Ascending, disjoint and non-adjacent ranges of one family. */
export type AddressRanges = readonly AddressRange[];

/** Any ranges as a canonical list. */
export function normaliseRanges(ranges: readonly AddressRange[]): AddressRanges {
  const sorted = [...ranges].sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  const result: { first: bigint; last: bigint }[] = [];
  for (const { first, last } of sorted) {
    const end = result.at(-1);
    if (end !== undefined && first <= end.last + 1n) {
      if (last > end.last) end.last = last;
    } else result.push({ first, last });
  }
  return result;
}

/** The addresses of `ranges` that are in none of `cut`. */
export function subtractRanges(ranges: AddressRanges, cut: AddressRanges): AddressRanges {
  const result: AddressRange[] = [];
  let j = 0;
  for (const { first, last } of ranges) {
    let from = first;
    while (j < cut.length && (cut[j] as AddressRange).last < from) j++;
    for (let k = j; k < cut.length && (cut[k] as AddressRange).first <= last; k++) {
      const hole = cut[k] as AddressRange;
      if (hole.first > from) result.push({ first: from, last: hole.first - 1n });
      from = hole.last + 1n;
    }
    if (from <= last) result.push({ first: from, last });
  }
  return result;
}

export function intersectRanges(a: AddressRanges, b: AddressRanges): AddressRanges {
  const result: AddressRange[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const left = a[i] as AddressRange;
    const right = b[j] as AddressRange;
    const first = left.first > right.first ? left.first : right.first;
    const last = left.last < right.last ? left.last : right.last;
    if (first <= last) result.push({ first, last });
    if (left.last < right.last) i++;
    else j++;
  }
  return result;
}

/** Whether every address of `inner` is in `outer`. */
export function coversRanges(outer: AddressRanges, inner: AddressRanges): boolean {
  return subtractRanges(inner, outer).length === 0;
}

export function countAddresses(ranges: AddressRanges): bigint {
  return ranges.reduce((sum, { first, last }) => sum + (last - first + 1n), 0n);
}

/** The fewest CIDRs that make up a range, ascending. */
export function cidrsOfRange(family: Family, { first, last }: AddressRange): readonly string[] {
  const cidrs: string[] = [];
  for (let at = first; at <= last; ) {
    let size = 1n;
    while (at % (size * 2n) === 0n && at + size * 2n - 1n <= last) size *= 2n;
    cidrs.push(formatRange(family, { first: at, last: at + size - 1n }));
    at += size;
  }
  return cidrs;
}
