import type { JoinedEdge } from '#lib/flows/observed.ts';
import { parseCidr } from '#lib/policy/address.ts';
import type { CheckContext } from '../check.ts';
import type { DataMap, Recipient } from '../data-map/types.ts';
import { isOutside, type ObservedEnd, observedEnd } from '../observed-pairs.ts';
import { isRecipientOfData, recipientOfName } from '../recipients.ts';
import type { WorkloadFacts } from '../workload-facts.ts';

/** What was seen to pass, of the systems of one entry of the register. */
export interface RegisterObserved {
  /** Namespaces with workloads outside the entry that connected to a system. */
  readonly from: readonly string[];
  /** Declared recipients that a system connected to, by id. */
  readonly recipients: readonly string[];
  /** Other names and addresses outside that a system connected to: how many. */
  readonly others: number;
}

/** Undefined where no source of traffic observed anything. */
export function registerObserved(
  context: CheckContext,
  members: readonly WorkloadFacts[],
): RegisterObserved | undefined {
  if (context.observed === undefined) return undefined;
  const own = new Set(members);
  const from = new Set<string>();
  const recipients = new Set<string>();
  const others = new Set<string>();
  const isOwn = (end: ObservedEnd): boolean => end.type === 'workload' && own.has(end.workload);
  for (const edge of context.observed.joined().edges) {
    if (!isPassed(edge)) continue;
    const [client, server] = [observedEnd(context, edge.from), observedEnd(context, edge.to)];
    if (isOwn(server) && client.type === 'workload' && !own.has(client.workload)) from.add(client.workload.namespace);
    if (!isOwn(client) || !isOutside(server)) continue;
    const recipient = recipientOf(context.dataMap, server);
    if (recipient === undefined) others.add(edge.to);
    else if (isRecipientOfData(recipient)) recipients.add(recipient.id);
  }
  return { from: [...from].sort(), recipients: [...recipients].sort(), others: others.size };
}

/** It got through, and who began it is known. */
function isPassed({ seen }: JoinedEdge): boolean {
  return seen?.verdict === 'allowed' && !seen.directionUnknown;
}

function recipientOf(dataMap: DataMap, end: ObservedEnd): Recipient | undefined {
  if (end.type === 'name') return recipientOfName(dataMap, end.name);
  const met = end.type === 'address' ? parseCidr(end.cidr) : undefined;
  if (met === undefined) return undefined;
  return dataMap.recipients.find(({ cidrs }) =>
    cidrs.some((text) => {
      const cidr = parseCidr(text);
      return cidr?.family === met.family && cidr.first <= met.first && met.last <= cidr.last;
    }),
  );
}
