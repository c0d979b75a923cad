import {
  constants,
  createSecureServer,
  createServer,
  type Http2Server,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { status } from '@grpc/grpc-js';
import {
  EVENT,
  type HubbleEvent,
  type HubbleFlow,
  type HubbleTime,
  hubbleMillis,
  LOST_AT,
  NODE_STATE,
} from '#lib/flows/hubble-flow.ts';
import { decodeRequest, encodeResponse, type FlowFilter, type FlowsRequest, GET_FLOWS } from '../hubble-proto.ts';

export interface FakeOptions {
  /** Names as Hubble writes them: `cluster/node`. */
  readonly nodes: readonly string[];
  readonly port?: number;
  /** How many flows a node keeps. */
  readonly ring?: number;
  /** PEM; with `ca`, clients must have a certificate of it. */
  readonly tls?: { readonly cert: string; readonly key: string; readonly ca?: string };
  /** Refuses a mask, as a relay does that is older than one of its fields. */
  readonly refusesMask?: boolean;
  /** A connection that pings again sooner is sent away. */
  readonly leastPingMs?: number;
  /** Ends every request with this status. */
  readonly refusesWith?: number;
}

/** A relay of our own, as traffic.md §1.1 says that one behaves, with hands to break it. */
export interface FakeHubble {
  readonly port: number;
  readonly address: string;
  readonly requests: readonly FlowsRequest[];
  /** How often it was asked whether it is there. */
  readonly pings: number;
  readonly sentAway: number;
  /** A flow at a node; its time is set where it has none. */
  push(node: string, flow: HubbleFlow): void;
  /** Minutes by which the clock of a node is ahead. */
  setClock(node: string, aheadMs: number): void;
  lose(node: string, records: number): void;
  tellState(node: string, state: number): void;
  /** Raw bytes in place of a message. */
  pushBytes(bytes: Buffer): void;
  stall(on: boolean): void;
  /** Ends every connection at once, as a killed process does; what the nodes keep stays. */
  drop(): void;
  goAway(): void;
  stop(): Promise<void>;
}

const RING = 4095;

interface Node {
  readonly name: string;
  readonly kept: HubbleEvent[];
  /** The number of the first event in `kept`. */
  first: number;
  aheadMs: number;
}

interface Reader {
  readonly stream: ServerHttp2Stream;
  readonly request: FlowsRequest;
  readonly next: Map<Node, number>;
}

export async function startFakeHubble(options: FakeOptions): Promise<FakeHubble> {
  const { ring = RING, leastPingMs = 5 * 60_000 } = options;
  const nodes = new Map<string, Node>(options.nodes.map((name) => [name, { name, kept: [], first: 0, aheadMs: 0 }]));
  const readers = new Set<Reader>();
  const sessions = new Set<ServerHttp2Session>();
  const requests: FlowsRequest[] = [];
  let pings = 0;
  let sentAway = 0;
  let stalled = false;

  const server: Http2Server =
    options.tls === undefined
      ? createServer()
      : createSecureServer({ ...options.tls, requestCert: options.tls.ca !== undefined, rejectUnauthorized: true });
  server.on('session', (session) => {
    sessions.add(session);
    session.on('error', () => {});
    session.on('close', () => sessions.delete(session));
    let pinged = 0;
    session.on('ping', () => {
      pings++;
      if (Date.now() - pinged >= leastPingMs) {
        pinged = Date.now();
        return;
      }
      sentAway++;
      session.goaway(constants.NGHTTP2_ENHANCE_YOUR_CALM, 0, Buffer.from('too_many_pings'));
      session.destroy();
    });
  });
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {});
    const pieces: Buffer[] = [];
    stream.on('data', (piece: Buffer) => pieces.push(piece));
    stream.on('end', () => {
      if (headers[':path'] !== GET_FLOWS) return endWith(stream, status.UNIMPLEMENTED, 'unknown method');
      const request = decodeRequest(Buffer.concat(pieces).subarray(5));
      requests.push(request);
      if (options.refusesWith !== undefined) return endWith(stream, options.refusesWith, 'refused');
      if (request.first && request.follow) return endWith(stream, status.INVALID_ARGUMENT, 'first with follow');
      if (options.refusesMask && (request.field_mask?.paths.length ?? 0) > 0)
        return endWith(stream, status.INVALID_ARGUMENT, 'invalid fieldmask');
      begin(stream, request);
    });
  });

  const begin = (stream: ServerHttp2Stream, request: FlowsRequest): void => {
    const next = new Map([...nodes.values()].map((node) => [node, startOf(node, request)]));
    const reader: Reader = { stream, request, next };
    readers.add(reader);
    stream.on('close', () => readers.delete(reader));
    stream.on('drain', () => pump(reader));
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    send(stream, { node_status: { state_change: NODE_STATE.NODE_CONNECTED, node_names: [...nodes.keys()] } });
    pump(reader);
  };

  /** Writes as long as the other side takes it; what is overwritten meanwhile is lost, and told. */
  const pump = (reader: Reader): void => {
    for (const node of nodes.values()) {
      let at = reader.next.get(node) ?? 0;
      const end = node.first + node.kept.length;
      while (at < end && !stalled && !reader.stream.destroyed && !reader.stream.writableNeedDrain) {
        if (at < node.first) {
          send(reader.stream, lostEvent(node, node.first - at, LOST_AT.HUBBLE_RING_BUFFER));
          at = node.first;
        }
        const event = node.kept[at - node.first];
        if (event !== undefined && isWanted(event, reader.request)) send(reader.stream, event);
        at++;
      }
      reader.next.set(node, at);
    }
    if (!reader.request.follow) reader.stream.end();
  };

  const tellAll = (event: HubbleEvent): void => {
    for (const { stream } of readers) if (!stalled) send(stream, event);
  };
  const nodeOf = (name: string): Node => {
    const node = nodes.get(name);
    if (node === undefined) throw new Error(`There is no node ${name}.`);
    return node;
  };

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    address: `127.0.0.1:${port}`,
    requests,
    get pings() {
      return pings;
    },
    get sentAway() {
      return sentAway;
    },
    push(name, flow) {
      const node = nodeOf(name);
      const time = flow.time ?? timeOf(Date.now() + node.aheadMs);
      node.kept.push({ node_name: name, time, flow: { node_name: name, ...flow, time } });
      if (node.kept.length > ring) {
        node.kept.shift();
        node.first++;
      }
      for (const reader of readers) pump(reader);
    },
    setClock(name, aheadMs) {
      nodeOf(name).aheadMs = aheadMs;
    },
    lose(name, records) {
      tellAll(lostEvent(nodeOf(name), records, LOST_AT.PERF_EVENT_RING_BUFFER));
    },
    tellState: (name, state) => tellAll({ node_status: { state_change: state, node_names: [name] } }),
    pushBytes(bytes) {
      for (const { stream } of readers) stream.write(framed(bytes));
    },
    stall(on) {
      stalled = on;
      for (const reader of readers) pump(reader);
    },
    drop() {
      for (const session of sessions) session.destroy();
    },
    goAway() {
      for (const session of sessions) session.goaway(constants.NGHTTP2_NO_ERROR);
      for (const { stream } of readers) stream.close(constants.NGHTTP2_CANCEL);
    },
    async stop() {
      for (const session of sessions) session.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Where a request begins: the last `number` of each node, or the oldest since a time, or what comes from now on. */
function startOf(node: Node, { number = 0, since }: FlowsRequest): number {
  const end = node.first + node.kept.length;
  if (number > 0) return Math.max(node.first, end - number);
  const from = hubbleMillis(since);
  if (from === undefined) return end;
  const index = node.kept.findIndex(({ time }) => (hubbleMillis(time) ?? 0) >= from);
  return index < 0 ? end : node.first + index;
}

/** OR between filters, AND between the fields of one, OR inside a field. Since holds for each event. */
function isWanted({ flow, time }: HubbleEvent, { whitelist = [], blacklist = [], since }: FlowsRequest): boolean {
  if (!flow) return true;
  if ((hubbleMillis(time) ?? 0) < (hubbleMillis(since) ?? 0)) return false;
  if (blacklist.some((filter) => matches(flow, filter))) return false;
  return whitelist.length === 0 || whitelist.some((filter) => matches(flow, filter));
}

function matches(flow: HubbleFlow, filter: FlowFilter): boolean {
  const among = <Item>(wanted: readonly Item[] | undefined, fits: (item: Item) => boolean): boolean =>
    wanted === undefined || wanted.length === 0 || wanted.some(fits);
  return (
    among(
      filter.event_type,
      ({ type, match_sub_type, sub_type }) =>
        flow.event_type?.type === type && (!match_sub_type || (flow.event_type.sub_type ?? 0) === (sub_type ?? 0)),
    ) &&
    among(filter.reply, (reply) => flow.is_reply?.value === reply) &&
    among(
      filter.protocol,
      (name) => name !== 'dns' || Boolean(flow.l7?.dns) || flow.event_type?.type !== EVENT.layer7,
    ) &&
    among(filter.source_identity, (identity) => flow.source?.identity === identity) &&
    among(filter.destination_identity, (identity) => flow.destination?.identity === identity) &&
    among(filter.destination_label, (label) => flow.destination?.labels?.includes(label) === true)
  );
}

function lostEvent(node: Node, records: number, source: number): HubbleEvent {
  const time = timeOf(Date.now() + node.aheadMs);
  return { node_name: node.name, time, lost_events: { source, num_events_lost: records, first: time, last: time } };
}

export function timeOf(millis: number): HubbleTime {
  return { seconds: Math.floor(millis / 1_000), nanos: (millis % 1_000) * 1_000_000 };
}

function send(stream: ServerHttp2Stream, event: HubbleEvent): void {
  if (!stream.destroyed) stream.write(framed(encodeResponse(event)));
}

/** gRPC's frame: not compressed, its length, the message. */
function framed(message: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

function endWith(stream: ServerHttp2Stream, code: number, message: string): void {
  stream.respond(
    { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': String(code), 'grpc-message': message },
    { endStream: true },
  );
}
