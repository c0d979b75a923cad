import { getOr } from '#lib/get-or.ts';
import { FAMILIES, type Family, formatAddress, parseCidr } from './address.ts';
import type { AddressBlock } from './address-block.ts';
import {
  type AddressRanges,
  countAddresses,
  coversRanges,
  intersectRanges,
  normaliseRanges,
} from './address-ranges.ts';
import { ADMITS_ALL, ADMITS_NOTHING, type Admission, eitherOf } from './admission.ts';
import { type Evaluator, familyBit } from './evaluator.ts';
import { type AtomSpace, atomOf, cutAddressSpace, type ExternalAtoms } from './external-atoms.ts';
import type { CompiledGate } from './gates.ts';
import { internetAtom } from './internet-atom.ts';
import type { CompiledRule } from './ir.ts';
import type { ExternalRow, Relation } from './model.ts';
import { NO_NAMED_PORTS } from './named-ports.ts';
import { NO_PLACE, type Party } from './party.ts';
import { reasonBit } from './reasons.ts';
import type { RelationTable } from './relation-of.ts';
import { ROUTABLE_COUNT, ROUTABLE_SPACE } from './routable-space.ts';

export interface ExternalRowParts {
  readonly evaluator: Evaluator;
  readonly relations: RelationTable;
  /** Cut with all blocks in force: they say what `internet` is. */
  readonly atoms: ExternalAtoms;
}

/** What `internet` is called in a row. */
export const INTERNET_LABEL = 'internet';

/** The end's gate and families under one reading of host-network pods; no gate where it is a node then. */
export interface GateReading {
  readonly gate: CompiledGate | undefined;
  /** The end itself: port names of an ingress rule are its own (row 48). */
  readonly party: Party;
  readonly families: number;
}

/**
 * The outside as one gate sees it: parts with one relation and one name, widest first. The rest that no rule of the
 * gate names is one part; excepts make no part of their own but share the name of the CIDR that they are cut from.
 * @param readings one, or both where the profile leaves it open; where they differ, it depends.
 */
export function externalRowsOf(readings: readonly GateReading[], parts: ExternalRowParts): readonly ExternalRow[] {
  const families = readings.reduce((bits, reading) => bits | reading.families, 0);
  const blocks = [...new Set(readings.flatMap(({ gate }) => rulesOfGate(gate)).flatMap(blocksOfRule))];
  // Only the blocks of this gate can tell addresses apart here: a hundredth of all atoms.
  const local = cutAddressSpace(blocks);
  const rows: ExternalRow[] = [];
  for (const family of FAMILIES) {
    if ((families & familyBit(family)) === 0) continue;
    for (const part of partsOf(local[family], blocks, readings, family, parts).values()) {
      rows.push(toRow(part.relation, family, part.label, normaliseRanges(part.ranges)));
    }
  }
  return rows.sort((a, b) => b.routableShare - a.routableShare || compareRows(a, b));
}

function rulesOfGate(gate: CompiledGate | undefined): readonly CompiledRule[] {
  if (gate === undefined) return [];
  return [...gate.rules, ...gate.clusterPolicies.flatMap(({ rules }) => rules)];
}

function blocksOfRule({ peers }: CompiledRule): readonly AddressBlock[] {
  if (peers === 'anyone') return [];
  return peers.flatMap((peer) => (peer.type === 'block' || peer.type === 'network' ? [peer.block] : []));
}

interface Part {
  readonly relation: Relation;
  readonly label: string;
  readonly ranges: AddressRanges[number][];
}

function partsOf(
  space: AtomSpace,
  blocks: readonly AddressBlock[],
  readings: readonly GateReading[],
  family: Family,
  parts: ExternalRowParts,
): ReadonlyMap<string, Part> {
  const cidrs = namedCidrs(blocks, family);
  const internet = internetPart(family, parts.atoms[family]);
  const found = new Map<string, Part>();
  for (const atom of space.atoms) {
    const admission = outsideAdmission(readings, atom.ranges[0]?.first ?? 0n, family, parts);
    const inFamily = (each: Family): Admission | undefined => (each === family ? admission : undefined);
    const relation = parts.relations.relation(parts.relations.families(inFamily('IPv4'), inFamily('IPv6')));
    const isInternet = internet !== undefined && coversRanges(atom.ranges, [internet]);
    // One atom may lie in pieces with different narrowest CIDRs: each piece has its own name.
    for (const [label, ranges] of named(atom.ranges, cidrs, isInternet ? internet : undefined)) {
      const key = `${label} ${relation.must.id} ${relation.may.id} ${relation.reasons.join()}`;
      const part = found.get(key);
      if (part === undefined) found.set(key, { relation, label, ranges: [...ranges] });
      else part.ranges.push(...ranges);
    }
  }
  return found;
}

/** Of each space in force: thousands of ends are asked in the same one. */
const internetParts = new WeakMap<AtomSpace, { readonly range: AddressRanges[number] | undefined }>();

/** One range that is certainly what `internet` means. */
function internetPart(family: Family, space: AtomSpace): AddressRanges[number] | undefined {
  let known = internetParts.get(space);
  if (known === undefined) {
    const atom = internetAtom(space);
    const ranges = atom === undefined ? [] : (space.atoms[atom]?.ranges ?? []);
    known = { range: intersectRanges(ranges, ROUTABLE_SPACE[family])[0] };
    internetParts.set(space, known);
  }
  return known.range;
}

function outsideAdmission(
  readings: readonly GateReading[],
  address: bigint,
  family: Family,
  { evaluator, atoms }: ExternalRowParts,
): Admission {
  const atom = [atomOf(atoms[family], address)];
  const outside: Party = {
    type: 'outside',
    families: familyBit(family),
    addressing: { type: 'atoms', IPv4: family === 'IPv4' ? atom : [], IPv6: family === 'IPv6' ? atom : [] },
    ...{ placement: NO_PLACE, namespace: undefined, labels: undefined, namedPorts: NO_NAMED_PORTS },
  };
  const admissions = readings.map(({ gate, party, families }) => {
    if ((families & familyBit(family)) === 0) return ADMITS_NOTHING;
    if (gate === undefined) return ADMITS_ALL;
    return evaluator.gate(gate, outside, gate.direction === 'ingress' ? party : outside, family);
  });
  return admissions.reduce((a, b) => eitherOf(a, b, reasonBit('host-network')));
}

interface NamedCidr {
  readonly text: string;
  readonly range: AddressRanges[number];
}

interface NamedCidrs {
  /** As written, by their size, the narrowest first; those of one size by their first address. */
  readonly bySize: readonly { readonly hostBits: bigint; readonly byFirst: ReadonlyMap<bigint, NamedCidr> }[];
  /** Addresses from which on another CIDR is the narrowest, or none, ascending. */
  readonly bounds: readonly bigint[];
}

function namedCidrs(blocks: readonly AddressBlock[], family: Family): NamedCidrs {
  const texts = new Set(blocks.filter((block) => block.family === family).map(({ cidr }) => cidr));
  const bySize = new Map<number, Map<bigint, NamedCidr>>();
  for (const text of [...texts].sort()) {
    const cidr = parseCidr(text);
    if (cidr === undefined) continue;
    const { first, last } = cidr;
    const hostBits = (last - first + 1n).toString(2).length - 1;
    const same = getOr(bySize, hostBits, () => new Map<bigint, NamedCidr>());
    if (!same.has(first)) same.set(first, { text, range: { first, last } });
  }
  const sizes = [...bySize].sort(([a], [b]) => a - b);
  const ends = [...bySize.values()].flatMap((same) => [...same.values()].map(({ range }) => range));
  return {
    bySize: sizes.map(([hostBits, byFirst]) => ({ hostBits: BigInt(hostBits), byFirst })),
    bounds: [...new Set(ends.flatMap(({ first, last }) => [first, last + 1n]))].sort((a, b) => (a < b ? -1 : 1)),
  };
}

/** A range in pieces that lie within a CIDR or outside it: an atom runs on over the end of one whose part an except hides. */
function* cutAtBounds(
  { first, last }: AddressRanges[number],
  bounds: readonly bigint[],
): Iterable<AddressRanges[number]> {
  let from = first;
  for (let at = firstAbove(bounds, first); at < bounds.length && (bounds[at] as bigint) <= last; at++) {
    yield { first: from, last: (bounds[at] as bigint) - 1n };
    from = bounds[at] as bigint;
  }
  yield { first: from, last };
}

function firstAbove(sorted: readonly bigint[], value: bigint): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as bigint) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The narrowest CIDR that holds a range. */
function holderOf({ first, last }: AddressRanges[number], { bySize }: NamedCidrs): NamedCidr | undefined {
  for (const { hostBits, byFirst } of bySize) {
    const cidr = byFirst.get((first >> hostBits) << hostBits);
    if (cidr !== undefined && last <= cidr.range.last) return cidr;
  }
  return undefined;
}

/** @param internet where the ranges hold it: what no CIDR narrower than it names is called so too. */
function named(
  ranges: AddressRanges,
  cidrs: NamedCidrs,
  internet: AddressRanges[number] | undefined,
): Iterable<readonly [string, AddressRanges]> {
  const byLabel = new Map<string, AddressRanges[number][]>();
  for (const range of ranges.flatMap((each) => [...cutAtBounds(each, cidrs.bounds)])) {
    const holder = holderOf(range, cidrs);
    const isOfInternet = holder === undefined || (internet !== undefined && coversRanges([holder.range], [internet]));
    const label = isOfInternet ? INTERNET_LABEL : holder.text;
    getOr(byLabel, label, (): AddressRanges[number][] => []).push(range);
  }
  return byLabel;
}

function toRow(relation: Relation, family: Family, label: string, ranges: AddressRanges): ExternalRow {
  const routable = countAddresses(intersectRanges(ranges, ROUTABLE_SPACE[family]));
  return {
    relation,
    family,
    ranges: ranges.map(({ first, last }) => [formatAddress(family, first), formatAddress(family, last)] as const),
    label,
    routableShare: share(routable, ROUTABLE_COUNT[family]),
  };
}

/** A part of a whole as a number from 0 to 1, exact to 2^-52 also for IPv6. */
function share(part: bigint, whole: bigint): number {
  const shift = whole.toString(2).length > 60 ? BigInt(whole.toString(2).length - 60) : 0n;
  if (part === whole) return 1;
  return Number(part >> shift) / Number(whole >> shift);
}

function compareRows(a: ExternalRow, b: ExternalRow): number {
  const left = `${a.family} ${a.label} ${a.ranges.join()}`;
  const right = `${b.family} ${b.label} ${b.ranges.join()}`;
  return left < right ? -1 : left > right ? 1 : 0;
}
