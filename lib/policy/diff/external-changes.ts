import type { Direction } from '#lib/kube/objects.ts';
import {
  type Address,
  bitsOf,
  FAMILIES,
  type Family,
  formatAddress,
  parseAddress,
  parseCidr,
  wholeSpace,
} from '../address.ts';
import { type AddressRanges, normaliseRanges } from '../address-ranges.ts';
import { INTERNET } from '../connection-units.ts';
import type { ExternalRow, PolicyModel, Relation } from '../model.ts';
import { NO_PORTS } from '../port-set.ts';
import type { JointClass } from './joint-classes.ts';
import { DENIED, isSameRelation, relationKey } from './transition.ts';

/** Addresses outside the cluster towards which a class differs in two states, or what it has with them in one. */
export interface ExternalChange {
  /** `internet`, or a CIDR. */
  readonly id: string;
  readonly before: Relation | undefined;
  readonly after: Relation | undefined;
  readonly ranges: readonly (readonly [string, string])[];
}

/** A part of the address space is named by its own CIDRs where they are few, else by the CIDR of a rule. */
const OWN_CIDRS = 4;

interface Segment {
  readonly family: Family;
  readonly first: bigint;
  readonly last: bigint;
  readonly label: string;
  readonly before: Relation | undefined;
  readonly after: Relation | undefined;
}

/**
 * Lays both states' parts of the outside over each other, and keeps what differs; of a class that is in one state only,
 * everything that is possible.
 */
export function externalChanges(
  models: { readonly before: PolicyModel; readonly after: PolicyModel },
  { before, after }: JointClass,
  direction: Direction,
): readonly ExternalChange[] {
  const outside = (model: PolicyModel, classId: number | undefined): Outside | undefined => {
    if (classId === undefined) return undefined;
    return { model, classId, direction, rows: model.externalRows({ type: 'class', class: classId }, direction) };
  };
  const [a, b] = [outside(models.before, before), outside(models.after, after)];
  const groups = new Map<string, Segment[]>();
  for (const family of FAMILIES) {
    for (const segment of overlay(family, a, b)) {
      if (!isToldOf(segment)) continue;
      const { label, before: was, after: is } = segment;
      const key = JSON.stringify([family, label, was && relationKey(was), is && relationKey(is)]);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [segment]);
      else group.push(segment);
    }
  }
  return [...groups.values()].flatMap(changesOf);
}

function isToldOf({ before, after }: Segment): boolean {
  if (before === undefined || after === undefined) return (before ?? after ?? DENIED).may !== NO_PORTS;
  return !isSameRelation(before, after);
}

interface Outside {
  readonly model: PolicyModel;
  readonly classId: number;
  readonly direction: Direction;
  readonly rows: readonly ExternalRow[];
}

interface Piece {
  readonly first: bigint;
  readonly last: bigint;
  readonly label: string;
  readonly relation: Relation;
}

/** Two partitions of the address space as one that refines both. */
function* overlay(family: Family, a: Outside | undefined, b: Outside | undefined): Generator<Segment> {
  if ([a, b].every((each) => each?.rows.some((row) => row.family === family) !== true)) return;
  const [left, right] = [piecesOf(family, a), piecesOf(family, b)];
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    const [x, y] = [left[i] as Piece, right[j] as Piece];
    const [first, last] = [x.first > y.first ? x.first : y.first, x.last < y.last ? x.last : y.last];
    yield {
      ...{ family, first, last, label: narrower(x.label, y.label) },
      before: a === undefined ? undefined : x.relation,
      after: b === undefined ? undefined : y.relation,
    };
    if (x.last <= last) i++;
    if (y.last <= last) j++;
  }
}

/** Any address of each family that is nobody's in particular. */
const SAMPLE: Readonly<Record<Family, string>> = { IPv4: '203.0.113.1', IPv6: '2001:db8::1' };

/** Ascending and without holes. */
function piecesOf(family: Family, outside: Outside | undefined): readonly Piece[] {
  const pieces = (outside?.rows ?? [])
    .filter((row) => row.family === family)
    .flatMap(({ ranges, label, relation }) =>
      ranges.map(([first, last]) => ({ first: addressValue(first), last: addressValue(last), label, relation })),
    )
    .sort((x, y) => (x.first < y.first ? -1 : 1));
  return pieces.length > 0
    ? pieces
    : [{ ...wholeSpace(family), label: INTERNET, relation: wholeFamily(family, outside) }];
}

/** A family without rows: the end does not have it, or it has no address yet and no block in force is of that family. */
function wholeFamily(family: Family, outside: Outside | undefined): Relation {
  if (outside === undefined) return DENIED;
  const address = { type: 'address', family, first: SAMPLE[family], last: SAMPLE[family] } as const;
  const end = { type: 'class', class: outside.classId } as const;
  const { model, direction } = outside;
  return direction === 'egress' ? model.relation(end, address) : model.relation(address, end);
}

function addressValue(text: string): bigint {
  return (parseAddress(text) as Address).value;
}

function narrower(a: string, b: string): string {
  return prefixOf(a) >= prefixOf(b) ? a : b;
}

function prefixOf(label: string): number {
  return label === INTERNET ? -1 : (parseCidr(label)?.prefix ?? -1);
}

function changesOf(segments: readonly Segment[]): readonly ExternalChange[] {
  const [first] = segments;
  if (first === undefined) return [];
  const { family, label, before, after } = first;
  const ranges = normaliseRanges(segments);
  const text = (of: AddressRanges) =>
    of.map((r) => [formatAddress(family, r.first), formatAddress(family, r.last)] as const);
  const cidrs = label === INTERNET ? undefined : cidrsOf(family, ranges);
  if (cidrs === undefined) return [{ id: label, before, after, ranges: text(ranges) }];
  return cidrs.map(({ id, range }) => ({ id, before, after, ranges: text([range]) }));
}

/** The ranges as the fewest CIDRs; undefined where those are many. */
function cidrsOf(family: Family, ranges: AddressRanges) {
  const cidrs: { readonly id: string; readonly range: AddressRanges[number] }[] = [];
  for (const { first, last } of ranges) {
    for (let from = first; from <= last; ) {
      let bits = 0;
      while (bits < bitsOf(family) && isAligned(from, bits + 1) && from + (1n << BigInt(bits + 1)) - 1n <= last) bits++;
      const range = { first: from, last: from + (1n << BigInt(bits)) - 1n };
      if (cidrs.length === OWN_CIDRS) return undefined;
      cidrs.push({ id: `${formatAddress(family, from)}/${bitsOf(family) - bits}`, range });
      from = range.last + 1n;
    }
  }
  return cidrs;
}

function isAligned(value: bigint, bits: number): boolean {
  return value % (1n << BigInt(bits)) === 0n;
}
