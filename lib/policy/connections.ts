import { type Aggregate, type AggregateJson, type Aggregates, createAggregates } from './aggregate.ts';
import { type ClassRelations, type NodeSplit, relateClasses } from './class-relations.ts';
import { ANY_POD, anyPodOf, type ConnectionUnit, compareNodeIds, connectionUnits } from './connection-units.ts';
import { externalConnections } from './external-connections.ts';
import { chooseHubs, type HubCell } from './hub-edges.ts';
import type { PolicyModel, Relation, SingleEnd } from './model.ts';

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
 * **Hubs.** A workload's egress (ingress) is *open* where no policy isolates any of its pods for it, for certain, and
 * none is on the host network: exactly where `isolation` says `no`. Without `expand`, the relation of two ends is read
 * as follows; the first that applies tells everything, and what no line tells is denied.
 *
 * 1. An edge between the two ends themselves.
 * 2. Where the source's egress is open: the edge from `any-pod@ns` of the source's namespace, else from `any-pod`, to
 *    the target.
 * 3. Where the source's egress is not open but the target's ingress is: the edge from the source to `any-pod@ns` of the
 *    target's namespace, else to `any-pod`.
 *
 * So an edge `any-pod → X` stands for all pods whose egress is open and that no narrower edge names, and `X → any-pod`
 * for all pods whose ingress is open. Two isolated ends always have an edge of their own. `internet` and address blocks
 * are ends of their own: `any-pod → internet` stands for all pods whose egress is open, `internet → any-pod` for all
 * whose ingress is. A block has edges only with ends that are isolated: an open end has with every address what it has
 * with `internet`. A workload of one pod has no edge to itself, whatever a hub says.
 */
export interface Connections {
  readonly units: readonly ConnectionUnit[];
  /** CIDRs that some edge names, sorted. */
  readonly blocks: readonly string[];
  /** Sorted by source, then target. Recomputed on each iteration where expanded; stored where not. */
  readonly edges: Iterable<Connection>;
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
  const aggregates = createAggregates();
  const units = connectionUnits(model, options.groupOf);
  const relations = relateClasses(model, aggregates);
  const context: Context = {
    model,
    aggregates,
    relations,
    units,
    unitsOfClass: indexUnits(model, units),
    podsOnNode: new Map(),
  };
  const external = externalConnections(model, aggregates, relations, units, options.expand === true);
  const edges =
    options.expand === true
      ? { [Symbol.iterator]: () => expandedEdges(context, external.edges) }
      : sortEdges([...hubEdges(context), ...external.edges]);
  return { units, blocks: external.blocks, edges, json: (relation) => aggregates.json(relation) };
}

interface Context {
  readonly model: PolicyModel;
  readonly aggregates: Aggregates;
  readonly relations: ClassRelations;
  readonly units: readonly ConnectionUnit[];
  /** Class id → positions in `units`, ascending. */
  readonly unitsOfClass: readonly (readonly number[])[];
  /** Class id → node → its pods there; filled on demand. */
  readonly podsOnNode: Map<number, ReadonlyMap<string | undefined, readonly string[]>>;
}

function indexUnits(model: PolicyModel, units: readonly ConnectionUnit[]): number[][] {
  const index: number[][] = model.classes.map(() => []);
  units.forEach((unit, position) => {
    for (const classId of unit.classes.keys()) index[classId]?.push(position);
  });
  return index;
}

/** Whether all (none, some) of a unit's pods have an open gate. */
function openShare(unit: ConnectionUnit, open: readonly boolean[]): 'all' | 'some' | 'none' {
  let count = 0;
  for (const classId of unit.classes.keys()) if (open[classId]) count++;
  return count === 0 ? 'none' : count === unit.classes.size ? 'all' : 'some';
}

/**
 * The relations of one source unit: position of the target → aggregate, denied targets left out.
 * `openTargets`: which targets are looked at for pairs of two open gates, which are not stored.
 */
function relationsOf(context: Context, source: number, openTargets: readonly number[]): Map<number, Aggregate> {
  const { aggregates, relations, units, unitsOfClass } = context;
  const unit = units[source] as ConnectionUnit;
  const found = new Map<number, Aggregate>();
  const pairs = new Map<number, number>();
  const add = (target: number, aggregate: Aggregate): void => {
    const before = found.get(target);
    found.set(target, before === undefined ? aggregate : aggregates.combine(before, aggregate));
    pairs.set(target, (pairs.get(target) ?? 0) + 1);
  };
  for (const [classId, count] of unit.classes) {
    for (const [targetClass, relation] of relations.outOf[classId] ?? []) {
      for (const target of unitsOfClass[targetClass] ?? []) {
        if (target === source && targetClass === classId && isAlone(unit, count)) continue;
        const ends = { from: [unit, classId], to: [units[target] as ConnectionUnit, targetClass] } as const;
        const aggregate = 'here' in relation ? resolveSplit(context, relation, ...ends[relation.divided]) : relation;
        if (aggregate !== aggregates.denied) add(target, aggregate);
      }
    }
    if (!relations.openOut[classId]) continue;
    for (const target of openTargets) {
      for (const targetClass of units[target]?.classes.keys() ?? []) {
        if (!relations.openIn[targetClass]) continue;
        if (target === source && targetClass === classId && isAlone(unit, count)) continue;
        const aggregate = relations.openPair(classId, targetClass);
        if (aggregate !== aggregates.denied) add(target, aggregate);
      }
    }
  }
  for (const [target, aggregate] of found) {
    const all = pairCount(unit, units[target] as ConnectionUnit, source === target);
    if ((pairs.get(target) ?? 0) < all) found.set(target, aggregates.combine(aggregate, aggregates.denied));
  }
  return found;
}

/** What the unit's own pods of a divided class have: on the node, elsewhere, or both. */
function resolveSplit(context: Context, split: NodeSplit, unit: ConnectionUnit, classId: number): Aggregate {
  const { model, aggregates } = context;
  let onNode = context.podsOnNode.get(classId);
  if (onNode === undefined) {
    onNode = Map.groupBy(model.classes[classId]?.pods ?? [], (pod) => model.objects.pods.get(pod)?.spec.nodeName);
    context.podsOnNode.set(classId, onNode);
  }
  let here = 0;
  for (const pod of onNode.get(split.node) ?? []) if (unit.workloads.has(model.workloadOfPod(pod))) here++;
  if (here === 0) return split.elsewhere;
  return here === unit.classes.get(classId) ? split.here : aggregates.combine(split.here, split.elsewhere);
}

/** One pod of the class only: the pair of a pod with itself is left out. */
function isAlone(unit: ConnectionUnit, count: number): boolean {
  return count <= 1 && !unit.countUnknown;
}

/** Pairs of classes between two units, those of a lone pod with itself left out. */
function pairCount(from: ConnectionUnit, to: ConnectionUnit, same: boolean): number {
  let count = from.classes.size * to.classes.size;
  if (same) for (const pods of from.classes.values()) if (isAlone(from, pods)) count--;
  return count;
}

function* expandedEdges(context: Context, external: readonly Connection[]): Generator<Connection> {
  const { units, relations } = context;
  const openTargets = units.flatMap((unit, i) => (openShare(unit, relations.openIn) === 'none' ? [] : [i]));
  const outside = groupByFrom(external);
  for (const from of [...outside.keys()].filter((id) => !id.includes('/') || isBlock(id)).sort(compareNodeIds)) {
    yield* outside.get(from) ?? [];
  }
  for (const [position, unit] of units.entries()) {
    yield* outside.get(unit.id) ?? []; // blocks and internet come before workloads
    const found = relationsOf(context, position, openTargets);
    for (const target of [...found.keys()].sort((a, b) => a - b)) {
      yield { from: unit.id, to: units[target]?.id ?? '', relation: found.get(target) as Aggregate };
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

function sortEdges(edges: Connection[]): Connection[] {
  return edges.sort((a, b) => compareNodeIds(a.from, b.from) || compareNodeIds(a.to, b.to));
}

function* hubEdges(context: Context): Generator<Connection> {
  const { aggregates, relations, units } = context;
  const out = units.map((unit) => openShare(unit, relations.openOut));
  const into = units.map((unit) => openShare(unit, relations.openIn));
  const partlyOpen = units.flatMap((_, i) => (into[i] === 'some' ? [i] : []));
  const anyOpen = units.flatMap((_, i) => (into[i] === 'none' ? [] : [i]));
  const openSources = membersOf(units, (i) => out[i] === 'all');
  const openTargets = membersOf(units, (i) => into[i] === 'all');
  const cellsInto = new Map<number, HubCell[]>();

  for (const [source, unit] of units.entries()) {
    const isOpen = out[source] === 'all';
    const found = relationsOf(context, source, isOpen ? partlyOpen : out[source] === 'some' ? anyOpen : []);
    const cells: HubCell[] = [];
    for (const [target, relation] of found) {
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
function openTargetRelation(context: Context, sources: Members, target: ConnectionUnit): Aggregate | undefined {
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
function openCells(context: Context, sources: Members, target: number): HubCell[] {
  return sources.positions.flatMap((position) => {
    const unit = context.units[position] as ConnectionUnit;
    const aggregate = relationsOf(context, position, [target]).get(target);
    return aggregate === undefined ? [] : [{ member: unit.id, namespace: unit.namespace, aggregate }];
  });
}

/** Namespace of a pod that no selector names by its namespace: no legal name, so no real namespace has it. */
const NO_NAMESPACE = '*';

function phantom(namespace: string | undefined): SingleEnd {
  return { type: 'hypothetical', namespace: namespace ?? NO_NAMESPACE, labels: {} };
}

function fromPhantom(context: Context, unit: ConnectionUnit, namespace: string | undefined): Aggregate {
  return foldClasses(context, unit, (end) => context.model.relation(phantom(namespace), end));
}

function towardsPhantom(context: Context, unit: ConnectionUnit, namespace: string | undefined): Aggregate {
  return foldClasses(context, unit, (end) => context.model.relation(end, phantom(namespace)));
}

function foldClasses(context: Context, unit: ConnectionUnit, relate: (end: SingleEnd) => Relation): Aggregate {
  let folded: Aggregate | undefined;
  for (const classId of unit.classes.keys()) {
    const aggregate = context.aggregates.of(relate({ type: 'class', class: classId }));
    folded = folded === undefined ? aggregate : context.aggregates.combine(folded, aggregate);
  }
  return folded ?? context.aggregates.denied;
}
