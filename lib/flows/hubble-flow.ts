import { flowTime } from './flow-time.ts';

/**
 * What we read of Hubble's messages: the names and field numbers are those of Cilium's API, enums are numbers. Both the
 * decoder of the stream and the reader of files make these; what a message does not say is absent, null, '' or 0 alike.
 */
export interface HubbleEvent {
  readonly flow?: HubbleFlow | null;
  readonly node_status?: HubbleNodeStatus | null;
  readonly lost_events?: HubbleLostEvents | null;
  readonly node_name?: string;
  readonly time?: HubbleTime | null;
}

export interface HubbleTime {
  readonly seconds: number;
  readonly nanos: number;
}

export interface HubbleFlow {
  readonly time?: HubbleTime | null;
  readonly uuid?: string;
  readonly verdict?: number;
  /** What old relays say in place of `drop_reason_desc`. */
  readonly drop_reason?: number;
  readonly drop_reason_desc?: number;
  readonly IP?: { readonly source?: string; readonly destination?: string; readonly encrypted?: boolean } | null;
  readonly l4?: HubbleLayer4 | null;
  readonly source?: HubbleEndpoint | null;
  readonly destination?: HubbleEndpoint | null;
  readonly Type?: number;
  readonly node_name?: string;
  readonly source_names?: readonly string[];
  readonly destination_names?: readonly string[];
  readonly l7?: { readonly type?: number; readonly dns?: HubbleDns | null } | null;
  readonly event_type?: { readonly type?: number; readonly sub_type?: number } | null;
  readonly destination_service?: { readonly name?: string; readonly namespace?: string } | null;
  readonly source_service?: { readonly name?: string; readonly namespace?: string } | null;
  readonly traffic_direction?: number;
  readonly trace_observation_point?: number;
  readonly trace_reason?: number;
  /** Absent: nobody knows. The older `reply` cannot tell that from false and is not read. */
  readonly is_reply?: { readonly value?: boolean } | null;
  readonly egress_allowed_by?: readonly HubblePolicy[];
  readonly ingress_allowed_by?: readonly HubblePolicy[];
  readonly egress_denied_by?: readonly HubblePolicy[];
  readonly ingress_denied_by?: readonly HubblePolicy[];
  readonly aggregate?: HubbleAggregate | null;
}

export interface HubbleLayer4 {
  readonly TCP?: (HubblePorts & { readonly flags?: { readonly SYN?: boolean; readonly ACK?: boolean } | null }) | null;
  readonly UDP?: HubblePorts | null;
  readonly SCTP?: HubblePorts | null;
  readonly ICMPv4?: object | null;
  readonly ICMPv6?: object | null;
}

export interface HubblePorts {
  readonly source_port?: number;
  readonly destination_port?: number;
}

export interface HubbleEndpoint {
  /** Filled for an endpoint of the node that reports. */
  readonly ID?: number;
  readonly identity?: number;
  readonly namespace?: string;
  readonly labels?: readonly string[];
  readonly pod_name?: string;
  readonly workloads?: readonly { readonly name?: string; readonly kind?: string }[];
}

export interface HubbleDns {
  readonly query?: string;
  readonly ips?: readonly string[];
}

export interface HubblePolicy {
  readonly name?: string;
  readonly namespace?: string;
  readonly kind?: string;
}

/** Of an exporter that sums: how many events this one stands for. */
export interface HubbleAggregate {
  readonly ingress_flow_count?: number;
  readonly egress_flow_count?: number;
  readonly unknown_direction_flow_count?: number;
}

export interface HubbleNodeStatus {
  readonly state_change?: number;
  readonly node_names?: readonly string[];
  readonly message?: string;
}

export interface HubbleLostEvents {
  readonly source?: number;
  readonly num_events_lost?: number;
  readonly first?: HubbleTime | null;
  readonly last?: HubbleTime | null;
}

export const VERDICT = {
  FORWARDED: 1,
  DROPPED: 2,
  ERROR: 3,
  AUDIT: 4,
  REDIRECTED: 5,
  TRACED: 6,
  TRANSLATED: 7,
} as const;

/** Drops that a policy is the reason of; all others are not. */
export const POLICY_DROP = {
  POLICY_DENIED: 133,
  POLICY_DENY: 181,
  AUTH_REQUIRED: 189,
  UNENCRYPTED_TRAFFIC: 195,
} as const;

export const EVENT = { drop: 1, trace: 4, policyVerdict: 5, socket: 7, layer7: 129 } as const;
export const DIRECTION = { INGRESS: 1, EGRESS: 2 } as const;
export const TRACE_POINT = { TO_STACK: 3, TO_OVERLAY: 4, TO_NETWORK: 11, TO_ENDPOINT: 101 } as const;
export const TRACE_REASON = { NEW: 1, ESTABLISHED: 2, REPLY: 3 } as const;
export const FLOW_TYPE = { L7: 2 } as const;
export const L7_TYPE = { REQUEST: 1, RESPONSE: 2 } as const;
export const NODE_STATE = { NODE_CONNECTED: 1, NODE_UNAVAILABLE: 2, NODE_GONE: 3, NODE_ERROR: 4 } as const;
export const LOST_AT = { PERF_EVENT_RING_BUFFER: 1, OBSERVER_EVENTS_QUEUE: 2, HUBBLE_RING_BUFFER: 3 } as const;

/** Security identities that Cilium reserves. */
export const IDENTITY = {
  host: 1,
  world: 2,
  health: 4,
  remoteNode: 6,
  apiServer: 7,
  worldIPv4: 9,
  worldIPv6: 10,
} as const;

/** Milliseconds since 1970, as `flowTime` takes them; undefined where there is none. */
export function hubbleMillis(time: HubbleTime | null | undefined): number | undefined {
  if (time === undefined || time === null || (time.seconds === 0 && time.nanos === 0)) return undefined;
  return flowTime(time.seconds * 1_000 + Math.floor(time.nanos / 1_000_000));
}

/** The name that Kubernetes knows: Hubble writes `cluster/node`. Undefined for ''. */
export function hubbleNode(name: string | undefined): string | undefined {
  if (name === undefined || name === '') return undefined;
  return name.slice(name.lastIndexOf('/') + 1) || undefined;
}
