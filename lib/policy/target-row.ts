import type { Aggregate, Aggregates } from './aggregate.ts';
import type { ClassRelations } from './class-relations.ts';
import type { ConnectionUnit } from './connection-units.ts';
import { type NodeSplit, type Togetherness, togetherness } from './host-classes.ts';
import type { PolicyModel } from './model.ts';

/** What all edges of one model are computed from. */
export interface ConnectionContext {
  readonly model: PolicyModel;
  readonly aggregates: Aggregates;
  readonly relations: ClassRelations;
  readonly units: readonly ConnectionUnit[];
  /** Class id → positions in `units`, ascending. */
  readonly unitsOfClass: readonly (readonly number[])[];
  /** Unit → class id → node → its pods there; filled at the first end on the host network. */
  readonly nodes: Map<string, Map<number, Map<string | undefined, number>>>;
}

/** The relations of one source unit, by position of the target. Reused from source to source: read it at once. */
export interface TargetRow {
  /** Undefined: denied. */
  readonly relations: (Aggregate | undefined)[];
  /** Pairs of classes that are told; the rest of a target's pairs are denied. */
  readonly pairs: Uint32Array;
  /** Targets that are not denied, in the order in which they were found. */
  readonly targets: number[];
}

export function createRow({ units }: ConnectionContext): TargetRow {
  return { relations: new Array(units.length).fill(undefined), pairs: new Uint32Array(units.length), targets: [] };
}

/** @param openTargets targets that are looked at for pairs of two open gates, which are not stored. */
export function fillRow(
  context: ConnectionContext,
  row: TargetRow,
  source: number,
  openTargets: readonly number[],
): void {
  const { aggregates, relations, units, unitsOfClass } = context;
  for (const target of row.targets) row.relations[target] = undefined;
  row.targets.length = 0;
  const unit = units[source] as ConnectionUnit;
  const add = (target: number, aggregate: Aggregate): void => {
    const before = row.relations[target];
    if (before === undefined) {
      row.relations[target] = aggregate;
      row.pairs[target] = 1;
      row.targets.push(target);
    } else {
      if (before !== aggregate) row.relations[target] = aggregates.combine(before, aggregate);
      row.pairs[target] = (row.pairs[target] as number) + 1;
    }
  };
  for (const [classId, count] of unit.classes) {
    const alone = isAlone(unit, count);
    for (const [targetClass, relation] of relations.outOf[classId] ?? []) {
      for (const target of unitsOfClass[targetClass] ?? []) {
        if (alone && target === source && targetClass === classId) continue;
        const aggregate =
          'all' in relation
            ? relation
            : resolveSplit(context, relation, [unit, classId], [units[target] as ConnectionUnit, targetClass]);
        if (aggregate !== aggregates.denied) add(target, aggregate);
      }
    }
    if (!relations.openOut[classId]) continue;
    for (const target of openTargets) {
      for (const targetClass of (units[target] as ConnectionUnit).classes.keys()) {
        if (!relations.openIn[targetClass] || (alone && target === source && targetClass === classId)) continue;
        const aggregate = relations.openPair(classId, targetClass);
        if (aggregate !== aggregates.denied) add(target, aggregate);
      }
    }
  }
  for (const target of row.targets) {
    const all = pairCount(unit, units[target] as ConnectionUnit, source === target);
    if ((row.pairs[target] as number) < all) {
      row.relations[target] = aggregates.combine(row.relations[target] as Aggregate, aggregates.denied);
    }
  }
}

/** What the units' own pods of two classes have: as they share nodes, or do not. */
function resolveSplit(
  context: ConnectionContext,
  split: NodeSplit,
  [from, fromClass]: readonly [ConnectionUnit, number],
  [to, toClass]: readonly [ConnectionUnit, number],
): Aggregate {
  const sources = nodesOf(context, from, fromClass);
  const targets = nodesOf(context, to, toClass);
  const isSame = from === to && fromClass === toClass;
  let folded: Aggregate | undefined;
  for (const kind of isSame ? kindsWithin(sources, from.countUnknown) : kindsBetween(sources, targets)) {
    const aggregate = split[kind] ?? context.aggregates.denied;
    folded = folded === undefined ? aggregate : context.aggregates.combine(folded, aggregate);
  }
  return folded ?? context.aggregates.denied;
}

type Nodes = ReadonlyMap<string | undefined, number>;

/** The ways in which two different groups of pods share nodes. */
function kindsBetween(a: Nodes, b: Nodes): readonly Togetherness[] {
  const kinds: Togetherness[] = [];
  if (a.has(undefined) || b.has(undefined)) kinds.push('unplaced');
  const placedA = a.size - (a.has(undefined) ? 1 : 0);
  const placedB = b.size - (b.has(undefined) ? 1 : 0);
  if (placedA === 0 || placedB === 0) return kinds;
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  let isHere = false;
  for (const node of few.keys()) {
    isHere = node !== undefined && many.has(node);
    if (isHere) break;
  }
  if (isHere) kinds.push('here');
  if (!isHere || placedA > 1 || placedB > 1) kinds.push('elsewhere');
  return kinds;
}

/** The same among the pods of one group, none with itself. */
function kindsWithin(nodes: Nodes, countUnknown: boolean): readonly Togetherness[] {
  const kinds = new Set<Togetherness>();
  for (const [node, count] of nodes) {
    for (const other of nodes.keys()) {
      if (node !== other || count > 1 || countUnknown) kinds.add(togetherness(node, other));
    }
    if (kinds.size === 3) break;
  }
  return [...kinds];
}

function nodesOf(context: ConnectionContext, unit: ConnectionUnit, classId: number): Nodes {
  if (context.nodes.size === 0) indexNodes(context);
  return context.nodes.get(unit.id)?.get(classId) ?? NO_NODES;
}

const NO_NODES: Nodes = new Map();

/** One pass over all pods; a workload without pods runs nowhere yet. */
function indexNodes({ model, relations, units, nodes }: ConnectionContext): void {
  const unitOf = new Map(units.flatMap(({ id, workloads }) => Array.from(workloads, (workload) => [workload, id])));
  const put = (workload: string, classId: number, node: string | undefined, count: number): void => {
    const unit = unitOf.get(workload);
    if (unit === undefined) return;
    const representative = relations.representatives[classId] ?? classId;
    const byClass = nodes.get(unit) ?? new Map<number, Map<string | undefined, number>>();
    nodes.set(unit, byClass);
    const byNode = byClass.get(representative) ?? new Map<string | undefined, number>();
    byClass.set(representative, byNode);
    byNode.set(node, (byNode.get(node) ?? 0) + count);
  };
  for (const { id, pods, podlessWorkloads } of model.classes) {
    for (const pod of pods) put(model.workloadOfPod(pod), id, model.objects.pods.get(pod)?.spec.nodeName, 1);
    for (const workload of podlessWorkloads) {
      put(workload, id, undefined, Math.max(1, model.classesOfWorkload(workload).get(id) ?? 1));
    }
  }
}

/** One pod of the class only: the pair of a pod with itself is left out. */
export function isAlone(unit: ConnectionUnit, count: number): boolean {
  return count <= 1 && !unit.countUnknown;
}

/** Pairs of classes between two units, those of a lone pod with itself left out. */
function pairCount(from: ConnectionUnit, to: ConnectionUnit, same: boolean): number {
  let count = from.classes.size * to.classes.size;
  if (same) for (const pods of from.classes.values()) if (isAlone(from, pods)) count--;
  return count;
}
