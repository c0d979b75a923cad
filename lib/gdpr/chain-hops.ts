import type { FollowedRelation } from '#lib/policy/paths/class-graph.ts';
import { portsJson } from '#lib/policy/port-set.ts';
import type { DependsReason } from '#lib/policy/types.ts';
import type { CheckContext } from './check.ts';
import type { WitnessHop } from './types.ts';
import { witnessHop } from './witness.ts';
import { connectionOf } from './workload-connection.ts';

/**
 * The hops of a chain of workloads, each certain where it is.
 * @param reasons why a hop depends is added here.
 */
export function chainHops(
  context: CheckContext,
  path: readonly string[],
  side: FollowedRelation,
  reasons: Set<DependsReason>,
): readonly WitnessHop[] {
  const workloads = path.flatMap((key) => context.workloads.get(key) ?? []);
  const hops: WitnessHop[] = [];
  for (const [i, to] of workloads.slice(1).entries()) {
    const from = workloads[i];
    if (from === undefined) continue;
    const certain = connectionOf(context.model, from, to, 'must');
    const connection = certain ?? (side === 'may' ? connectionOf(context.model, from, to, 'may') : undefined);
    if (connection === undefined) continue;
    const { relation } = connection;
    if (certain === undefined) for (const reason of relation.reasons) reasons.add(reason);
    hops.push(
      witnessHop(
        context,
        { end: connection.from, workload: from },
        { end: connection.to, workload: to },
        portsJson(certain === undefined ? relation.may : relation.must),
        certain === undefined ? 'depends' : 'allow',
      ),
    );
  }
  return hops;
}
