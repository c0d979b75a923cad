import { getOr } from '#lib/get-or.ts';
import { objectKey } from '#lib/kube/objects.ts';
import { hostRepresentatives } from '#lib/policy/host-classes.ts';
import type { PolicyModel, Relation, SingleEnd } from '#lib/policy/model.ts';
import type { FollowedRelation } from '#lib/policy/paths/class-graph.ts';
import { UNPLACED } from '#lib/policy/paths/places.ts';
import { NO_PORTS } from '#lib/policy/port-set.ts';
import { classEnd } from './ends.ts';
import { nodesOfClass, tellingClasses } from './telling-classes.ts';
import { classOfPod, type WorkloadFacts } from './workload-facts.ts';

/** The two ends of a connection between two workloads, with what they may exchange: classes, or pods that share a node. */
export interface Connection {
  readonly from: SingleEnd;
  readonly to: SingleEnd;
  readonly relation: Relation;
}

/**
 * The first pair of classes of two workloads that connect, else the first pair of pods that share a node; undefined where
 * none does. A class on several nodes tells of a pair with the host network only what may hold on one of them, be it that
 * of a pod of another workload: there the own pods are asked (rows 58, 59).
 * @param within only pods of the classes that these stand for.
 */
export function connectionOf(
  model: PolicyModel,
  from: WorkloadFacts,
  to: WorkloadFacts,
  side: FollowedRelation,
  within: { readonly from?: number | undefined; readonly to?: number | undefined } = {},
): Connection | undefined {
  const sources = standingFor(model, tellingClasses(model, from, to), within.from);
  const targets = standingFor(model, tellingClasses(model, to, from), within.to);
  for (const source of sources) {
    for (const target of targets) {
      const ends = { from: classEnd(source), to: classEnd(target) };
      const relation = model.relation(ends.from, ends.to);
      if (relation[side] === NO_PORTS) continue;
      if (side === 'must' || !isSplit(model, source, target)) return { ...ends, relation };
      const found = podPair(model, from, to, [source, target], side);
      if (found !== undefined) return found;
    }
  }
  return atOneNode(model, from, to, [sources, targets], side);
}

function standingFor(model: PolicyModel, classes: readonly number[], only: number | undefined): readonly number[] {
  if (only === undefined) return classes;
  const representatives = hostRepresentatives(model);
  return classes.filter((id) => (representatives[id] ?? id) === only);
}

/** Whether pods of two classes connect otherwise where they share a node, and there are several. */
function isSplit(model: PolicyModel, source: number, target: number): boolean {
  if (!isMixed(model, source, target)) return false;
  return nodesOfClass(model, source).length > 1 || nodesOfClass(model, target).length > 1;
}

/** One of them is on the host network. */
function isMixed({ classes }: PolicyModel, source: number, target: number): boolean {
  return classes[source]?.hostNetwork !== classes[target]?.hostNetwork;
}

/** Of pods on several nodes none shares that of a pod on the host network for certain, and still one of them does (row 58). */
function atOneNode(
  model: PolicyModel,
  from: WorkloadFacts,
  to: WorkloadFacts,
  [sources, targets]: readonly [readonly number[], readonly number[]],
  side: FollowedRelation,
): Connection | undefined {
  for (const source of sources) {
    for (const target of targets) {
      if (!isMixed(model, source, target)) continue;
      const found = podPair(model, from, to, [source, target], side);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** The first of those pairs of pods of two classes that differ by whether they share a node. */
function podPair(
  model: PolicyModel,
  from: WorkloadFacts,
  to: WorkloadFacts,
  [source, target]: readonly [number, number],
  side: FollowedRelation,
): Connection | undefined {
  const [sources, targets] = [podsByNode(model, from, source), podsByNode(model, to, target)];
  for (const [pod, other] of examples(sources, targets)) {
    const ends = { from: { ...classEnd(source), pod }, to: { ...classEnd(target), pod: other } };
    const relation = model.relation(ends.from, ends.to);
    if (relation[side] !== NO_PORTS) return { ...ends, relation };
  }
  return undefined;
}

/** Node → a pod there. */
export type PodsByNode = ReadonlyMap<string, string>;

/** A pair on one node, one of which a pod is on none yet, and one on two nodes. */
function* examples(sources: PodsByNode, targets: PodsByNode): Generator<readonly [string, string], void, undefined> {
  const pairOn = (a: string | undefined, b: string | undefined): readonly (readonly [string, string])[] => {
    const [pod, other] = [sources.get(a ?? UNPLACED), targets.get(b ?? UNPLACED)];
    return pod === undefined || other === undefined ? [] : [[pod, other]];
  };
  const [few, many] = sources.size < targets.size ? [sources, targets] : [targets, sources];
  const shared = first(few.keys(), (node) => node !== UNPLACED && many.has(node));
  if (shared !== undefined) yield* pairOn(shared, shared);
  const [source, target] = [first(sources.keys()), first(targets.keys())];
  if (sources.has(UNPLACED)) yield* pairOn(UNPLACED, target);
  else if (targets.has(UNPLACED)) yield* pairOn(source, UNPLACED);
  for (const node of firstTwo(sources)) {
    const other = first(targets.keys(), (each) => each !== UNPLACED && each !== node);
    if (other === undefined) continue;
    yield* pairOn(node, other);
    return;
  }
}

function first(nodes: Iterable<string>, isMeant: (node: string) => boolean = () => true): string | undefined {
  for (const node of nodes) if (isMeant(node)) return node;
  return undefined;
}

/** One of two nodes differs from any third. */
function firstTwo(pods: PodsByNode): readonly string[] {
  const found: string[] = [];
  for (const node of pods.keys()) {
    if (node !== UNPLACED) found.push(node);
    if (found.length === 2) break;
  }
  return found;
}

const placed = new WeakMap<PolicyModel, Map<WorkloadFacts, ReadonlyMap<number, PodsByNode>>>();

/** Node → the first pod of a workload in one of its classes there; itself where it has none yet, at `UNPLACED`. */
export function podsByNode(model: PolicyModel, workload: WorkloadFacts, classId: number): PodsByNode {
  const ofModel = getOr(placed, model, () => new Map<WorkloadFacts, ReadonlyMap<number, PodsByNode>>());
  return getOr(ofModel, workload, () => firstPods(model, workload)).get(classId) ?? NO_PODS;
}

const NO_PODS: PodsByNode = new Map();

/** Class → node → pod. */
function firstPods(model: PolicyModel, workload: WorkloadFacts): ReadonlyMap<number, PodsByNode> {
  const { key, pods, classes } = workload;
  const found = new Map<number, Map<string, string>>();
  const place = (pod: string, node: string): void => {
    const id = classOfPod(model, workload, pod);
    if (id === undefined) return;
    const byNode = getOr(found, id, () => new Map<string, string>());
    if (!byNode.has(node)) byNode.set(node, pod);
  };
  for (const { metadata, spec } of pods) place(objectKey(metadata), spec.nodeName ?? UNPLACED);
  // Of its template, while no pod of it is running.
  for (const id of classes) if (!found.has(id)) found.set(id, new Map([[UNPLACED, key]]));
  return found;
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

function endsByNode(model: PolicyModel, workload: WorkloadFacts): EndsByNode {
  const found = new Map<string, Map<number, SingleEnd>>();
  for (const { metadata, spec } of workload.pods) {
    const pod = objectKey(metadata);
    const id = classOfPod(model, workload, pod);
    if (id === undefined || spec.nodeName === undefined) continue;
    const ends = getOr(found, spec.nodeName, () => new Map<number, SingleEnd>());
    if (!ends.has(id)) ends.set(id, { ...classEnd(id), pod });
  }
  return new Map([...found].map(([node, ends]) => [node, [...ends.values()]]));
}
