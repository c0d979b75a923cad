import type { SingleEnd } from '#lib/policy/model.ts';
import type { FollowedRelation } from '#lib/policy/paths/class-graph.ts';
import { hasPort, NO_PORTS, type PortSet, portRange, subtractPorts } from '#lib/policy/port-set.ts';
import type { CheckContext } from './check.ts';
import { matchesWorkload } from './data-map/match.ts';
import type { DataMap, DeclaredFlow } from './data-map/types.ts';
import { classEnd } from './ends.ts';
import { nodePairsWith } from './node-pairs.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** The flows of the DataMap that lead to a workload, or from it. */
export function flowsOf(map: DataMap, end: 'from' | 'to', workload: string): readonly DeclaredFlow[] {
  return map.flows.filter((flow) => matchesWorkload(flow[end], workload));
}

/**
 * Whether declared flows cover a connection between two workloads: all that is allowed on ports that the target serves;
 * all that is allowed at all where nothing is known to be served.
 * @param flows those to `to`, or those from `from`.
 */
export function isDeclared(
  context: CheckContext,
  flows: readonly DeclaredFlow[],
  from: WorkloadFacts,
  to: WorkloadFacts,
  side: FollowedRelation,
): boolean {
  const own = flows.filter((flow) => matchesWorkload(flow.from, from.key) && matchesWorkload(flow.to, to.key));
  if (own.length === 0) return false;
  if (own.some(({ ports }) => ports.length === 0)) return true;
  const covers = (source: SingleEnd, target: SingleEnd): boolean =>
    undeclaredPorts(context.model.relation(source, target)[side], own, to) === NO_PORTS;
  if (!from.classes.every((source) => to.classes.every((target) => covers(classEnd(source), classEnd(target)))))
    return false;
  // On one node they may exchange more (rows 58, 59).
  const beside = nodePairsWith(context, from).get(to) ?? [];
  return beside.every((pair) => covers(pair.own, pair.other));
}

/** What of some ports no flow names; of a target whose ports are known, those only. */
function undeclaredPorts(ports: PortSet, flows: readonly DeclaredFlow[], to: WorkloadFacts): PortSet {
  let left = ports;
  for (const flow of flows) {
    for (const { protocol, port } of flow.ports) left = subtractPorts(left, portRange(protocol, port, port));
  }
  if (to.served.length === 0) return left;
  const open = to.served.filter(({ protocol, port }) => hasPort(left, protocol, port));
  return open.length === 0 ? NO_PORTS : left;
}
