import { classRelationsOf } from '#lib/policy/class-relations.ts';
import type { PolicyModel, RelationRow } from '#lib/policy/model.ts';
import type { PortSet } from '#lib/policy/port-set.ts';
import type { CheckContext } from './check.ts';
import { classEnd, workloadsInRows } from './ends.ts';
import { lazily } from './lazily.ts';
import type { PeerRuns } from './peer-runs.ts';
import { acceptingOf, isAloneInClass, type ReachingCrowd, reachingCrowd, sharedCrowds } from './reaching-crowds.ts';
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
  /** Those of one namespace, in the order of `list`. */
  inNamespace(namespace: string): readonly string[];
}

/** @param side `must`: for certain; `may`: also where it depends. */
export function reachingWorkloads(context: CheckContext, to: WorkloadFacts, side: 'must' | 'may'): CountedWorkloads {
  const crowds = sharedCrowds(context);
  const accepts = acceptingOf(crowds, to.served);
  // Own-node rules split the other classes by node: the rows of the end know how.
  const isHost = to.classes.some((id) => context.model.classes[id]?.hostNetwork === true);
  const meet = (source: number, target: number): boolean =>
    isHost
      ? !(source === target && isAloneInClass(context.model, target)) &&
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
    const inNamespace = (namespace: string) => list().filter((key) => key.startsWith(`${namespace}/`));
    return { list, has, count: () => list().length, inNamespace };
  }
  // Not kept: a hundred thousand gaps are asked once each.
  const reaching = (): ReachingCrowd => reachingCrowd(crowds, to, side, meet);
  const { keys } = crowds;
  return {
    list: () => namesBetween(keys, reaching(), 0, keys.length),
    has,
    count: () => countOf(reaching()),
    inNamespace: (namespace) => namesBetween(keys, reaching(), ...spanOf(keys, `${namespace}/`)),
    runs: () => {
      const { crowd, differs } = reaching();
      return { names: keys, runs: crowd.runs(), differs };
    },
  };
}

/** Of the positions from `first` to before `end`. */
function namesBetween(keys: readonly string[], { crowd, differs }: ReachingCrowd, first: number, end: number) {
  const turned = new Set(differs);
  const names: string[] = [];
  for (let position = first; position < end; position++)
    if ((crowd.classes[position] as number) > 0 !== turned.has(position)) names.push(keys[position] as string);
  return names;
}

function countOf({ crowd, differs }: ReachingCrowd): number {
  return differs.reduce((sum, position) => sum + ((crowd.classes[position] as number) > 0 ? -1 : 1), crowd.count);
}

/** The keys that begin with a prefix stand together: first position and the one after the last. */
function spanOf(keys: readonly string[], prefix: string): readonly [number, number] {
  let [first, end] = [0, keys.length];
  while (first < end) {
    const middle = (first + end) >> 1;
    if ((keys[middle] as string) < prefix) first = middle + 1;
    else end = middle;
  }
  while (keys[end]?.startsWith(prefix)) end++;
  return [first, end];
}

/** One relation of two classes, none of the targets on the host network. */
function reaches(
  { model }: CheckContext,
  source: number,
  target: number,
  side: 'must' | 'may',
  accepts: (ports: PortSet) => boolean,
): boolean {
  if (source === target && isAloneInClass(model, target)) return false;
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
