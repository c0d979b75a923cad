import { parseCidr } from '#lib/policy/address.ts';
import { coversRanges } from '#lib/policy/address-ranges.ts';
import { protocolWord } from '#lib/text/en/observed-flow.ts';
import type { CheckContext } from './check.ts';
import { declaredFlow, matchesWorkload } from './data-map/match.ts';
import type { DataMap } from './data-map/types.ts';

import type { ObservedEnd, ObservedPair } from './observed-pairs.ts';
import { declaredRanges, recipientOfName } from './recipients.ts';

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
  if (other.type !== 'workload') {
    if (isDeclaredRecipient(dataMap, other)) return true;
    const fromInternet = ({ from, to }: DataMap['flows'][number]) =>
      from === INTERNET && matchesWorkload(to, subject.key);
    return direction === 'ingress' && dataMap.flows.some(fromInternet);
  }
  const [from, to] = direction === 'ingress' ? [other.workload, subject] : [subject, other.workload];
  const port = edge.port === null ? undefined : { protocol: protocolWord(edge.protocol), port: edge.port };
  if (declaredFlow(dataMap, from.key, to.key, port) !== undefined) return true;
  return (context.dataOf(to).consumers?.value ?? []).some((reference) => matchesWorkload(reference, from.key));
}
