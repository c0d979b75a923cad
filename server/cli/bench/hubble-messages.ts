import { DIRECTION, EVENT, type HubbleFlow, VERDICT } from '#lib/flows/hubble-flow.ts';
import { encodeResponse } from '#server/traffic/hubble-proto.ts';

/** Whom a pod talks to: a few, most of the time. */
const PEERS = 8;
/** Stands in each message where its number goes. */
const PLACE = '0000000000000000';
/** Ports of clients from here on are three bytes long. */
const FIRST_PORT = 32_768;
const PORTS = 28_000;

/** One event as it goes over the wire, which can be made one of another connection. */
export interface HubbleMessage {
  readonly bytes: Buffer;
  /** Where the number stands. */
  readonly at: number;
  /** Where the client's port does. */
  readonly portAt: number;
}

/**
 * Messages of a cluster of so many pods within some minutes before `until`, as policies decide on connections: both ends
 * tell, one in 50 goes outside, one in 100 is refused. Ends are workloads of ten pods.
 */
export function hubbleMessages(count: number, pods: number, until: number): readonly HubbleMessage[] {
  return Array.from({ length: count }, (_, number) => {
    const client = Math.imul(number >> 1, 2_654_435_761) >>> 0;
    const from = client % pods;
    const to = (from * 31 + ((number >> 1) % PEERS) * 977) % pods;
    const at = until - (number % 120) * 1_000;
    const egress = number % 2 === 0;
    const node = `bench/n${(egress ? from : to) % 100}`;
    const time = { seconds: Math.floor(at / 1000), nanos: 0 };
    const flow: HubbleFlow = {
      time,
      uuid: PLACE,
      verdict: !egress && (number >> 1) % 100 === 0 ? VERDICT.DROPPED : VERDICT.FORWARDED,
      ...(!egress && (number >> 1) % 100 === 0 ? { drop_reason_desc: 133 } : {}),
      IP: { source: addressOf(from), destination: (number >> 1) % 50 === 0 ? '203.0.113.7' : addressOf(to) },
      l4: {
        TCP: {
          source_port: FIRST_PORT,
          destination_port: 8080 + (to % 4),
          flags: { SYN: true },
        },
      },
      source: podOf(from),
      destination: (number >> 1) % 50 === 0 ? { identity: 2 } : podOf(to),
      node_name: node,
      event_type: { type: EVENT.policyVerdict },
      traffic_direction: egress ? DIRECTION.EGRESS : DIRECTION.INGRESS,
      is_reply: { value: false },
    };
    const bytes = encodeResponse({ node_name: node, time, flow });
    return { bytes, at: bytes.indexOf(PLACE), portAt: bytes.indexOf(Buffer.from([8, ...varint(FIRST_PORT), 16])) + 1 };
  });
}

/** Makes it a message that was never seen, of a connection that was not: each is told by both ends, one after the other. */
export function numberMessage({ bytes, at, portAt }: HubbleMessage, number: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.write(String(number).padStart(PLACE.length, '0'), at, 'latin1');
  copy.set(varint(FIRST_PORT + (((number >> 1) * 7_919 + Math.floor(number / 20_000)) % PORTS)), portAt);
  return copy;
}

function varint(port: number): readonly number[] {
  return [(port & 127) | 128, ((port >> 7) & 127) | 128, port >> 14];
}

export function addressOf(pod: number): string {
  return `10.${(pod >> 16) & 255}.${(pod >> 8) & 255}.${pod & 255}`;
}

function podOf(pod: number) {
  const workload = Math.floor(pod / 10);
  return {
    ID: pod,
    identity: 1_000 + workload,
    namespace: `ns${workload % 50}`,
    pod_name: `w${workload}-${pod % 10}`,
    workloads: [{ kind: 'Deployment', name: `w${workload}` }],
  };
}
