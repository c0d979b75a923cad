import { parseEnd } from '#lib/flows/join/end-of-flow.ts';
import { protocolName } from '#lib/flows/join/judge-pair.ts';
import type { JoinedEdge } from '#lib/flows/observed.ts';
import { coversPort, matchesWorkload } from '#lib/gdpr/data-map/match.ts';
import type { Recipient } from '#lib/gdpr/data-map/types.ts';
import { isDeclaredForInternet, isDeclaredInside, isDeclaredRecipient } from '#lib/gdpr/observed-recipients.ts';
import type { Analysis } from './analysis.ts';
import { recipientOfEnd } from './joined-end.ts';

/**
 * Whether people declared this flow: between these workloads and on this port, of clients outside to this workload, or
 * from this workload to the recipient that the end outside is (that the recipient is declared at all, as OBS-002 asks,
 * is not enough). Undefined where there is no DataMap, where neither could be declared, or where nobody can say.
 */
export function isDeclaredEdge(
  { dataMapInForce }: Analysis,
  { from, to, port, protocol }: JoinedEdge,
): boolean | undefined {
  const map = dataMapInForce?.dataMap;
  const [source, target] = [parseEnd(from), parseEnd(to)];
  if (map === undefined) return undefined;
  const name = protocolName(protocol);
  const asked = port === null || name === undefined ? undefined : { protocol: name, port };
  if (source.type !== 'workload') {
    const isOutside = source.type === 'name' || source.type === 'address';
    if (!isOutside || target.type !== 'workload') return undefined;
    // no flow can be declared from a recipient: that it is one is all that people can say
    const client = source.type === 'name' ? source : ({ type: 'address', cidr: from.slice('ip:'.length) } as const);
    return isDeclaredRecipient(map, client) || isDeclaredForInternet(map, target.key, asked);
  }
  if (target.type === 'workload') {
    const [namespace = '', kind = '', ...rest] = target.key.split('/');
    return isDeclaredInside(map, source, { key: target.key, namespace, kind, name: rest.join('/') }, asked);
  }
  if (target.type !== 'name' && target.type !== 'address') return undefined;
  const flows = map.flows.filter((flow) => matchesWorkload(flow.from, source.key) && coversPort(flow, asked));
  const recipient = recipientOfEnd(map, target);
  if (recipient !== undefined) return flows.some(({ to }) => to === `recipient:${recipient.id}`);
  // by which addresses it went nobody kept: it may be a recipient that is declared by its addresses alone
  const isPerhaps = target.type === 'name' && flows.some(({ to }) => map.recipients.some(isByAddress(to)));
  return isPerhaps ? undefined : false;
}

const isByAddress =
  (to: string) =>
  ({ id, cidrs, fqdns }: Recipient): boolean =>
    to === `recipient:${id}` && cidrs.length > 0 && fqdns.length === 0;
