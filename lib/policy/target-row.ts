import type { Aggregate, Aggregates } from './aggregate.ts';
import type { ClassRelations } from './class-relations.ts';
import type { ConnectionUnit } from './connection-units.ts';
import { type NodeSplit, type Togetherness, togetherness } from './host-classes.ts';
import { isAlone } from './is-alone.ts';
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

/** A target that has something of its own with a source; undefined: it is denied. */
export interface OwnPair {
  readonly target: number;
  readonly relation: Aggregate | undefined;
}

/**
 * The targets of a source unit that its kind does not tell: those of which some pair of classes is stored, and itself
 * where the pair of a lone pod with itself is to be left out. In no order.
 */
export function ownPairs(context: ConnectionContext, source: number): readonly OwnPair[] {
  const { relations, units, unitsOfClass } = context;
  const unit = units[source] as ConnectionUnit;
  const targets = new Set<number>();
  for (const [classId, count] of unit.classes) {
    if (isAlone(unit, count)) targets.add(source);
    for (const targetClass of relations.outOf[classId]?.keys() ?? []) {
      for (const target of unitsOfClass[targetClass] ?? []) targets.add(target);
    }
  }
  return Array.from(targets, (target) => ({ target, relation: pairRelation(context, source, target) }));
}

/** All pairs of pods of two units; undefined where all are denied. */
function pairRelation(context: ConnectionContext, source: number, target: number): Aggregate | undefined {
  const { aggregates, units } = context;
  const [from, to] = [units[source] as ConnectionUnit, units[target] as ConnectionUnit];
  let folded: Aggregate | undefined;
  let isPartial = false;
  for (const [fromClass, count] of from.classes) {
    const alone = isAlone(from, count);
    for (const toClass of to.classes.keys()) {
      if (alone && target === source && toClass === fromClass) continue;
      const relation = classPair(context, [from, fromClass], [to, toClass]);
      if (relation === aggregates.denied) isPartial = true;
      else folded = folded === undefined ? relation : aggregates.combine(folded, relation);
    }
  }
  return folded === undefined || !isPartial ? folded : aggregates.combine(folded, aggregates.denied);
}

function classPair(
  context: ConnectionContext,
  from: readonly [ConnectionUnit, number],
  to: readonly [ConnectionUnit, number],
): Aggregate {
  const relation = context.relations.of(from[1], to[1]) ?? context.aggregates.denied;
  return 'all' in relation ? relation : resolveSplit(context, relation, from, to);
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
