import type { FollowedRelation } from '#lib/policy/paths/class-graph.ts';
import type { CheckContext } from './check.ts';
import { connectionOf, nodeConnections } from './workload-connection.ts';
import { isOnHost } from './workload-facts.ts';

/**
 * Whether two workloads connect, for walks over classes: those on the host network that differ by their node only are one
 * there, and who shares a node counts (rows 58, 59). Undefined where nobody is on the host network: classes tell all.
 */
export function exactSteps(
  { model, workloads }: CheckContext,
  relation: FollowedRelation,
): ((from: string, to: string) => boolean) | undefined {
  if (![...workloads.values()].some(isOnHost)) return undefined;
  const connectHere = nodeConnections(model, relation);
  return (a, b) => {
    const [from, to] = [workloads.get(a), workloads.get(b)];
    if (from === undefined || to === undefined) return false;
    if (!from.hostNetwork && !to.hostNetwork) return true;
    return connectHere(from, to) || connectionOf(model, from, to, relation) !== undefined;
  };
}
