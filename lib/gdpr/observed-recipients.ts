import { parseCidr } from '#lib/policy/address.ts';
import { coversRanges } from '#lib/policy/address-ranges.ts';
import { protocolWord } from '#lib/text/en/observed-flow.ts';
import type { CheckContext } from './check.ts';
import { coversPort, declaredFlow, entriesFor, type FlowPort, matchesWorkload } from './data-map/match.ts';
import type { DataMap } from './data-map/types.ts';
import type { ObservedEnd, ObservedPair } from './observed-pairs.ts';
import { declaredRanges, recipientOfName } from './recipients.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** Who connects from outside, in flows of the DataMap. */
const INTERNET = 'internet';

/** Whether somebody outside is a declared recipient, by a name or by addresses. */
export function isDeclaredRecipient(dataMap: DataMap, end: ObservedEnd): boolean {
  if (end.type === 'name') return recipientOfName(dataMap, end.name) !== undefined;
  const cidr = end.type === 'address' ? parseCidr(end.cidr) : undefined;
  if (cidr === undefined) return false;
  const { family, first, last } = cidr;
  return coversRanges(declaredRanges(dataMap)[family], [{ first, last }]);
}

/** Whether the DataMap names an observed flow: as a flow, its server's consumer, or a recipient. */
export function isDeclaredPair(context: CheckContext, { edge, subject, direction, other }: ObservedPair): boolean {
  const { dataMap } = context;
  const port = edge.port === null ? undefined : { protocol: protocolWord(edge.protocol), port: edge.port };
  if (other.type !== 'workload') {
    if (isDeclaredRecipient(dataMap, other)) return true;
    return direction === 'ingress' && isDeclaredForInternet(dataMap, subject.key, port);
  }
  const [from, to] = direction === 'ingress' ? [other.workload, subject] : [subject, other.workload];
  return isDeclaredInside(dataMap, from, to, port);
}

/** Whether a flow between two workloads is declared: as one, or by who consumes the server's data. */
export function isDeclaredInside(
  dataMap: DataMap,
  from: Pick<WorkloadFacts, 'key'>,
  to: Pick<WorkloadFacts, 'key' | 'namespace' | 'kind' | 'name'>,
  port: FlowPort | undefined,
): boolean {
  if (declaredFlow(dataMap, from.key, to.key, port) !== undefined) return true;
  const consumers = entriesFor(dataMap, to).find((entry) => entry.consumers !== undefined)?.consumers ?? [];
  return consumers.some((reference) => matchesWorkload(reference, from.key));
}

/** Whether clients outside the cluster are declared for a workload (`ns/Kind/name`). */
export function isDeclaredForInternet({ flows }: DataMap, workload: string, port: FlowPort | undefined): boolean {
  return flows.some((flow) => flow.from === INTERNET && matchesWorkload(flow.to, workload) && coversPort(flow, port));
}
