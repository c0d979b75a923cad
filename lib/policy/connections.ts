import type { Aggregate, AggregateJson } from './aggregate.ts';
import { classRelationsOf } from './class-relations.ts';
import { type ConnectionUnit, compareNodeIds, connectionUnits } from './connection-units.ts';
import { externalConnections } from './external-connections.ts';
import { hubConnections } from './hub-connections.ts';
import { isAlone } from './is-alone.ts';
import type { PolicyModel } from './model.ts';
import { type ConnectionContext, ownPairs } from './target-row.ts';
import { type UnitKinds, unitKinds } from './unit-kinds.ts';

/** An edge of the allowed relation. Ends: a unit's id, `any-pod`, `any-pod@ns`, `internet`, a CIDR. */
export interface Connection {
  readonly from: string;
  readonly to: string;
  readonly relation: Aggregate;
}

/**
 * The allowed relation between workloads (or groups of them), `internet` and address blocks: what `list`, the map and
 * the evidence tell.
 *
 * **Hubs.** A workload's egress (ingress) is *open* where no policy closes it to anybody for any of its pods, for
 * certain, and none is on the host network: exactly where `isolation` says `no`. Without `expand`, the relation of two ends is read
 * as follows; the first that applies tells everything, and what no line tells is denied.
 *
 * 1. An edge between the two ends themselves.
 * 2. Where the source's egress is open: the edge from `any-pod@ns` of the source's namespace, else from `any-pod`, to
 *    the target.
 * 3. Where the source's egress is not open but the target's ingress is: the edge from the source to `any-pod@ns` of the
 *    target's namespace, else to `any-pod`.
 *
 * So an edge `any-pod → X` stands for all pods whose egress is open and that no narrower edge names, and `X → any-pod`
 * for all pods whose ingress is open. Two ends that are not open always have an edge of their own. `internet` and address blocks
 * are ends of their own: `any-pod → internet` stands for all pods whose egress is open, `internet → any-pod` for all
 * whose ingress is. A block has edges only with ends that are not open: an open end has with every address what it has
 * with `internet`. A workload of one pod has no edge to itself, whatever a hub says.
 */
export interface Connections {
  readonly units: readonly ConnectionUnit[];
  /** CIDRs that some edge names, sorted. */
  readonly blocks: readonly string[];
  /** Sorted by source, then target. Recomputed on each iteration where expanded; stored where not. */
  readonly edges: Iterable<Connection>;
  /** Of them those with `internet` or a block at one end. */
  readonly external: readonly Connection[];
  /**
   * What the unit at a position has with each unit, every pair written out; undefined: denied, or no pair at all, as of a
   * lone pod with itself (`hasNoPair`).
   */
  row(source: number): readonly (Aggregate | undefined)[];
  json(relation: Aggregate): AggregateJson;
}

export interface ConnectionOptions {
  /** Every pair of workloads written out instead of hubs. Grows with the square of the workloads: stream it. */
  readonly expand?: boolean;
  /** Workload → group: relations between namespaces, zones, folded tiles. Undefined leaves the workload out. */
  readonly groupOf?: (workload: string) => string | undefined;
}

/** Computes the relation class by class; no pod pairs. 10,000 pods with hubs: some 300 ms. */
export function connectionsOf(model: PolicyModel, options: ConnectionOptions = {}): Connections {
  const context = connectionContext(model, options.groupOf);
  const { aggregates, relations, units } = context;
  const external = externalConnections(model, aggregates, relations, units, options.expand === true);
  let kinds: UnitKinds | undefined;
  const row = (source: number): readonly (Aggregate | undefined)[] => {
    kinds ??= unitKinds(units, relations, aggregates);
    return unitRow(context, kinds, source);
  };
  const edges =
    options.expand === true
      ? { [Symbol.iterator]: () => expandedEdges(units, row, external.edges) }
      : sortEdges([...hubConnections(context), ...external.edges]);
  return {
    units,
    blocks: external.blocks,
    edges,
    external: external.edges,
    row,
    json: (relation) => aggregates.json(relation),
  };
}

/** The edges between workloads with hubs, as `connectionsOf` has them but in no order: computed while they are gone through. */
export function* unsortedConnections(model: PolicyModel): Generator<Connection> {
  const context = connectionContext(model);
  const { aggregates, relations, units } = context;
  yield* hubConnections(context);
  yield* externalConnections(model, aggregates, relations, units, false).edges;
}

export function connectionContext(model: PolicyModel, groupOf?: ConnectionOptions['groupOf']): ConnectionContext {
  const { aggregates, relations } = classRelationsOf(model);
  const units = connectionUnits(model, groupOf, relations.representatives);
  return { model, aggregates, relations, units, unitsOfClass: indexUnits(model, units), nodes: new Map() };
}

/** One pod has no pair with itself. */
export function hasNoPair(unit: ConnectionUnit): boolean {
  return isAlone(unit, unit.count) && unit.workloads.size === 1;
}

export function unitRow(
  context: ConnectionContext,
  kinds: UnitKinds,
  source: number,
): readonly (Aggregate | undefined)[] {
  const row: (Aggregate | undefined)[] = new Array(context.units.length).fill(undefined);
  for (const [kind, relation] of kinds.outOf(kinds.of[source] as number)) {
    for (const target of kinds.members[kind] ?? []) row[target] = relation;
  }
  for (const { target, relation } of ownPairs(context, source)) row[target] = relation;
  return row;
}

function indexUnits(model: PolicyModel, units: readonly ConnectionUnit[]): number[][] {
  const index: number[][] = model.classes.map(() => []);
  units.forEach((unit, position) => {
    for (const classId of unit.classes.keys()) index[classId]?.push(position);
  });
  return index;
}

function* expandedEdges(
  units: readonly ConnectionUnit[],
  row: Connections['row'],
  external: readonly Connection[],
): Generator<Connection> {
  const outside = groupByFrom(external);
  for (const from of [...outside.keys()].filter((id) => !id.includes('/') || isBlock(id)).sort(compareNodeIds)) {
    yield* outside.get(from) ?? [];
  }
  for (const [source, unit] of units.entries()) {
    yield* outside.get(unit.id) ?? []; // blocks and internet come before workloads
    for (const [target, relation] of row(source).entries()) {
      if (relation !== undefined) yield { from: unit.id, to: (units[target] as ConnectionUnit).id, relation };
    }
  }
}

/** A CIDR has one slash, a workload two. */
function isBlock(id: string): boolean {
  return id.indexOf('/') === id.lastIndexOf('/');
}

function groupByFrom(edges: readonly Connection[]): Map<string, Connection[]> {
  const groups = new Map<string, Connection[]>();
  for (const edge of edges) {
    const group = groups.get(edge.from);
    if (group === undefined) groups.set(edge.from, [edge]);
    else group.push(edge);
  }
  return groups;
}

/** By the place of each end among all ends: a large cluster has a million edges, and far fewer ends. */
export function sortEdges(edges: readonly Connection[]): Connection[] {
  const ends = new Set<string>();
  for (const { from, to } of edges) ends.add(from).add(to);
  const places = new Map([...ends].sort(compareNodeIds).map((id, place) => [id, place]));
  const place = (id: string): number => places.get(id) as number;
  return edges
    .map((edge) => ({ edge, key: place(edge.from) * ends.size + place(edge.to) }))
    .sort((a, b) => a.key - b.key)
    .map(({ edge }) => edge);
}
