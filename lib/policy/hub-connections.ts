import type { Aggregate, Aggregates } from './aggregate.ts';
import { ANY_POD, anyPodOf, type ConnectionUnit } from './connection-units.ts';
import type { Connection } from './connections.ts';
import { chooseHubs, type HubCell, type HubChoice, type HubGroup, type HubSize } from './hub-edges.ts';
import { isAlone } from './is-alone.ts';
import type { Relation, SingleEnd } from './model.ts';
import { type ConnectionContext, ownPairs } from './target-row.ts';
import { type UnitKinds, unitKinds } from './unit-kinds.ts';

/** Whether all (none, some) of a unit's pods have an open gate. */
export function openShare(unit: ConnectionUnit, open: readonly boolean[]): 'all' | 'some' | 'none' {
  let count = 0;
  for (const classId of unit.classes.keys()) if (open[classId]) count++;
  return count === 0 ? 'none' : count === unit.classes.size ? 'all' : 'some';
}

/** The edges between units and hubs, and those that no hub can tell. In no order. */
export function* hubConnections(context: ConnectionContext): Generator<Connection> {
  const { aggregates, relations, units } = context;
  const kinds = unitKinds(units, relations, aggregates);
  const out = units.map((unit) => openShare(unit, relations.openOut));
  const into = units.map((unit) => openShare(unit, relations.openIn));
  const openSources = new HubMembers(units, kinds, (i) => out[i] === 'all');
  const openTargets = new HubMembers(units, kinds, (i) => into[i] === 'all');
  const closedTargets = kinds.members.map((members) => members.filter((i) => into[i] !== 'all'));
  /** Target → open sources that have something of their own with it. */
  const ownSources = new Map<number, OwnMember[]>();

  for (const [source, unit] of units.entries()) {
    const own = ownPairs(context, source);
    if (out[source] === 'all') {
      for (const { target, relation } of own) {
        const list = ownSources.get(target);
        if (list === undefined) ownSources.set(target, [{ member: source, relation }]);
        else list.push({ member: source, relation });
      }
      continue;
    }
    const others: OwnMember[] = [];
    for (const { target, relation } of own) {
      if (into[target] === 'all') others.push({ member: target, relation });
      else if (relation !== undefined) yield { from: unit.id, to: (units[target] as ConnectionUnit).id, relation };
    }
    const row = kinds.outOf(kinds.of[source] as number);
    const told = new Set(own.map(({ target }) => target));
    for (const [kind, relation] of row) {
      for (const target of closedTargets[kind] ?? []) {
        if (!told.has(target)) yield { from: unit.id, to: (units[target] as ConnectionUnit).id, relation };
      }
    }
    const size = into[source] === 'all' && unitIsAlone(unit) ? openTargets.without(unit) : openTargets;
    const choice = openTargets.choose(aggregates, others, row, size, (namespace) =>
      towardsPhantom(context, unit, namespace),
    );
    if (choice.base !== undefined) yield { from: unit.id, to: ANY_POD, relation: choice.base };
    for (const [namespace, relation] of choice.perNamespace) yield { from: unit.id, to: anyPodOf(namespace), relation };
    for (const cell of choice.own) yield { from: unit.id, to: cell.member, relation: cell.aggregate };
  }

  for (const [target, unit] of units.entries()) {
    // A workload alone has no pair with itself: it is no member of its own hub edge.
    const size = out[target] === 'all' && unitIsAlone(unit) ? openSources.without(unit) : openSources;
    const row = kinds.into(kinds.of[target] as number);
    const phantomSource = (namespace: string | undefined) => fromPhantom(context, unit, namespace);
    const isOpen = into[target] === 'all';
    const own = ownSources.get(target) ?? [];
    const choice = openSources.choose(aggregates, own, row, size, isOpen ? undefined : phantomSource);
    if (choice.base !== undefined) yield { from: ANY_POD, to: unit.id, relation: choice.base };
    for (const [namespace, relation] of choice.perNamespace) yield { from: anyPodOf(namespace), to: unit.id, relation };
    for (const cell of choice.own) yield { from: cell.member, to: unit.id, relation: cell.aggregate };
  }
}

/** A member of a hub with what it has of its own with somebody; undefined: nothing. */
interface OwnMember {
  readonly member: number;
  readonly relation: Aggregate | undefined;
}

/** The units that a hub stands for, by kind. */
class HubMembers implements HubSize {
  readonly all: number;
  readonly byNamespace: ReadonlyMap<string, number>;
  private readonly units: readonly ConnectionUnit[];
  private readonly kinds: UnitKinds;
  /** Kind → namespace → positions. */
  private readonly ofKind: readonly ReadonlyMap<string | undefined, readonly number[]>[];
  private readonly sizes: readonly ReadonlyMap<string | undefined, number>[];

  constructor(units: readonly ConnectionUnit[], kinds: UnitKinds, isMember: (position: number) => boolean) {
    this.units = units;
    this.kinds = kinds;
    this.ofKind = kinds.members.map((members) => Map.groupBy(members.filter(isMember), (i) => units[i]?.namespace));
    this.sizes = this.ofKind.map((lists) => new Map([...lists].map(([namespace, list]) => [namespace, list.length])));
    const byNamespace = new Map<string, number>();
    let all = 0;
    for (const sizes of this.sizes) {
      for (const [namespace, size] of sizes) {
        all += size;
        if (namespace !== undefined) byNamespace.set(namespace, (byNamespace.get(namespace) ?? 0) + size);
      }
    }
    this.all = all;
    this.byNamespace = byNamespace;
  }

  without({ namespace }: ConnectionUnit): HubSize {
    const byNamespace = new Map(this.byNamespace);
    if (namespace !== undefined) byNamespace.set(namespace, (byNamespace.get(namespace) ?? 1) - 1);
    return { all: this.all - 1, byNamespace };
  }

  /** @param row what the others have, by their kind. */
  choose(
    aggregates: Aggregates,
    own: readonly OwnMember[],
    row: ReadonlyMap<number, Aggregate>,
    size: HubSize,
    phantom: ((namespace: string | undefined) => Aggregate) | undefined,
  ): HubChoice {
    const { units } = this;
    const cellOf = (member: number, aggregate: Aggregate): HubCell => {
      const { id, namespace } = units[member] as ConnectionUnit;
      return { member: id, namespace, aggregate };
    };
    const cells = own.flatMap(({ member, relation }) => (relation === undefined ? [] : [cellOf(member, relation)]));
    const told = new Set(own.map(({ member }) => member));
    const ownOfKind = Map.groupBy(own, ({ member }) => this.kinds.of[member] as number);
    const groups: HubGroup[] = [];
    for (const [kind, aggregate] of row) {
      const sizes = this.sizesWithout(kind, ownOfKind.get(kind));
      const group = [...sizes.values()].reduce((sum, each) => sum + each, 0);
      if (group === 0) continue;
      groups.push({
        ...{ aggregate, size: group, sizes },
        cells: (namespace) =>
          (this.ofKind[kind]?.get(namespace) ?? []).flatMap((i) => (told.has(i) ? [] : [cellOf(i, aggregate)])),
      });
    }
    return chooseHubs(aggregates, cells, groups, size, phantom);
  }

  private sizesWithout(kind: number, out: readonly OwnMember[] | undefined): ReadonlyMap<string | undefined, number> {
    const sizes = this.sizes[kind] ?? new Map<string | undefined, number>();
    if (out === undefined || sizes.size === 0) return sizes;
    const left = new Map(sizes);
    for (const { member } of out) {
      const namespace = this.units[member]?.namespace;
      const rest = (left.get(namespace) ?? 0) - 1;
      if (rest > 0) left.set(namespace, rest);
      else left.delete(namespace);
    }
    return left;
  }
}

function unitIsAlone(unit: ConnectionUnit): boolean {
  return unit.classes.size === 1 && isAlone(unit, unit.count);
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
