import type { Aggregate } from '#lib/policy/aggregate.ts';
import { classRelationsOf, type RelatedClasses } from '#lib/policy/class-relations.ts';
import type { PolicyModel, RelationRow } from '#lib/policy/model.ts';
import type { PortSet } from '#lib/policy/port-set.ts';
import type { CheckContext } from './check.ts';
import { classEnd, workloadsInRows } from './ends.ts';
import { lazily } from './lazily.ts';
import type { PeerRuns } from './peer-runs.ts';
import { withinServed } from './served-ports.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** Which real workloads can connect to another today, on a port that it serves. */
export interface ReachingWorkloads {
  /** All of them, `ns/Kind/name`, sorted, without itself. */
  list(): readonly string[];
  /** Whether a workload is among them. */
  has(workload: string): boolean;
  /** The same as `list`, where that costs less. */
  readonly runs?: () => PeerRuns;
}

/** Of those that can tell how many there are without naming them. */
export interface CountedWorkloads extends ReachingWorkloads {
  /** How many are in `list`. */
  count(): number;
}

/** @param side `must`: for certain; `may`: also where it depends. */
export function reachingWorkloads(context: CheckContext, to: WorkloadFacts, side: 'must' | 'may'): CountedWorkloads {
  const known = new Map<PortSet, boolean>();
  const accepts = (ports: PortSet): boolean => {
    let accepted = known.get(ports);
    if (accepted === undefined) {
      accepted = withinServed(ports, to.served) !== undefined;
      known.set(ports, accepted);
    }
    return accepted;
  };
  // Own-node rules split the other classes by node: the rows of the end know how.
  const isHost = to.classes.some((id) => context.model.classes[id]?.hostNetwork === true);
  const index = indexOf(context);
  const marks = (): Uint8Array => marked(context, index, to, side, accepts);
  const meet = (source: number, target: number): boolean =>
    isHost
      ? !(source === target && isAlone(context.model, target)) &&
        context.model.pairs(source, target).some(({ relation }) => accepts(relation[side]))
      : reaches(context, source, target, side, accepts);
  const has = (key: string): boolean => {
    const from = context.workloads.get(key);
    if (from === undefined || from === to || from.count === 0) return false;
    return from.classes.some((source) => to.classes.some((target) => meet(source, target)));
  };
  if (isHost) {
    // Kept: an agent on every node is hundreds of classes, and there are few.
    const list = lazily(() => inRows(context, to, meet, (row) => accepts(row.relation[side])));
    return { list, has, count: () => list().length };
  }
  return {
    list: () => namesOf(index.keys, marks()),
    has,
    count: () => countOf(marks()),
    runs: () => ({ names: index.keys, runs: runsOfMarks(marks()) }),
  };
}

/** One relation of two classes, none of the targets on the host network. */
function reaches(
  { model }: CheckContext,
  source: number,
  target: number,
  side: 'must' | 'may',
  accepts: (ports: PortSet) => boolean,
): boolean {
  if (source === target && isAlone(model, target)) return false;
  return accepts(model.relation(classEnd(source), classEnd(target))[side]);
}

/**
 * Into a workload on the host network. Its classes that differ by their node only are an agent's: after the rows of two
 * of them it is known who reaches it from other nodes, and who shares a node with one of the rest is asked for that one.
 */
function inRows(
  context: CheckContext,
  to: WorkloadFacts,
  meet: (source: number, target: number) => boolean,
  accept: (row: RelationRow) => boolean,
): readonly string[] {
  const { model, workloadsOfClass } = context;
  const { representatives } = classRelationsOf(model).relations;
  const keys = new Set<string>();
  for (const alike of Map.groupBy(to.classes, (id) => representatives[id]).values()) {
    for (const id of alike.slice(0, 2)) {
      for (const key of workloadsInRows(context, model.rowsInto(classEnd(id)), accept, to.key)) keys.add(key);
    }
    const byNode = Map.groupBy(alike.slice(2), (id) => nodesOf(model, id)[0]);
    if (byNode.size === 0) continue;
    for (const { id } of model.classes) {
      const missing = (workloadsOfClass.get(id) ?? []).filter(
        ({ key, count }) => count > 0 && key !== to.key && !keys.has(key),
      );
      if (missing.length === 0) continue;
      const beside = [...new Set(nodesOf(model, id))].flatMap((node) => byNode.get(node) ?? []);
      if (beside.some((target) => meet(id, target))) for (const { key } of missing) keys.add(key);
    }
  }
  return [...keys].sort();
}

function nodesOf(model: PolicyModel, id: number): readonly string[] {
  return (model.classes[id]?.pods ?? []).flatMap((pod) => model.objects.pods.get(pod)?.spec.nodeName ?? []);
}

/**
 * The stored relations into the workload's classes, and those that the kinds of two classes tell: a mark for each
 * workload. The marks of the last question are kept, since whoever reads a gap whole asks it several times.
 */
function marked(
  context: CheckContext,
  index: SourceIndex,
  to: WorkloadFacts,
  side: 'must' | 'may',
  accepts: (ports: PortSet) => boolean,
): Uint8Array {
  if (index.last?.to === to && index.last.side === side) return index.last.marks;
  const { model } = context;
  const { relations } = index.related;
  const marks = new Uint8Array(index.keys.length);
  const mark = (source: number): void => {
    for (const position of index.positionsOfClass[source] ?? []) marks[position] = 1;
  };
  const portsOf = (relation: Aggregate): PortSet => (side === 'must' ? relation.all : relation.may);
  for (const target of to.classes) {
    const alone = isAlone(model, target);
    for (const source of index.sourcesOf[target] ?? []) {
      if (source === target && alone) continue;
      const relation = relations.outOf[source]?.get(target);
      if (relation === undefined) continue;
      if ('all' in relation) {
        if (accepts(portsOf(relation))) mark(source);
      } else if (Object.values(relation).some((each) => accepts(portsOf(each)))) {
        // The classes of an agent that runs on every node. Sharing a node only adds to what passes elsewhere.
        const everywhere = relation.elsewhere !== undefined && accepts(portsOf(relation.elsewhere));
        const hosts = index.hostsOf.get(source) ?? [];
        if (everywhere) hosts.forEach(mark);
        else
          for (const host of hostsBeside(model, target, hosts))
            if (reaches(context, host, target, side, accepts)) mark(host);
      }
    }
    const kind = relations.kindOf[target] as number;
    if (kind < 0) continue;
    const stored = new Uint8Array(model.classes.length);
    for (const source of index.sourcesOf[target] ?? []) stored[source] = 1;
    if (alone) stored[target] = 1;
    for (const [from, members] of relations.members.entries()) {
      if (!accepts(portsOf(relations.between(from, kind)))) continue;
      for (const member of members) if (stored[member] === 0) mark(member);
    }
  }
  const own = index.positionOf.get(to.key);
  if (own !== undefined) marks[own] = 0;
  index.last = { to, side, marks };
  return marks;
}

function namesOf(keys: readonly string[], marks: Uint8Array): readonly string[] {
  const names: string[] = [];
  for (let position = 0; position < marks.length; position++)
    if (marks[position] === 1) names.push(keys[position] as string);
  return names;
}

function countOf(marks: Uint8Array): number {
  let count = 0;
  for (let position = 0; position < marks.length; position++) count += marks[position] as number;
  return count;
}

function runsOfMarks(marks: Uint8Array): readonly number[] {
  const runs: number[] = [];
  for (let first = marks.indexOf(1); first >= 0; ) {
    const end = marks.indexOf(0, first);
    const last = (end < 0 ? marks.length : end) - 1;
    runs.push(first, last);
    first = end < 0 ? -1 : marks.indexOf(1, end);
  }
  return runs;
}

/**
 * Of the classes of an agent those that may share a node with whatever pod of a class is asked: only where all its pods
 * are on one node, or on none yet, does that say more than `elsewhere`.
 */
function hostsBeside(model: PolicyModel, target: number, hosts: readonly number[]): readonly number[] {
  const { pods = [], count = 0 } = model.classes[target] ?? {};
  const nodes = pods.flatMap((pod) => model.objects.pods.get(pod)?.spec.nodeName ?? []);
  const [only] = nodes;
  if (only === undefined) return hosts;
  if (nodes.length < count || nodes.some((node) => node !== only)) return [];
  return hosts.filter((host) => {
    const own = model.classes[host]?.pods.map((pod) => model.objects.pods.get(pod)?.spec.nodeName);
    return own === undefined || own.length === 0 || own.some((node) => node === undefined || node === only);
  });
}

/** Another pod of the class does not exist: the class does not reach itself. */
function isAlone(model: PolicyModel, id: number): boolean {
  const podClass = model.classes[id];
  return podClass === undefined || (podClass.count <= 1 && !podClass.countUnknown);
}

interface SourceIndex {
  readonly related: RelatedClasses;
  /** Workloads with pods, sorted. */
  readonly keys: readonly string[];
  readonly positionOf: ReadonlyMap<string, number>;
  /** Class → positions in `keys`. */
  readonly positionsOfClass: readonly (readonly number[])[];
  /** Class → the classes with a stored relation to it. */
  readonly sourcesOf: readonly (readonly number[])[];
  /** Representative → its host-network classes. */
  readonly hostsOf: ReadonlyMap<number, readonly number[]>;
  last?: { readonly to: WorkloadFacts; readonly side: 'must' | 'may'; readonly marks: Uint8Array };
}

const indexes = new WeakMap<CheckContext, SourceIndex>();

function indexOf(context: CheckContext): SourceIndex {
  let index = indexes.get(context);
  if (index === undefined) {
    index = buildIndex(context);
    indexes.set(context, index);
  }
  return index;
}

function buildIndex({ model, workloads, workloadsOfClass }: CheckContext): SourceIndex {
  const related = classRelationsOf(model);
  const { outOf, representatives } = related.relations;
  const keys = [...workloads.values()].flatMap(({ key, count }) => (count > 0 ? [key] : [])).sort();
  const positionOf = new Map(keys.map((key, position) => [key, position]));
  const sourcesOf: number[][] = model.classes.map(() => []);
  for (const [source, targets] of outOf.entries()) for (const target of targets.keys()) sourcesOf[target]?.push(source);
  return {
    related,
    keys,
    positionOf,
    positionsOfClass: model.classes.map(({ id }) =>
      (workloadsOfClass.get(id) ?? []).flatMap(({ key }) => positionOf.get(key) ?? []),
    ),
    sourcesOf,
    hostsOf: Map.groupBy(
      model.classes.flatMap(({ id, hostNetwork }) => (hostNetwork ? [id] : [])),
      (id) => representatives[id] ?? id,
    ),
  };
}
