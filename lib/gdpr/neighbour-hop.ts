import type { Direction } from '#lib/kube/objects.ts';
import type { FollowedRelation } from '#lib/policy/paths/class-graph.ts';
import { portsJson } from '#lib/policy/port-set.ts';
import type { DependsReason, PortsJson } from '#lib/policy/types.ts';
import type { CheckContext } from './check.ts';
import { type ServedPort, withinServed } from './served-ports.ts';
import type { WitnessHop } from './types.ts';
import { witnessHop } from './witness.ts';
import { connectionOf } from './workload-connection.ts';
import type { WorkloadFacts } from './workload-facts.ts';

export interface NeighbourHop {
  readonly peer: WorkloadFacts;
  readonly ports: PortsJson;
  /** Why it depends; empty where it is certain. */
  readonly reasons: readonly DependsReason[];
  readonly hop: WitnessHop;
}

/**
 * The hop between a workload and the first of some neighbours that the engine connects with it.
 * @param direction `ingress`: from the neighbour to the workload.
 * @param served ports that are told before others, where some of them are open.
 */
export function neighbourHop(
  context: CheckContext,
  workload: WorkloadFacts,
  direction: Direction,
  side: FollowedRelation,
  neighbours: Iterable<WorkloadFacts>,
  served: readonly ServedPort[] = [],
): NeighbourHop | undefined {
  for (const peer of neighbours) {
    const [from, to] = direction === 'ingress' ? [peer, workload] : [workload, peer];
    const connection = connectionOf(context.model, from, to, side);
    if (connection === undefined) continue;
    const open = connection.relation[side];
    const ports = withinServed(open, served) ?? portsJson(open);
    const hop = witnessHop(
      context,
      { end: connection.from, workload: from },
      { end: connection.to, workload: to },
      ports,
      side === 'may' ? 'depends' : 'allow',
    );
    return { peer, ports, reasons: side === 'may' ? connection.relation.reasons : [], hop };
  }
  return undefined;
}
