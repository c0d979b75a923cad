import { problemsOfFlows } from '#lib/text/en/flow-sources.ts';
import type { FlowEnd, FlowObs, FlowPolicy, FlowSide, FlowVerdict } from './flow-obs.ts';
import { whoBegan } from './hubble-direction.ts';
import {
  DIRECTION,
  EVENT,
  FLOW_TYPE,
  type HubbleEndpoint,
  type HubbleFlow,
  type HubbleLayer4,
  type HubblePolicy,
  hubbleMillis,
  hubbleNode,
  IDENTITY,
  POLICY_DROP,
  TRACE_POINT,
  TRACE_REASON,
  VERDICT,
} from './hubble-flow.ts';

/**
 * One event of Hubble as an observation, client to server. Undefined for what is no observation of a connection: further
 * trace points of one that is told elsewhere, what a proxy says of requests, translations, and Cilium's own health
 * checks. A problem where it says neither when nor between whom.
 */
export function readHubbleFlow(
  flow: HubbleFlow,
  source: string,
  reportedBy?: string,
): FlowObs | { readonly problem: string } | undefined {
  const event = eventOf(flow);
  if (event === undefined || isHealthCheck(flow.source) || isHealthCheck(flow.destination)) return undefined;
  const time = hubbleMillis(flow.time);
  if (time === undefined) return { problem: problemsOfFlows.noTime };
  const began = whoBegan(flow);
  const back = began === 'destination';
  const here = endOf(flow.source, flow.IP?.source, flow.source_names);
  const there = endOf(flow.destination, flow.IP?.destination, flow.destination_names);
  if (isNobody(here) && isNobody(there)) return { problem: problemsOfFlows.noEnds };
  const transport = transportOf(flow.l4);
  const verdict = verdictOf(flow, event);
  const node = hubbleNode(reportedBy) ?? hubbleNode(flow.node_name);
  const service = back ? flow.source_service : flow.destination_service;
  return {
    source,
    ...(node === undefined ? {} : { node }),
    t0: time,
    t1: time,
    seenAt: sideOf(flow, back),
    from: back ? there : here,
    to: back ? here : there,
    protocol: transport.protocol,
    ...portsOf(transport, back),
    ...(service?.name ? { service: { namespace: service.namespace ?? '', name: service.name } } : {}),
    verdict,
    decidedAt: back || event === 'trace' ? null : directionOf(flow),
    trust: 'datapath',
    policies: policiesOf(flow, verdict),
    connections: connectionsOf(flow, event, back),
    bytesOut: null,
    bytesIn: null,
    packetsOut: null,
    packetsIn: null,
    sampling: 1,
    // False stands for "not told" as well: most events do not say.
    ...(flow.IP?.encrypted === true ? { encrypted: true } : {}),
    ...(began === 'unknown' ? { directionUnknown: true as const } : {}),
    ...(flow.uuid ? { id: flow.uuid } : {}),
  };
}

type Event = 'verdict' | 'drop' | 'trace';

/**
 * Of the traces of one connection only that at its end counts, and that at which one to the outside leaves: a workload
 * without policies has no verdicts. Old relays and masks leave the type out: a drop is then told by its verdict.
 */
function eventOf(flow: HubbleFlow): Event | undefined {
  switch (flow.event_type?.type ?? 0) {
    case EVENT.policyVerdict:
      return 'verdict';
    case EVENT.drop:
      return 'drop';
    case EVENT.trace:
      return isCountedTrace(flow) ? 'trace' : undefined;
    case 0:
      if (flow.Type === FLOW_TYPE.L7) return undefined;
      if (flow.verdict === VERDICT.DROPPED) return 'drop';
      return isCountedTrace(flow) ? 'trace' : undefined;
    default:
      return undefined;
  }
}

function isCountedTrace(flow: HubbleFlow): boolean {
  switch (flow.trace_observation_point ?? 0) {
    case TRACE_POINT.TO_ENDPOINT:
      return true;
    case TRACE_POINT.TO_STACK:
    case TRACE_POINT.TO_NETWORK:
      return isOutside(flow.destination) && flow.traffic_direction !== DIRECTION.INGRESS && Boolean(flow.source?.ID);
    case 0: // where the point is not told, 0 is the sub type of TO_ENDPOINT
      return (flow.event_type?.sub_type ?? 0) === 0;
    default:
      return false;
  }
}

function isHealthCheck(endpoint: HubbleEndpoint | null | undefined): boolean {
  return endpoint?.identity === IDENTITY.health || hasLabel(endpoint, 'reserved:health');
}

function hasLabel(endpoint: HubbleEndpoint | null | undefined, label: string): boolean {
  return endpoint?.labels?.includes(label) === true;
}

const RESERVED_HOST: readonly number[] = [IDENTITY.host, IDENTITY.remoteNode];
const RESERVED_WORLD: readonly number[] = [IDENTITY.world, IDENTITY.worldIPv4, IDENTITY.worldIPv6];
const WORLD_LABELS = ['reserved:world', 'reserved:world-ipv4', 'reserved:world-ipv6'];

/** Identities of address blocks are given per node and have this in their upper byte. */
const BLOCK_SCOPE = 1;
const FIRST_POD_IDENTITY = 256;

function isOutside(endpoint: HubbleEndpoint | null | undefined): boolean {
  const identity = endpoint?.identity ?? 0;
  return (
    RESERVED_WORLD.includes(identity) ||
    identity >>> 24 === BLOCK_SCOPE ||
    WORLD_LABELS.some((label) => hasLabel(endpoint, label))
  );
}

/** Identities of pods are given by their labels, in every cluster of a mesh, from 256 on; below they mean something of their own. */
function isOfPod(endpoint: HubbleEndpoint | null | undefined): boolean {
  const identity = endpoint?.identity ?? 0;
  return identity >= FIRST_POD_IDENTITY && identity >>> 24 === 0;
}

/** A managed API server (identity 7) may be a node or outside: only its address can tell. */
function endOf(
  endpoint: HubbleEndpoint | null | undefined,
  ip: string | undefined,
  told: readonly string[] | undefined,
): FlowEnd {
  const workload = endpoint?.workloads?.[0];
  const names = namesOf(endpoint, told);
  const host = RESERVED_HOST.includes(endpoint?.identity ?? 0) || hasLabel(endpoint, 'reserved:host');
  return {
    ...(endpoint?.namespace ? { namespace: endpoint.namespace } : {}),
    ...(endpoint?.pod_name ? { pod: endpoint.pod_name } : {}),
    ...(workload?.name ? { workload: { kind: workload.kind ?? '', name: workload.name } } : {}),
    ...(ip ? { ip } : {}),
    ...(host ? { host: true as const } : {}),
    ...(isOutside(endpoint) ? { outside: true as const } : isOfPod(endpoint) ? { inside: true as const } : {}),
    ...(names.length === 0 ? {} : { names }),
  };
}

function isNobody(end: FlowEnd): boolean {
  for (const _ in end) return false;
  return true;
}

const NO_NAMES: readonly string[] = [];

/** What its clients asked for, and names of an FQDN rule; a pattern is no name. */
function namesOf(endpoint: HubbleEndpoint | null | undefined, told: readonly string[] | undefined): readonly string[] {
  const labels = endpoint?.labels;
  if ((told === undefined || told.length === 0) && (labels === undefined || labels.length === 0)) return NO_NAMES;
  const names = new Set<string>();
  for (const name of told ?? NO_NAMES) names.add(plainName(name));
  for (const label of labels ?? NO_NAMES) {
    if (label.startsWith('fqdn:') && !label.includes('*')) names.add(plainName(label.slice('fqdn:'.length)));
  }
  names.delete('');
  return [...names].sort();
}

/** Lower case, without the dot at the end. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

interface Transport {
  readonly protocol: number;
  readonly source: number | undefined;
  readonly destination: number | undefined;
}

function transportOf(l4: HubbleLayer4 | null | undefined): Transport {
  if (l4?.TCP) return { protocol: 6, source: l4.TCP.source_port, destination: l4.TCP.destination_port };
  if (l4?.UDP) return { protocol: 17, source: l4.UDP.source_port, destination: l4.UDP.destination_port };
  if (l4?.SCTP) return { protocol: 132, source: l4.SCTP.source_port, destination: l4.SCTP.destination_port };
  const protocol = l4?.ICMPv4 ? 1 : l4?.ICMPv6 ? 58 : 255;
  return { protocol, source: undefined, destination: undefined };
}

function portsOf(transport: Transport, back: boolean): Pick<FlowObs, 'fromPort' | 'toPort'> {
  const client = back ? transport.destination : transport.source;
  const server = back ? transport.source : transport.destination;
  return { ...(client ? { fromPort: client } : {}), toPort: server || null };
}

function directionOf(flow: HubbleFlow): 'ingress' | 'egress' | null {
  if (flow.traffic_direction === DIRECTION.INGRESS) return 'ingress';
  return flow.traffic_direction === DIRECTION.EGRESS ? 'egress' : null;
}

/** Where no direction is told, the end that the reporting node has an endpoint of. */
function sideOf(flow: HubbleFlow, back: boolean): FlowSide {
  const { ingress_flow_count = 0, egress_flow_count = 0 } = flow.aggregate ?? {};
  if (ingress_flow_count > 0 && egress_flow_count > 0) return 3;
  const direction = directionOf(flow);
  const atSource = direction === null ? !flow.destination?.ID || Boolean(flow.source?.ID) : direction === 'egress';
  return atSource !== back ? 1 : 2;
}

const POLICY_DROPS: readonly number[] = Object.values(POLICY_DROP);

/** Numbers that are no verdict of Cilium's are kept as unknown: other agents send 15 and 16. */
function verdictOf(flow: HubbleFlow, event: Event): FlowVerdict {
  switch (flow.verdict) {
    case VERDICT.FORWARDED:
    case VERDICT.REDIRECTED:
      return 'allowed';
    case VERDICT.DROPPED:
      return POLICY_DROPS.includes(dropReasonOf(flow, event)) ? 'denied' : 'dropped';
    case VERDICT.ERROR:
      return 'error';
    case VERDICT.AUDIT:
      return 'would-deny';
    default:
      return 'unknown';
  }
}

function dropReasonOf(flow: HubbleFlow, event: Event): number {
  if (flow.drop_reason_desc) return flow.drop_reason_desc;
  if (flow.drop_reason) return flow.drop_reason;
  return event === 'drop' ? (flow.event_type?.sub_type ?? 0) : 0;
}

const NO_POLICIES: readonly FlowPolicy[] = [];

/** In audit mode a policy denies nothing yet. A default denial names no policy: ours says which. */
function policiesOf(flow: HubbleFlow, verdict: FlowVerdict): readonly FlowPolicy[] {
  const lists = [flow.egress_allowed_by, flow.ingress_allowed_by, flow.egress_denied_by, flow.ingress_denied_by];
  if (lists.every((list) => list === undefined || list.length === 0)) return NO_POLICIES;
  const stage = verdict === 'would-deny' ? 'pending' : 'enforced';
  return [
    ...named([...(lists[0] ?? []), ...(lists[1] ?? [])], 'allow', 'enforced'),
    ...named([...(lists[2] ?? []), ...(lists[3] ?? [])], 'deny', stage),
  ];
}

function named(
  policies: readonly HubblePolicy[],
  action: FlowPolicy['action'],
  stage: FlowPolicy['stage'],
): readonly FlowPolicy[] {
  return policies
    .filter(({ name }) => name !== undefined && name !== '')
    .map(({ kind, namespace, name }) => ({
      kind: kind ?? '',
      ...(namespace ? { namespace } : {}),
      name: name ?? '',
      action,
      stage,
    }));
}

/**
 * Events that begin a connection, times what one stands for. Both ends of one are events of their own, so that of a sum
 * over both the larger counts. Null for a packet of a connection that is there already: it shows that there is one; and
 * where the number is beyond what can be counted.
 */
function connectionsOf(flow: HubbleFlow, event: Event, back: boolean): number | null {
  if (back) return null;
  if (event === 'trace' && flow.trace_reason !== TRACE_REASON.NEW) {
    const flags = flow.l4?.TCP?.flags;
    if (flow.trace_reason || flags?.SYN !== true || flags.ACK === true) return null;
  }
  const { ingress_flow_count = 0, egress_flow_count = 0, unknown_direction_flow_count = 0 } = flow.aggregate ?? {};
  const counts = [ingress_flow_count, egress_flow_count, unknown_direction_flow_count];
  if (!counts.every(Number.isSafeInteger)) return null;
  return Math.max(ingress_flow_count, egress_flow_count) || unknown_direction_flow_count || 1;
}
