import { getOr } from '#lib/get-or.ts';
import { hostRepresentatives } from '#lib/policy/host-classes.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { UNPLACED } from '#lib/policy/paths/places.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** So few are asked one by one. */
const FEW = 8;

/** Places in the classes of a workload. */
interface Telling {
  /** Off the host network or on no node yet, or the first of those that differ by their node only. */
  readonly always: readonly number[];
  readonly byNode: ReadonlyMap<string, readonly number[]>;
}

interface OfModel {
  readonly telling: Map<WorkloadFacts, Telling>;
  /** Class → the nodes of its pods, and `UNPLACED` where one may come to any. */
  readonly nodes: (readonly string[] | undefined)[];
}

const known = new WeakMap<PolicyModel, OfModel>();

/**
 * The classes of a workload that connect otherwise with another one than those before them, in their order: an agent is a
 * class on each of thousands of nodes, and only those that may share a node with the other say more than the first.
 */
export function tellingClasses(model: PolicyModel, workload: WorkloadFacts, other: WorkloadFacts): readonly number[] {
  const { classes } = workload;
  if (classes.length <= FEW) return classes;
  const ofModel = knownOf(model);
  const { always, byNode } = getOr(ofModel.telling, workload, () => sortOut(model, classes, ofModel));
  const places = new Set(always);
  for (const id of other.classes) {
    for (const node of nodesOf(model, id, ofModel)) {
      if (node === UNPLACED) return classes;
      for (const place of byNode.get(node) ?? []) places.add(place);
    }
  }
  return [...places].sort((a, b) => a - b).map((place) => classes[place] as number);
}

/** The nodes of the pods of a class, and `UNPLACED` where one may come to any. */
export function nodesOfClass(model: PolicyModel, id: number): readonly string[] {
  return nodesOf(model, id, knownOf(model));
}

function knownOf(model: PolicyModel): OfModel {
  return getOr(known, model, (): OfModel => ({ telling: new Map(), nodes: [] }));
}

function sortOut(model: PolicyModel, classes: readonly number[], ofModel: OfModel): Telling {
  const representatives = hostRepresentatives(model);
  const first = new Set<number>();
  const always: number[] = [];
  const byNode = new Map<string, number[]>();
  for (const [place, id] of classes.entries()) {
    const [node = UNPLACED, ...more] = nodesOf(model, id, ofModel);
    const isPlaced = model.classes[id]?.hostNetwork === true && more.length === 0 && node !== UNPLACED;
    const representative = representatives[id] ?? id;
    if (!isPlaced || !first.has(representative)) always.push(place);
    if (!isPlaced) continue;
    first.add(representative);
    getOr(byNode, node, (): number[] => []).push(place);
  }
  return { always, byNode };
}

function nodesOf({ classes, objects }: PolicyModel, id: number, { nodes }: OfModel): readonly string[] {
  let found = nodes[id];
  if (found === undefined) {
    const { pods = [], podlessWorkloads = [] } = classes[id] ?? {};
    const placed = pods.map((pod) => objects.pods.get(pod)?.spec.nodeName ?? UNPLACED);
    found = [...new Set(podlessWorkloads.length > 0 ? [...placed, UNPLACED] : placed)];
    nodes[id] = found;
  }
  return found;
}
