import { type Address, type AddressRange, parseAddress, parseCidr } from './address.ts';
import type { Aggregate, Aggregates } from './aggregate.ts';
import type { ClassRelations } from './class-relations.ts';
import { ANY_POD, type ConnectionUnit, compareText, INTERNET } from './connection-units.ts';
import { chooseHubs, type HubCell } from './hub-edges.ts';
import type { ExternalRow, PolicyModel, SingleEnd } from './model.ts';

interface ExternalEdge {
  readonly from: string;
  readonly to: string;
  readonly relation: Aggregate;
}

/**
 * Edges between units and `internet` or address blocks, in both directions. A block stands for those of its addresses
 * that no narrower CIDR in force names. An open end has no edges with blocks: what it has with `internet` holds for
 * every address.
 */
export function externalConnections(
  model: PolicyModel,
  aggregates: Aggregates,
  relations: ClassRelations,
  units: readonly ConnectionUnit[],
  expand: boolean,
): { readonly edges: readonly ExternalEdge[]; readonly blocks: readonly string[] } {
  const edges: ExternalEdge[] = [];
  const blocks = new Set<string>();
  const rowsOf = new Map<string, readonly ExternalRow[]>();
  for (const direction of ['egress', 'ingress'] as const) {
    const open = direction === 'egress' ? relations.openOut : relations.openIn;
    const edge = (unit: string, outside: string, relation: Aggregate): ExternalEdge =>
      direction === 'egress' ? { from: unit, to: outside, relation } : { from: outside, to: unit, relation };
    const openCells: HubCell[] = [];
    for (const unit of units) {
      const classes = [...unit.classes.keys()];
      const isOpen = classes.every((classId) => open[classId]);
      const toInternet = fold(aggregates, classes, (classId) =>
        relationTo(model, aggregates, direction, classId, { type: 'internet' }),
      );
      // Of no namespace: only `any-pod` itself stands for others here.
      if (isOpen) openCells.push({ member: unit.id, namespace: undefined, aggregate: toInternet });
      if (toInternet !== aggregates.denied && (expand || !isOpen)) edges.push(edge(unit.id, INTERNET, toInternet));
      if (isOpen) continue;
      const rows = classes.map((classId) => classRows(model, rowsOf, direction, classId));
      for (const [label, relation] of blockRelations(model, aggregates, direction, classes, rows)) {
        blocks.add(label);
        edges.push(edge(unit.id, label, relation));
      }
    }
    if (expand) continue;
    const choice = chooseHubs(aggregates, openCells, [], { all: openCells.length, byNamespace: new Map() }, undefined);
    if (choice.base !== undefined) edges.push(edge(ANY_POD, INTERNET, choice.base));
    for (const cell of choice.own) {
      if (cell.aggregate !== aggregates.denied) edges.push(edge(cell.member, INTERNET, cell.aggregate));
    }
  }
  return { edges, blocks: [...blocks].sort(compareText) };
}

function classRows(
  model: PolicyModel,
  known: Map<string, readonly ExternalRow[]>,
  direction: 'ingress' | 'egress',
  classId: number,
): readonly ExternalRow[] {
  const key = `${direction} ${classId}`;
  let rows = known.get(key);
  if (rows === undefined) {
    rows = model.externalRows({ type: 'class', class: classId }, direction);
    known.set(key, rows);
  }
  return rows;
}

/** CIDR → what the unit's classes have with the addresses that it stands for; denied blocks left out. */
function blockRelations(
  model: PolicyModel,
  aggregates: Aggregates,
  direction: 'ingress' | 'egress',
  classes: readonly number[],
  rows: readonly (readonly ExternalRow[])[],
): Map<string, Aggregate> {
  const ranges = new Map<string, ExternalRow['ranges'][number][]>();
  for (const row of rows.flat()) {
    if (row.label === INTERNET) continue;
    const list = ranges.get(row.label);
    if (list === undefined) ranges.set(row.label, [...row.ranges]);
    else list.push(...row.ranges);
  }
  const found = new Map<string, Aggregate>();
  for (const [label, parts] of ranges) {
    const relation = fold(aggregates, classes, (classId, position) => {
      const own = (rows[position] ?? []).filter((row) => row.label === label);
      if (own.length > 0) {
        const ofOwn = fold(aggregates, own, (row) => aggregates.of(row.relation));
        if (ofOwn === aggregates.denied) return ofOwn;
        const shared = internetWithin(label, rows[position] ?? []);
        return fold(aggregates, [...own, ...shared], (row) => aggregates.of(row.relation));
      }
      // Another pod of the workload tells this block apart, this one does not: ask for its ends.
      return fold(aggregates, parts.flat(), (text) =>
        relationTo(model, aggregates, direction, classId, singleAddress(text)),
      );
    });
    if (relation !== aggregates.denied) found.set(label, relation);
  }
  return found;
}

/**
 * Rows called `internet` that hold addresses of a block: where an except, or a narrower rule, parts a block that holds the
 * internet, one of the parts goes by that name, and counts for the block all the same.
 */
function internetWithin(block: string, rows: readonly ExternalRow[]): readonly ExternalRow[] {
  const cidr = parseCidr(block);
  if (cidr === undefined) return [];
  return rows.filter(
    ({ label, family, ranges }) => label === INTERNET && family === cidr.family && holdsSome(ranges, cidr),
  );
}

/** @param ranges ascending: those of the internet may be thousands. */
function holdsSome(ranges: ExternalRow['ranges'], { first, last }: AddressRange): boolean {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (addressValue(ranges[middle]?.[1]) >= first) high = middle;
    else low = middle + 1;
  }
  return low < ranges.length && addressValue(ranges[low]?.[0]) <= last;
}

function addressValue(text: string | undefined): bigint {
  return (parseAddress(text ?? '') as Address).value;
}

function singleAddress(text: string): SingleEnd {
  const { family } = parseAddress(text) as Address;
  return { type: 'address', family, first: text, last: text };
}

function relationTo(
  model: PolicyModel,
  aggregates: Aggregates,
  direction: 'ingress' | 'egress',
  classId: number,
  outside: SingleEnd,
): Aggregate {
  const inside: SingleEnd = { type: 'class', class: classId };
  return aggregates.of(direction === 'egress' ? model.relation(inside, outside) : model.relation(outside, inside));
}

function fold<T>(aggregates: Aggregates, items: readonly T[], of: (item: T, position: number) => Aggregate): Aggregate {
  let folded: Aggregate | undefined;
  for (const [position, item] of items.entries()) {
    const aggregate = of(item, position);
    folded = folded === undefined ? aggregate : aggregates.combine(folded, aggregate);
  }
  return folded ?? aggregates.denied;
}
