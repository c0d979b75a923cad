import type { JoinedEndView } from '#lib/api/observed-schemas.ts';
import { type JoinEnd, parseEnd } from '#lib/flows/join/end-of-flow.ts';
import type { DataMap, Recipient } from '#lib/gdpr/data-map/types.ts';
import { recipientOfName, recipientRanges } from '#lib/gdpr/recipients.ts';
import { formatAddress } from '#lib/policy/address.ts';
import { coversRanges } from '#lib/policy/address-ranges.ts';
import { ENDS_OF_TRAFFIC } from '#lib/text/en/observed.ts';
import type { Analysis } from './analysis.ts';

/** One end of an observed edge as people read it. */
export function joinedEndView(analysis: Analysis, text: string): JoinedEndView {
  const end = parseEnd(text);
  const { type } = end;
  switch (end.type) {
    case 'workload': {
      const [namespace = '', kind = '', ...name] = end.key.split('/');
      const isGone = analysis.model.classesOfWorkload(end.key).size === 0;
      const { dataClass, basis } = analysis.classificationOf(end.key);
      return {
        ...{ type: end.type, label: name.join('/'), namespace, kind },
        ...(isGone ? { gone: true as const } : { dataClass, basis }),
      };
    }
    case 'service': {
      const [namespace = '', name = ''] = end.key.split('/');
      return { type: end.type, label: name, namespace, kind: 'Service' };
    }
    case 'host':
      return { type: end.type, label: end.node ?? ENDS_OF_TRAFFIC.someHost };
    case 'unknown':
      return { type, label: ENDS_OF_TRAFFIC.unknown };
    case 'name':
    case 'address': {
      const recipient = recipientOfEnd(analysis.dataMapInForce?.dataMap, end);
      return {
        ...{ type: end.type, label: end.type === 'name' ? end.name : addressLabel(end) },
        ...(recipient === undefined
          ? {}
          : { recipient: { id: recipient.id, name: recipient.legalEntity ?? recipient.id } }),
      };
    }
  }
}

/** The recipient that people declared for an end outside. */
export function recipientOfEnd(map: DataMap | undefined, end: JoinEnd): Recipient | undefined {
  if (map === undefined) return undefined;
  if (end.type === 'name') return recipientOfName(map, end.name);
  if (end.type !== 'address') return undefined;
  const { family, first, last } = end.block;
  return map.recipients.find((recipient) => coversRanges(recipientRanges(recipient)[family], [{ first, last }]));
}

/** A single address without its `/32`. */
function addressLabel({ block: { family, first, last } }: Extract<JoinEnd, { type: 'address' }>): string {
  if (first === last) return formatAddress(family, first);
  const hostBits = (last - first + 1n).toString(2).length - 1;
  return `${formatAddress(family, first)}/${(family === 'IPv4' ? 32 : 128) - hostBits}`;
}

/** The end as gaps and the map write it; undefined where they have no such end. */
export function mapEndOf(text: string): string | undefined {
  const end = parseEnd(text);
  if (end.type === 'workload') return end.key;
  return end.type === 'name' || end.type === 'address' ? 'internet' : undefined;
}
