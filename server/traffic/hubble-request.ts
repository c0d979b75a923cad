import { EVENT, IDENTITY, TRACE_POINT } from '#lib/flows/hubble-flow.ts';
import { encodeRequest } from './hubble-proto.ts';

/**
 * Decisions of policies, drops, and names. Workloads that no policy selects have no decisions: of them, what arrives at
 * an endpoint, and what leaves for outside the cluster. What repeats another event is told apart when it is read.
 */
const WHITELIST = [
  { event_type: [{ type: EVENT.policyVerdict }, { type: EVENT.drop }] },
  { event_type: [{ type: EVENT.layer7 }], protocol: ['dns'] },
  { event_type: [{ type: EVENT.trace, match_sub_type: true, sub_type: 0 }] },
  {
    event_type: [TRACE_POINT.TO_STACK, TRACE_POINT.TO_NETWORK].map((sub_type) => ({
      type: EVENT.trace,
      match_sub_type: true,
      sub_type,
    })),
    destination_label: ['reserved:world', 'reserved:world-ipv4', 'reserved:world-ipv6'],
  },
];

/** Answers of DNS are replies and are wanted: only other replies are left out. */
const BLACKLIST = [
  { event_type: [{ type: EVENT.trace }], reply: [true] },
  { source_identity: [IDENTITY.health] },
  { destination_identity: [IDENTITY.health] },
];

/** What is read of a flow: a third of its bytes. URLs, HTTP headers and labels are not asked for. */
const FIELDS = [
  'time',
  'uuid',
  'verdict',
  'drop_reason',
  'drop_reason_desc',
  'IP',
  'l4',
  'source.ID',
  'source.identity',
  'source.namespace',
  'source.pod_name',
  'source.workloads',
  'destination.ID',
  'destination.identity',
  'destination.namespace',
  'destination.pod_name',
  'destination.workloads',
  'Type',
  'node_name',
  'source_names',
  'destination_names',
  'l7.type',
  'l7.dns',
  'event_type',
  'source_service',
  'destination_service',
  'traffic_direction',
  'trace_observation_point',
  'trace_reason',
  'is_reply',
  'egress_allowed_by',
  'ingress_allowed_by',
  'egress_denied_by',
  'ingress_denied_by',
  'aggregate',
];

/**
 * The subscription: from `since` (milliseconds by the nodes' clocks) on, or from now on, without end. `masked` is false
 * for a relay that refuses the mask, since it is older than one of the fields.
 */
export function flowsRequest(since: number | undefined, masked: boolean): Buffer {
  return encodeRequest({
    follow: true,
    ...(since === undefined
      ? {}
      : { since: { seconds: Math.floor(since / 1_000), nanos: (since % 1_000) * 1_000_000 } }),
    whitelist: WHITELIST,
    blacklist: BLACKLIST,
    ...(masked ? { field_mask: { paths: FIELDS } } : {}),
  });
}
