import { EVENT, type HubbleFlow, L7_TYPE, TRACE_REASON } from './hubble-flow.ts';

/** Who began the connection that an event tells of: its source, its destination, or nobody can say. */
export type Began = 'source' | 'destination' | 'unknown';

/** Where the system gives ports to clients from (Linux: 32768). */
const FIRST_CLIENT_PORT = 32_768;

/**
 * Whether an event is of the way there or back (traffic.md §2.4): what Hubble says; else what a first packet must look
 * like; else that clients' ports are high and servers' are not.
 */
export function whoBegan(flow: HubbleFlow): Began {
  const reply = flow.is_reply;
  if (reply !== undefined && reply !== null) return reply.value === true ? 'destination' : 'source';
  if (flow.trace_reason === TRACE_REASON.REPLY) return 'destination';
  // A policy decides on the first packet of a connection only.
  if (flow.trace_reason === TRACE_REASON.NEW || flow.event_type?.type === EVENT.policyVerdict) return 'source';
  if (flow.l7?.type === L7_TYPE.REQUEST) return 'source';
  if (flow.l7?.type === L7_TYPE.RESPONSE) return 'destination';
  const flags = flow.l4?.TCP?.flags;
  if (flags?.SYN === true) return flags.ACK === true ? 'destination' : 'source';
  const ports = flow.l4?.TCP ?? flow.l4?.UDP ?? flow.l4?.SCTP;
  return ports === undefined || ports === null
    ? 'unknown'
    : byPorts(ports.source_port ?? 0, ports.destination_port ?? 0);
}

/** Who began it by the ports alone; both high or both low say nothing. */
export function byPorts(from: number, to: number): Began {
  if (from === 0 || to === 0) return 'unknown';
  if (from >= FIRST_CLIENT_PORT && to < FIRST_CLIENT_PORT) return 'source';
  if (from < FIRST_CLIENT_PORT && to >= FIRST_CLIENT_PORT) return 'destination';
  return 'unknown';
}
