import { getOr } from '#lib/get-or.ts';
import { objectKey } from '#lib/kube/objects.ts';
import { hostRepresentatives } from '#lib/policy/host-classes.ts';
import type { PolicyModel, SingleEnd } from '#lib/policy/model.ts';
import { UNPLACED } from '#lib/policy/paths/places.ts';
import type { CheckContext } from './check.ts';
import { classEnd } from './ends.ts';
import { lazily } from './lazily.ts';
import { nodesBeside } from './nodes-beside.ts';
import { classOfPod, type WorkloadFacts } from './workload-facts.ts';

/** A class end that names a pod, or a workload that has none yet. */
export type PodEnd = Extract<SingleEnd, { readonly type: 'class' }>;

/** Two pods of one node, or that may come to one, of which one is on the host network. */
export interface NodePair {
  readonly own: PodEnd;
  readonly other: PodEnd;
  readonly workload: WorkloadFacts;
}

interface Member {
  readonly end: PodEnd;
  readonly workload: WorkloadFacts;
  readonly hostNetwork: boolean;
}

type MembersByNode = ReadonlyMap<string, readonly Member[]>;

interface Index {
  readonly hosts: MembersByNode;
  /** Those that are not on the host network. */
  readonly others: () => MembersByNode;
}

const indexes = new WeakMap<CheckContext, Index>();

/**
 * Whom a workload meets on the nodes of its pods, pod by pod: a class on several nodes tells only what holds on each of
 * them, and who shares one may connect all the same (rows 58, 59). Of pairs that differ by their node only, one.
 */
export function* nodePairs(context: CheckContext, workload: WorkloadFacts): Generator<NodePair, void, undefined> {
  const { hosts, others } = getOr(indexes, context, () => indexOf(context));
  if (hosts.size === 0) return;
  const representatives = hostRepresentatives(context.model);
  const toldOf = new Map<WorkloadFacts, Set<string>>();
  for (const [node, members] of membersByNode(context.model, [workload])) {
    for (const { end, hostNetwork } of members) {
      const beside = hostNetwork ? others() : hosts;
      for (const each of nodesBeside(beside, node)) {
        for (const other of beside.get(each) ?? []) {
          if (other.workload === workload) continue;
          const told = getOr(toldOf, other.workload, () => new Set<string>());
          const pair = `${representatives[end.class]} ${representatives[other.end.class]} ${each === node && node !== UNPLACED}`;
          if (told.has(pair)) continue;
          told.add(pair);
          yield { own: end, other: other.end, workload: other.workload };
        }
      }
    }
  }
}

const known = new WeakMap<CheckContext, Map<WorkloadFacts, ReadonlyMap<WorkloadFacts, readonly NodePair[]>>>();

/** The same by whom it meets, kept: an agent of every node meets everybody, and is asked about each. */
export function nodePairsWith(
  context: CheckContext,
  workload: WorkloadFacts,
): ReadonlyMap<WorkloadFacts, readonly NodePair[]> {
  const ofContext = getOr(known, context, () => new Map());
  return getOr(ofContext, workload, () => Map.groupBy(nodePairs(context, workload), (pair) => pair.workload));
}

function indexOf({ model, workloads }: CheckContext): Index {
  const members = (hostNetwork: boolean): MembersByNode => {
    const isMeant = (id: number): boolean => model.classes[id]?.hostNetwork === hostNetwork;
    const some = [...workloads.values()].filter(({ count, classes }) => count > 0 && classes.some(isMeant));
    const byNode = membersByNode(model, some);
    return new Map([...byNode].map(([node, list]) => [node, list.filter((each) => each.hostNetwork === hostNetwork)]));
  };
  return { hosts: members(true), others: lazily(() => members(false)) };
}

/** Node → one pod of each workload in each of its classes there. */
function membersByNode(model: PolicyModel, workloads: readonly WorkloadFacts[]): Map<string, Member[]> {
  const found = new Map<string, Member[]>();
  for (const workload of workloads) {
    const seen = new Map<string, Set<number>>();
    for (const [pod, node] of podsOf(workload)) {
      const id = classOfPod(model, workload, pod);
      if (id === undefined) continue;
      const classes = getOr(seen, node, () => new Set<number>());
      if (classes.has(id)) continue;
      classes.add(id);
      const hostNetwork = model.classes[id]?.hostNetwork === true;
      getOr(found, node, (): Member[] => []).push({ end: { ...classEnd(id), pod }, workload, hostNetwork });
    }
  }
  return found;
}

/** The pods of a workload with their nodes; itself where it has none yet. */
function podsOf({ key, pods }: WorkloadFacts): readonly (readonly [pod: string, node: string])[] {
  if (pods.length === 0) return [[key, UNPLACED]];
  return pods.map(({ metadata, spec }) => [objectKey(metadata), spec.nodeName ?? UNPLACED]);
}
