import type { ApiEgressRule } from '#lib/kube/objects.ts';
import { parseCidr } from '#lib/policy/address.ts';
import type { CheckContext } from './check.ts';
import type { DeclaredFlow } from './data-map/types.ts';
import { flowsOf } from './declared-connections.ts';
import type { WorkloadFacts } from './workload-facts.ts';

const RECIPIENT = 'recipient:';

/** The recipients that declared flows from a workload name, as rules by their addresses. */
export interface DeclaredRecipients {
  readonly rules: readonly ApiEgressRule[];
  /** Ids of those that have addresses. */
  readonly kept: readonly string[];
  /** Ids of those declared by name alone, which no NetworkPolicy can mean. */
  readonly byName: readonly string[];
}

/**
 * What declared flows from a workload to recipients need of an allow list, one rule for each flow.
 * @param within ports of the rule that is being narrowed: a flow gets no other; absent: all.
 */
export function declaredRecipients(
  { dataMap }: CheckContext,
  workload: WorkloadFacts,
  within?: ApiEgressRule['ports'],
): DeclaredRecipients {
  const rules: ApiEgressRule[] = [];
  const kept = new Set<string>();
  const byName = new Set<string>();
  for (const flow of flowsOf(dataMap, 'from', workload.key)) {
    const recipient = dataMap.recipients.find(({ id }) => flow.to === `${RECIPIENT}${id}`);
    if (recipient === undefined) continue;
    const cidrs = recipient.cidrs.filter((cidr) => parseCidr(cidr) !== undefined);
    if (cidrs.length === 0) {
      byName.add(recipient.id);
      continue;
    }
    const ports = portsOf(flow, within);
    if (ports?.length === 0) continue;
    kept.add(recipient.id);
    rules.push({ to: cidrs.map((cidr) => ({ ipBlock: { cidr } })), ...(ports === undefined ? {} : { ports }) });
  }
  return { rules, kept: [...kept].sort(), byName: [...byName].sort() };
}

/** A flow without ports means all that the rule had; an empty list: none of them is the rule's. */
function portsOf({ ports }: DeclaredFlow, within: ApiEgressRule['ports']): ApiEgressRule['ports'] {
  if (ports.length === 0) return within;
  if (within === undefined) return ports;
  return ports.filter(({ protocol, port }) =>
    within.some(
      (each) =>
        (each.protocol ?? 'TCP') === protocol &&
        (each.port === undefined ||
          each.port === port ||
          (typeof each.port === 'number' && each.port <= port && port <= (each.endPort ?? each.port))),
    ),
  );
}
