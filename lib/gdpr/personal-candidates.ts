import { getOr } from '#lib/get-or.ts';
import { hostRepresentatives } from '#lib/policy/host-classes.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { UNPLACED } from '#lib/policy/paths/places.ts';
import type { CheckContext } from './check.ts';
import { lazily } from './lazily.ts';
import { nodePairs } from './node-pairs.ts';
import { personalNeighbours, personalWorkloads } from './personal-neighbours.ts';
import { type PodsByNode, podsByNode } from './workload-connection.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/**
 * Of those with personal data the few of whom a workload has to be asked, so that whoever connects with it and is the most
 * sensitive is among them: who shares a node with it, the best neighbours of its classes off the host network, and of
 * those on it that differ by their node only some on different nodes. The most sensitive first.
 *
 * It rests on this: a shared node only ever lets more pass (rows 58, 59; `exception` in `reachability.ts`), so that whoever
 * connects on another node tells of all that are elsewhere, and those who share a node are asked one by one.
 */
export function personalCandidates(
  context: CheckContext,
  asks: (classId: number) => boolean,
): (workload: WorkloadFacts) => readonly WorkloadFacts[] {
  const ranks = lazily(() => new Map(personalWorkloads(context).map((workload, rank) => [workload, rank])));
  const neighbours = lazily(() => personalNeighbours(context, { asks, counts: ({ hostNetwork }) => !hostNetwork }));
  const telling = lazily(() => tellingByClass(context));
  return (workload) => {
    const found = new Set<WorkloadFacts>();
    for (const { workload: other } of nodePairs(context, workload)) found.add(other);
    for (const id of workload.classes) {
      const best = neighbours().get(id);
      if (best !== undefined) found.add(best.workload);
    }
    const asked = workload.hostNetwork ? telling().all : telling().onHost;
    for (const other of asked) found.add(other);
    found.delete(workload);
    const rankOf = (other: WorkloadFacts): number | undefined => ranks().get(other);
    return [...found]
      .filter((other) => rankOf(other) !== undefined)
      .sort((a, b) => (rankOf(a) as number) - (rankOf(b) as number));
  };
}

/** Those of whom the others of their class tell nothing new, but for who shares a node. */
function tellingByClass(context: CheckContext) {
  const { model } = context;
  const representatives = hostRepresentatives(model);
  const chosen = new Map<number, Chosen>();
  for (const workload of personalWorkloads(context)) {
    for (const id of workload.classes) {
      const ofClass = getOr(chosen, representatives[id] ?? id, (): Chosen => ({ hostNetwork: isOnHost(model, id) }));
      choose(ofClass, workload, podsByNode(model, workload, id));
    }
  }
  const listOf = (classes: Iterable<Chosen>): readonly WorkloadFacts[] => [
    ...new Set(
      [...classes].flatMap(({ first, elsewhere, unplaced }) =>
        [first, elsewhere, unplaced].flatMap((each) => each ?? []),
      ),
    ),
  ];
  const all = [...chosen.values()];
  const isMixed = ({ hostNetwork, classes }: WorkloadFacts): boolean =>
    hostNetwork && classes.some((id) => !isOnHost(model, id));
  return {
    all: listOf(all),
    onHost: [...listOf(all.filter(({ hostNetwork }) => hostNetwork)), ...personalWorkloads(context).filter(isMixed)],
  };
}

/** The most sensitive of a class, the first on another node than it, and the first that is on none yet. */
interface Chosen {
  readonly hostNetwork: boolean;
  first?: WorkloadFacts;
  nodes?: PodsByNode;
  elsewhere?: WorkloadFacts;
  unplaced?: WorkloadFacts;
}

function choose(chosen: Chosen, workload: WorkloadFacts, nodes: PodsByNode): void {
  if (nodes.has(UNPLACED)) chosen.unplaced ??= workload;
  if (chosen.first === undefined) {
    chosen.first = workload;
    chosen.nodes = nodes;
  } else if (chosen.elsewhere === undefined && [...nodes.keys()].some((node) => !chosen.nodes?.has(node))) {
    chosen.elsewhere = workload;
  }
}

function isOnHost({ classes }: PolicyModel, id: number): boolean {
  return classes[id]?.hostNetwork === true;
}
