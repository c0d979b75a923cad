import type { Aggregate } from '#lib/policy/aggregate.ts';
import { classRelationsOf, type RelatedClasses } from '#lib/policy/class-relations.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import type { PortSet } from '#lib/policy/port-set.ts';
import type { CheckContext } from './check.ts';
import { classEnd, workloadsInRows } from './ends.ts';
import { lazily } from './lazily.ts';
import { withinServed } from './served-ports.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** Which real workloads can connect to another today, on a port that it serves. */
export interface ReachingWorkloads {
  /** All of them, `ns/Kind/name`, sorted, without itself. */
  list(): readonly string[];
  /** Whether a workload is among them. */
  has(workload: string): boolean;
}

/** @param side `must`: for certain; `may`: also where it depends. */
export function reachingWorkloads(context: CheckContext, to: WorkloadFacts, side: 'must' | 'may'): ReachingWorkloads {
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
  // Kept: an agent on every node is hundreds of classes, and there are few.
  const list = isHost ? lazily(() => inRows(context, to, side, accepts)) : () => marked(context, to, side, accepts);
  const meet = (source: number, target: number): boolean =>
    isHost
      ? !(source === target && isAlone(context.model, target)) &&
        context.model.pairs(source, target).some(({ relation }) => accepts(relation[side]))
      : reaches(context, source, target, side, accepts);
  return {
    list,
    has: (key) => {
      const from = context.workloads.get(key);
      if (from === undefined || from === to || from.count === 0) return false;
      return from.classes.some((source) => to.classes.some((target) => meet(source, target)));
    },
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

function inRows(
  context: CheckContext,
  to: WorkloadFacts,
  side: 'must' | 'may',
  accepts: (ports: PortSet) => boolean,
): readonly string[] {
  const keys = new Set<string>();
  for (const id of to.classes) {
    const rows = context.model.rowsInto(classEnd(id));
    for (const key of workloadsInRows(context, rows, (row) => accepts(row.relation[side]), to.key)) keys.add(key);
  }
  return [...keys].sort();
}

/** The stored relations into the workload's classes, and those that the kinds of two classes tell. */
function marked(
  context: CheckContext,
  to: WorkloadFacts,
  side: 'must' | 'may',
  accepts: (ports: PortSet) => boolean,
): readonly string[] {
  const { model } = context;
  const index = indexOf(context);
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
    const stored = new Set(index.sourcesOf[target]);
    for (const [from, members] of relations.members.entries()) {
      if (!accepts(portsOf(relations.between(from, kind)))) continue;
      for (const member of members) if (!stored.has(member) && !(alone && member === target)) mark(member);
    }
  }
  const found: string[] = [];
  for (let position = 0; position < marks.length; position++) {
    const key = index.keys[position] as string;
    if (marks[position] === 1 && key !== to.key) found.push(key);
  }
  return found;
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
  /** Class → positions in `keys`. */
  readonly positionsOfClass: readonly (readonly number[])[];
  /** Class → the classes with a stored relation to it. */
  readonly sourcesOf: readonly (readonly number[])[];
  /** Representative → its host-network classes. */
  readonly hostsOf: ReadonlyMap<number, readonly number[]>;
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
  const positions = new Map(keys.map((key, position) => [key, position]));
  const sourcesOf: number[][] = model.classes.map(() => []);
  for (const [source, targets] of outOf.entries()) for (const target of targets.keys()) sourcesOf[target]?.push(source);
  return {
    related,
    keys,
    positionsOfClass: model.classes.map(({ id }) =>
      (workloadsOfClass.get(id) ?? []).flatMap(({ key }) => positions.get(key) ?? []),
    ),
    sourcesOf,
    hostsOf: Map.groupBy(
      model.classes.flatMap(({ id, hostNetwork }) => (hostNetwork ? [id] : [])),
      (id) => representatives[id] ?? id,
    ),
  };
}
