import { isOpenBothWays, movedClasses } from '#lib/policy/compile-model.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { UNPLACED } from '#lib/policy/paths/places.ts';
import type { Asked } from './check.ts';
import type { WorkloadFacts } from './workload-facts.ts';

type Facts = ReadonlyMap<string, WorkloadFacts>;

const NOBODY: Asked = { workloads: new Set(), classes: new Set() };

/**
 * Whose connections may be others because pods stand on other nodes: a node, and who is on the host network there, connects
 * with its pods whatever policies say (rows 58, 59). That is those that moved, and whoever is on the host network of their
 * nodes; all others connect as before. Two workloads of one class may have changed places, so nodes are compared by workload too.
 * Undefined where more differs than replicas and their nodes.
 */
export function concernedByMoves(a: PolicyModel, before: Facts, b: PolicyModel, now: Facts): Asked | undefined {
  const moved = movedClasses(a, b);
  if (moved === undefined) return undefined;
  const nodes = new Set<string>();
  const classes = new Set(moved);
  const workloads = new Set<string>();
  for (const [key, workload] of now) {
    const known = before.get(key);
    if (known === workload) continue;
    const [was, is] = [nodesOf(known), nodesOf(workload)];
    const isMoved = workload.classes.some((id) => !isOpenBothWays(b, id)) && was.join() !== is.join();
    if (!isMoved) continue;
    workloads.add(key);
    for (const id of workload.classes) classes.add(id);
    for (const node of [...was, ...is]) nodes.add(node);
  }
  for (const id of moved) for (const node of [...placesOf(a, id), ...placesOf(b, id)]) nodes.add(node);
  if (nodes.size === 0) return NOBODY;
  for (const { id, hostNetwork } of b.classes) {
    if (!hostNetwork) continue;
    const isBeside = [...placesOf(a, id), ...placesOf(b, id)].some((node) => node === UNPLACED || nodes.has(node));
    if (isBeside || nodes.has(UNPLACED)) classes.add(id);
  }
  for (const [key, workload] of now) if (workload.classes.some((id) => classes.has(id))) workloads.add(key);
  return { workloads, classes };
}

function nodesOf(workload: WorkloadFacts | undefined): readonly string[] {
  return [...new Set((workload?.pods ?? []).map(({ spec }) => spec.nodeName ?? UNPLACED))].sort();
}

/** The nodes of a class; of one that has no pod yet, any. */
function placesOf({ classes, objects }: PolicyModel, id: number): readonly string[] {
  const { pods = [] } = classes[id] ?? {};
  return pods.length === 0 ? [UNPLACED] : pods.map((pod) => objects.pods.get(pod)?.spec.nodeName ?? UNPLACED);
}
