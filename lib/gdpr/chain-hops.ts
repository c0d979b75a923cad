import type { FollowedRelation } from '#lib/policy/paths/class-graph.ts';
import type { PathStep } from '#lib/policy/paths/path-vertices.ts';
import { portsJson } from '#lib/policy/port-set.ts';
import type { DependsReason } from '#lib/policy/types.ts';
import type { CheckContext } from './check.ts';
import type { WitnessHop } from './types.ts';
import { witnessHop } from './witness.ts';
import { connectionOf } from './workload-connection.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/**
 * The hops of a chain of workloads, each certain where it is between the very classes that the chain goes through.
 * @param reasons why a hop depends is added here.
 * @param isSure whether what is certain between two workloads is what the chain follows. Default: it is.
 */
export function chainHops(
  context: CheckContext,
  path: readonly PathStep[],
  side: FollowedRelation,
  reasons: Set<DependsReason>,
  isSure: (from: WorkloadFacts, to: WorkloadFacts) => boolean = () => true,
): readonly WitnessHop[] {
  const steps = path.flatMap(({ workload, classId }) => {
    const facts = context.workloads.get(workload);
    return facts === undefined ? [] : [{ facts, classId }];
  });
  const hops: WitnessHop[] = [];
  for (const [i, { facts: to, classId }] of steps.slice(1).entries()) {
    const step = steps[i];
    if (step === undefined) continue;
    const { facts: from } = step;
    const within = { from: step.classId, to: classId };
    const certain = isSure(from, to) ? connectionOf(context.model, from, to, 'must', within) : undefined;
    const connection = certain ?? (side === 'may' ? connectionOf(context.model, from, to, 'may', within) : undefined);
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
