import type { Aggregate } from './aggregate.ts';
import { ANY_POD, anyPodOf, type ConnectionUnit } from './connection-units.ts';
import type { Connection } from './connections.ts';
import { chooseHubs, type HubCell } from './hub-edges.ts';
import type { Relation, SingleEnd } from './model.ts';
import { type ConnectionContext, createRow, fillRow, isAlone } from './target-row.ts';

/** Whether all (none, some) of a unit's pods have an open gate. */
export function openShare(unit: ConnectionUnit, open: readonly boolean[]): 'all' | 'some' | 'none' {
  let count = 0;
  for (const classId of unit.classes.keys()) if (open[classId]) count++;
  return count === 0 ? 'none' : count === unit.classes.size ? 'all' : 'some';
}

/** The edges between units and hubs, and those that no hub can tell. In no order. */
export function* hubConnections(context: ConnectionContext): Generator<Connection> {
  const { aggregates, relations, units } = context;
  const out = units.map((unit) => openShare(unit, relations.openOut));
  const into = units.map((unit) => openShare(unit, relations.openIn));
  const partlyOpen = units.flatMap((_, i) => (into[i] === 'some' ? [i] : []));
  const anyOpen = units.flatMap((_, i) => (into[i] === 'none' ? [] : [i]));
  const openSources = membersOf(units, (i) => out[i] === 'all');
  const openTargets = membersOf(units, (i) => into[i] === 'all');
  const cellsInto = new Map<number, HubCell[]>();
  const row = createRow(context);

  for (const [source, unit] of units.entries()) {
    const isOpen = out[source] === 'all';
    fillRow(context, row, source, isOpen ? partlyOpen : out[source] === 'some' ? anyOpen : []);
    const cells: HubCell[] = [];
    for (const target of row.targets) {
      const relation = row.relations[target] as Aggregate;
      const other = units[target] as ConnectionUnit;
      if (isOpen) {
        const list = cellsInto.get(target);
        const cell = { member: unit.id, namespace: unit.namespace, aggregate: relation };
        if (list === undefined) cellsInto.set(target, [cell]);
        else list.push(cell);
      } else if (into[target] === 'all') {
        cells.push({ member: other.id, namespace: other.namespace, aggregate: relation });
      } else yield { from: unit.id, to: other.id, relation };
    }
    if (cells.length === 0) continue;
    const choice = chooseHubs(aggregates, cells, openTargets, (namespace) => towardsPhantom(context, unit, namespace));
    if (choice.base !== undefined) yield { from: unit.id, to: ANY_POD, relation: choice.base };
    for (const [namespace, relation] of choice.perNamespace) yield { from: unit.id, to: anyPodOf(namespace), relation };
    for (const cell of choice.own) yield { from: unit.id, to: cell.member, relation: cell.aggregate };
  }

  for (const [target, unit] of units.entries()) {
    const open = into[target] === 'all';
    // A workload alone has no pair with itself: it is no member of its own hub edge.
    const members = without(openSources, out[target] === 'all' && unitIsAlone(unit) ? unit : undefined);
    const same = open && members.all > 0 ? openTargetRelation(context, openSources, unit) : undefined;
    if (same !== undefined) {
      if (same !== aggregates.denied) yield { from: ANY_POD, to: unit.id, relation: same };
      continue;
    }
    const cells = open ? openCells(context, openSources, target) : (cellsInto.get(target) ?? []);
    if (cells.length === 0) continue;
    const phantomSource = (namespace: string | undefined) => fromPhantom(context, unit, namespace);
    const choice = chooseHubs(aggregates, cells, members, open ? undefined : phantomSource);
    if (choice.base !== undefined) yield { from: ANY_POD, to: unit.id, relation: choice.base };
    for (const [namespace, relation] of choice.perNamespace) yield { from: anyPodOf(namespace), to: unit.id, relation };
    for (const cell of choice.own) yield { from: cell.member, to: unit.id, relation: cell.aggregate };
  }
}

interface Members {
  readonly all: number;
  readonly byNamespace: ReadonlyMap<string, number>;
  readonly positions: readonly number[];
}

function membersOf(units: readonly ConnectionUnit[], isMember: (position: number) => boolean): Members {
  const byNamespace = new Map<string, number>();
  const positions: number[] = [];
  for (const [position, unit] of units.entries()) {
    if (!isMember(position)) continue;
    positions.push(position);
    if (unit.namespace !== undefined) byNamespace.set(unit.namespace, (byNamespace.get(unit.namespace) ?? 0) + 1);
  }
  return { all: positions.length, byNamespace, positions };
}

function without(members: Members, unit: ConnectionUnit | undefined): Members {
  if (unit === undefined) return members;
  const byNamespace = new Map(members.byNamespace);
  if (unit.namespace !== undefined) byNamespace.set(unit.namespace, (byNamespace.get(unit.namespace) ?? 1) - 1);
  return { all: members.all - 1, byNamespace, positions: members.positions };
}

function unitIsAlone(unit: ConnectionUnit): boolean {
  return unit.classes.size === 1 && isAlone(unit, unit.count);
}

/** One relation with all open sources, or undefined where address families keep some of them apart. */
function openTargetRelation(
  context: ConnectionContext,
  sources: Members,
  target: ConnectionUnit,
): Aggregate | undefined {
  const { relations, units } = context;
  const representatives = new Map<string, number>();
  for (const position of sources.positions) {
    for (const classId of units[position]?.classes.keys() ?? []) {
      representatives.set(relations.familyKey(classId), classId);
    }
  }
  let common: Aggregate | undefined;
  for (const source of representatives.values()) {
    for (const classId of target.classes.keys()) {
      const relation = relations.openPair(source, classId);
      if (common !== undefined && relation !== common) return undefined;
      common = relation;
    }
  }
  return common;
}

/** The relations of an open target with each open source, where address families keep some of them apart. */
function openCells(context: ConnectionContext, sources: Members, target: number): HubCell[] {
  const row = createRow(context);
  return sources.positions.flatMap((position) => {
    const unit = context.units[position] as ConnectionUnit;
    fillRow(context, row, position, [target]);
    const aggregate = row.relations[target];
    return aggregate === undefined ? [] : [{ member: unit.id, namespace: unit.namespace, aggregate }];
  });
}

/** Namespace of a pod that no selector names by its namespace: no legal name, so no real namespace has it. */
const NO_NAMESPACE = '*';
const NO_LABELS = {};

function phantom(namespace: string | undefined): SingleEnd {
  return { type: 'hypothetical', namespace: namespace ?? NO_NAMESPACE, labels: NO_LABELS };
}

function fromPhantom(context: ConnectionContext, unit: ConnectionUnit, namespace: string | undefined): Aggregate {
  return foldClasses(context, unit, (end) => context.model.relation(phantom(namespace), end));
}

function towardsPhantom(context: ConnectionContext, unit: ConnectionUnit, namespace: string | undefined): Aggregate {
  return foldClasses(context, unit, (end) => context.model.relation(end, phantom(namespace)));
}

function foldClasses(
  context: ConnectionContext,
  unit: ConnectionUnit,
  relate: (end: SingleEnd) => Relation,
): Aggregate {
  let folded: Aggregate | undefined;
  for (const classId of unit.classes.keys()) {
    const aggregate = context.aggregates.of(relate({ type: 'class', class: classId }));
    folded = folded === undefined ? aggregate : context.aggregates.combine(folded, aggregate);
  }
  return folded ?? context.aggregates.denied;
}
