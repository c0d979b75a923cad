import type { FollowedRelation } from '#lib/policy/paths/class-graph.ts';
import type { CheckContext } from './check.ts';
import { lazily } from './lazily.ts';
import { groupNeighbours, type NeighbourGroup, type NeighbourGroups, type Way } from './neighbours.ts';
import { nodeConnections } from './workload-connection.ts';
import { isOnHost, type WorkloadFacts } from './workload-facts.ts';

/**
 * Who connects with whom for certain, pod by pod. The groups of `must` follow only what is certain on every node: where
 * pods run on several, one that shares the node of one on the host network connects with it all the same (row 58).
 * @param groupOf as for `groupNeighbours`.
 */
export function certainNeighbours(
  context: CheckContext,
  way: Way,
  groupOf: (workload: WorkloadFacts) => string | undefined,
): (workload: WorkloadFacts) => NeighbourGroups {
  const must = groupNeighbours(context, way, 'must', groupOf);
  const hosts = Map.groupBy([...context.workloads.values()].filter(isOnHost), groupOf);
  if (hosts.size === 0) return must;
  const may = lazily(() => groupNeighbours(context, way, 'may', groupOf));
  const connectHere = nodeConnections(context.model, 'must');
  return (workload) => {
    const certain = must(workload);
    const connects = (other: WorkloadFacts): boolean => {
      if (other.hostNetwork === workload.hostNetwork) return false;
      return way === 'out' ? connectHere(workload, other) : connectHere(other, workload);
    };
    const groups = new Map(certain);
    for (const [group, possible] of may()(workload)) {
      const asked = workload.hostNetwork ? possible : hosts.get(group);
      if (asked === undefined) continue;
      const sure = certain.get(group);
      const isCertain = (other: WorkloadFacts): boolean =>
        sure?.has(other) === true || (possible.has(other) && connects(other));
      const all = {
        *[Symbol.iterator]() {
          if (sure !== undefined) yield* sure;
          for (const other of asked) if (sure?.has(other) !== true && isCertain(other)) yield other;
        },
        has: isCertain,
      };
      if (sure !== undefined || !isEmpty(all)) groups.set(group, all);
    }
    return groups;
  };
}

export type Neighbours = (workload: WorkloadFacts) => NeighbourGroups;

/** Who connects with whom, pod by pod, for certain or perhaps; each asked for when somebody reads it. */
export function neighboursBySide(
  context: CheckContext,
  way: Way,
  groupOf: (workload: WorkloadFacts) => string | undefined,
): Readonly<Record<FollowedRelation, Neighbours>> {
  const must = lazily(() => certainNeighbours(context, way, groupOf));
  const may = lazily(() => groupNeighbours(context, way, 'may', groupOf));
  return { must: (workload) => must()(workload), may: (workload) => may()(workload) };
}

function isEmpty(group: NeighbourGroup): boolean {
  for (const _ of group) return false;
  return true;
}
