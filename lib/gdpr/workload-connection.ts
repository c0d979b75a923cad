import { getOr } from '#lib/get-or.ts';
import { objectKey } from '#lib/kube/objects.ts';
import type { PolicyModel, Relation, SingleEnd } from '#lib/policy/model.ts';
import type { FollowedRelation } from '#lib/policy/paths/class-graph.ts';
import { NO_PORTS } from '#lib/policy/port-set.ts';
import { classEnd } from './ends.ts';
import { lazily } from './lazily.ts';
import { nodesBeside, UNPLACED } from './nodes-beside.ts';
import { tellingClasses } from './telling-classes.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** The two ends of a connection between two workloads, with what they may exchange: classes, or pods that share a node. */
export interface Connection {
  readonly from: SingleEnd;
  readonly to: SingleEnd;
  readonly relation: Relation;
}

/**
 * The first pair of classes of two workloads that may connect, else the first pair of pods that share a node; undefined
 * where none does.
 */
export function connectionOf(
  model: PolicyModel,
  from: WorkloadFacts,
  to: WorkloadFacts,
  side: FollowedRelation,
): Connection | undefined {
  const [sources, targets] = [tellingClasses(model, from, to), tellingClasses(model, to, from)];
  for (const source of sources) {
    for (const target of targets) {
      const ends = { from: classEnd(source), to: classEnd(target) };
      const relation = model.relation(ends.from, ends.to);
      if (relation[side] !== NO_PORTS) return { ...ends, relation };
    }
  }
  return atOneNode(model, { ...from, classes: sources }, { ...to, classes: targets }, side);
}

/** Of pods on several nodes none shares that of a pod on the host network for certain, and still one of them does (row 58). */
function atOneNode(
  model: PolicyModel,
  from: WorkloadFacts,
  to: WorkloadFacts,
  side: FollowedRelation,
): Connection | undefined {
  const targets = lazily(() =>
    to.classes.map((id) => ({ id, byNode: Map.groupBy(podsIn(model, to, id), (pod) => nodeOf(model, pod)) })),
  );
  for (const source of from.classes) {
    if (to.classes.every((id) => model.classes[source]?.hostNetwork === model.classes[id]?.hostNetwork)) continue;
    for (const { id: target, byNode } of targets()) {
      if (model.classes[source]?.hostNetwork === model.classes[target]?.hostNetwork) continue;
      for (const pod of podsIn(model, from, source)) {
        for (const other of mayShareNode(byNode, nodeOf(model, pod))) {
          const ends = { from: { ...classEnd(source), pod }, to: { ...classEnd(target), pod: other } };
          const relation = model.relation(ends.from, ends.to);
          if (relation[side] !== NO_PORTS) return { ...ends, relation };
        }
      }
    }
  }
  return undefined;
}

/** One pod of each node that may be that one: itself, and none yet. */
function mayShareNode(byNode: ReadonlyMap<string, readonly string[]>, node: string): readonly string[] {
  return nodesBeside(byNode, node).flatMap((each) => byNode.get(each)?.[0] ?? []);
}

function nodeOf({ objects }: PolicyModel, pod: string): string {
  return objects.pods.get(pod)?.spec.nodeName ?? UNPLACED;
}

/** The pods of a workload in one of its classes; itself where it has none yet. */
function podsIn(model: PolicyModel, { key }: WorkloadFacts, classId: number): readonly string[] {
  const { pods = [], podlessWorkloads = [] } = model.classes[classId] ?? {};
  return [
    ...pods.filter((pod) => model.workloadOfPod(pod) === key),
    ...podlessWorkloads.filter((each) => each === key),
  ];
}

/** Whether a pod of one workload connects with one of the other on its node: of many nodes the first tells mostly. */
export function nodeConnections(
  model: PolicyModel,
  side: FollowedRelation,
): (from: WorkloadFacts, to: WorkloadFacts) => boolean {
  const known = new Map<WorkloadFacts, EndsByNode>();
  const endsOf = (workload: WorkloadFacts): EndsByNode => getOr(known, workload, () => endsByNode(model, workload));
  return (from, to) => {
    const [sources, targets] = [endsOf(from), endsOf(to)];
    for (const node of (sources.size < targets.size ? sources : targets).keys()) {
      for (const source of sources.get(node) ?? []) {
        for (const target of targets.get(node) ?? [])
          if (model.relation(source, target)[side] !== NO_PORTS) return true;
      }
    }
    return false;
  };
}

/** Node → one pod of each class there. Pods that are on none yet are left out. */
type EndsByNode = ReadonlyMap<string, readonly SingleEnd[]>;

function endsByNode(model: PolicyModel, { pods }: WorkloadFacts): EndsByNode {
  const found = new Map<string, Map<number, SingleEnd>>();
  for (const { metadata, spec } of pods) {
    const pod = objectKey(metadata);
    const id = model.classOf(pod);
    if (id === undefined || spec.nodeName === undefined) continue;
    const ends = getOr(found, spec.nodeName, () => new Map<number, SingleEnd>());
    if (!ends.has(id)) ends.set(id, { ...classEnd(id), pod });
  }
  return new Map([...found].map(([node, ends]) => [node, [...ends.values()]]));
}
