import {
  DIRECTION,
  FLOW_TYPE,
  type HubbleDns,
  type HubbleEndpoint,
  type HubbleEvent,
  type HubbleFlow,
  type HubbleLayer4,
  type HubblePolicy,
  type HubblePorts,
  type HubbleTime,
  L7_TYPE,
  LOST_AT,
  NODE_STATE,
  POLICY_DROP,
  TRACE_POINT,
  TRACE_REASON,
  VERDICT,
} from './hubble-flow.ts';
import {
  countAt,
  isRecord,
  listAt,
  type RawRecord,
  recordAt,
  textAt,
  textsAt,
  timeOf,
  wholeAt,
} from './loose-fields.ts';

/** Whether a line of JSON is one of an exporter's file or of `hubble observe -o jsonpb`. */
export function isHubbleJson(raw: RawRecord): boolean {
  if (isRecord(raw.flow)) return isFlow(raw.flow);
  return isRecord(raw.node_status) || isRecord(raw.lost_events) || raw.agent_event !== undefined || isBareFlow(raw);
}

/** `hubble observe -o json` of older versions writes the flow alone. */
function isBareFlow(raw: RawRecord): boolean {
  return isFlow(raw) && (isRecord(raw.IP) || isRecord(raw.event_type));
}

function isFlow(raw: RawRecord): boolean {
  return raw.verdict !== undefined || raw.event_type !== undefined || raw.IP !== undefined || raw.l4 !== undefined;
}

/**
 * A line as the message that it was written from. Enums may be names or numbers, 64 bits text, and anything may be
 * missing; an enum's name that is not known here counts as one that says nothing.
 */
export function readHubbleJson(raw: RawRecord): HubbleEvent {
  const flow = recordAt(raw, 'flow') ?? (isBareFlow(raw) ? raw : undefined);
  const status = recordAt(raw, 'node_status');
  const lost = recordAt(raw, 'lost_events');
  const time = timeAt(raw, 'time');
  return {
    node_name: textAt(raw, 'node_name'),
    ...(time === undefined ? {} : { time }),
    ...(flow === undefined ? {} : { flow: flowOf(flow, time) }),
    ...(status === undefined
      ? {}
      : {
          node_status: {
            state_change: enumAt(status, 'state_change', NODE_STATE),
            node_names: textsAt(status, 'node_names'),
            message: textAt(status, 'message'),
          },
        }),
    ...(lost === undefined
      ? {}
      : {
          lost_events: {
            source: enumAt(lost, 'source', LOST_AT),
            num_events_lost: numberAt(lost, 'num_events_lost') ?? 0,
            first: timeAt(lost, 'first'),
            last: timeAt(lost, 'last'),
          },
        }),
  };
}

function flowOf(flow: RawRecord, told: HubbleTime | undefined): HubbleFlow {
  const ip = recordAt(flow, 'IP');
  const l7 = recordAt(flow, 'l7');
  const event = recordAt(flow, 'event_type');
  return {
    time: timeAt(flow, 'time') ?? told,
    uuid: textAt(flow, 'uuid'),
    verdict: enumAt(flow, 'verdict', VERDICT),
    drop_reason: wholeAt(flow, 'drop_reason'),
    drop_reason_desc: enumAt(flow, 'drop_reason_desc', POLICY_DROP),
    IP: ip && {
      source: textAt(ip, 'source'),
      destination: textAt(ip, 'destination'),
      encrypted: ip.encrypted === true,
    },
    l4: layer4Of(recordAt(flow, 'l4')),
    source: endpointOf(recordAt(flow, 'source')),
    destination: endpointOf(recordAt(flow, 'destination')),
    Type: enumAt(flow, 'Type', FLOW_TYPE),
    node_name: textAt(flow, 'node_name'),
    source_names: textsAt(flow, 'source_names'),
    destination_names: textsAt(flow, 'destination_names'),
    l7: l7 && { type: enumAt(l7, 'type', L7_TYPE), dns: dnsOf(recordAt(l7, 'dns')) },
    event_type: event && { type: wholeAt(event, 'type'), sub_type: wholeAt(event, 'sub_type') },
    source_service: serviceOf(recordAt(flow, 'source_service')),
    destination_service: serviceOf(recordAt(flow, 'destination_service')),
    traffic_direction: enumAt(flow, 'traffic_direction', DIRECTION),
    trace_observation_point: enumAt(flow, 'trace_observation_point', TRACE_POINT),
    trace_reason: enumAt(flow, 'trace_reason', TRACE_REASON),
    is_reply: typeof flow.is_reply === 'boolean' ? { value: flow.is_reply } : undefined,
    egress_allowed_by: policiesAt(flow, 'egress_allowed_by'),
    ingress_allowed_by: policiesAt(flow, 'ingress_allowed_by'),
    egress_denied_by: policiesAt(flow, 'egress_denied_by'),
    ingress_denied_by: policiesAt(flow, 'ingress_denied_by'),
    aggregate: aggregateOf(recordAt(flow, 'aggregate')),
  };
}

/** Any number above those that are known, so that nothing takes it for one of them or for "not told". */
const SOME_OTHER = 65_535;

function enumAt(record: RawRecord, key: string, names: Readonly<Record<string, number>>): number | undefined {
  const value = record[key];
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? value : SOME_OTHER;
  if (typeof value !== 'string' || value === '') return undefined;
  if (Object.hasOwn(names, value)) return names[value];
  if (/^\d{1,9}$/.test(value)) return Number(value);
  return value.includes('UNKNOWN') ? 0 : SOME_OTHER;
}

/** NaN where something stands there that cannot be counted, so that nobody takes it for none. */
function numberAt(record: RawRecord, key: string): number | undefined {
  const count = countAt(record, key);
  return count === null ? Number.NaN : count;
}

function timeAt(record: RawRecord, key: string): HubbleTime | undefined {
  const millis = timeOf(record[key]);
  if (millis === undefined) return undefined;
  return { seconds: Math.floor(millis / 1_000), nanos: (millis - Math.floor(millis / 1_000) * 1_000) * 1_000_000 };
}

function layer4Of(l4: RawRecord | undefined): HubbleLayer4 | undefined {
  if (l4 === undefined) return undefined;
  const tcp = recordAt(l4, 'TCP');
  const flags = tcp && recordAt(tcp, 'flags');
  return {
    TCP: tcp && { ...portsOf(tcp), flags: flags && { SYN: flags.SYN === true, ACK: flags.ACK === true } },
    UDP: portsOf(recordAt(l4, 'UDP')),
    SCTP: portsOf(recordAt(l4, 'SCTP')),
    ICMPv4: recordAt(l4, 'ICMPv4'),
    ICMPv6: recordAt(l4, 'ICMPv6'),
  };
}

function portsOf<Given extends RawRecord | undefined>(record: Given): HubblePorts | (Given & undefined) {
  return (
    record && { source_port: wholeAt(record, 'source_port'), destination_port: wholeAt(record, 'destination_port') }
  );
}

function endpointOf(endpoint: RawRecord | undefined): HubbleEndpoint | undefined {
  if (endpoint === undefined) return undefined;
  return {
    ID: wholeAt(endpoint, 'ID'),
    identity: wholeAt(endpoint, 'identity'),
    namespace: textAt(endpoint, 'namespace'),
    labels: textsAt(endpoint, 'labels'),
    pod_name: textAt(endpoint, 'pod_name'),
    workloads: listAt(endpoint, 'workloads').map((item) => ({
      name: textAt(item, 'name'),
      kind: textAt(item, 'kind'),
    })),
  };
}

function dnsOf(dns: RawRecord | undefined): HubbleDns | undefined {
  return dns && { query: textAt(dns, 'query'), ips: textsAt(dns, 'ips') };
}

function serviceOf(service: RawRecord | undefined): HubbleFlow['destination_service'] {
  return service && { name: textAt(service, 'name'), namespace: textAt(service, 'namespace') };
}

function policiesAt(flow: RawRecord, key: string): readonly HubblePolicy[] {
  return listAt(flow, key).map((policy) => ({
    name: textAt(policy, 'name'),
    namespace: textAt(policy, 'namespace'),
    kind: textAt(policy, 'kind'),
  }));
}

function aggregateOf(aggregate: RawRecord | undefined): HubbleFlow['aggregate'] {
  return (
    aggregate && {
      ingress_flow_count: numberAt(aggregate, 'ingress_flow_count'),
      egress_flow_count: numberAt(aggregate, 'egress_flow_count'),
      unknown_direction_flow_count: numberAt(aggregate, 'unknown_direction_flow_count'),
    }
  );
}
