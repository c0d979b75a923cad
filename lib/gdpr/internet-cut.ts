import type { FollowedRelation } from '#lib/policy/paths/class-graph.ts';
import { type MinimumCut, minimumCut } from '#lib/policy/paths/minimum-cut.ts';
import type { CheckContext } from './check.ts';
import { arrivedAt } from './entered.ts';
import { INTERNET, withoutPods } from './internet-chains.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/**
 * The fewest connections, the internet's own among them; where equally few are inside the cluster, those.
 */
export function smallestCut(
  context: CheckContext,
  workload: WorkloadFacts,
  side: FollowedRelation,
): MinimumCut | undefined {
  const options = { relation: side, entered: arrivedAt(context, side), avoiding: withoutPods(context) };
  const all = minimumCut(context.model, [INTERNET], [workload.key], options);
  const inside = cutInside(context, workload, side);
  return inside !== undefined && all !== undefined && inside.connections <= all.connections ? inside : all;
}

/** Between the workloads where the internet arrives and the data; undefined where it arrives at the data itself. */
export function cutInside(
  context: CheckContext,
  workload: WorkloadFacts,
  side: FollowedRelation,
): MinimumCut | undefined {
  const first = arrivedAt(context, side);
  if (first.has(workload.key)) return undefined;
  return minimumCut(context.model, first, [workload.key], { relation: side, avoiding: withoutPods(context) });
}
