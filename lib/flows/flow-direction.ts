import type { FlowObs } from './flow-obs.ts';
import type { NameHolder } from './name-history.ts';
import { createRecentKeys, KeyHash } from './recent-keys.ts';

/** Whoever began a connection is known for so long: a reply comes within it (specs/traffic.md §2.4). */
const MEMORY_MS = 10 * 60_000;

/** Turns flows so that they go from client to server, where their source could not tell. */
export interface FlowDirections {
  /**
   * The flow from client to server; as it is, with `directionUnknown`, where nothing tells who began it.
   * @param now milliseconds of a clock that goes on.
   */
  orient(flow: FlowObs, holderFrom: NameHolder | undefined, holderTo: NameHolder | undefined, now: number): FlowObs;
}

/** @param capacity so many connections are remembered, at least half of them for the whole time; a power of two. */
export function createFlowDirections(capacity: number): FlowDirections {
  const begun = createRecentKeys(capacity, MEMORY_MS);
  const hash = new KeyHash();
  return {
    orient(flow, holderFrom, holderTo, now) {
      if (flow.directionUnknown !== true) {
        if (hasTuple(flow)) begun.add(tupleOf(hash, flow), now);
        return flow;
      }
      if (hasTuple(flow)) {
        if (begun.has(tupleOf(hash, flow), now)) return forward(flow);
        if (begun.has(tupleOf(hash, turned(flow)), now)) return turned(flow);
      }
      const toServer = listensOn(holderTo, flow.protocol, flow.toPort);
      const toClient = listensOn(holderFrom, flow.protocol, flow.fromPort ?? null);
      if (toServer && !toClient) return forward(flow);
      if (toClient && !toServer) return turned(flow);
      return flow;
    },
  };
}

function hasTuple({ from, to, fromPort, toPort }: FlowObs): boolean {
  return from.ip !== undefined && to.ip !== undefined && fromPort !== undefined && toPort !== null;
}

function tupleOf(hash: KeyHash, { protocol, from, fromPort, to, toPort }: FlowObs): KeyHash {
  return hash.start().number(protocol).text(from.ip).number(fromPort).text(to.ip).number(toPort);
}

function listensOn(holder: NameHolder | undefined, protocol: number, port: number | null): boolean {
  if (port === null || holder === undefined) return false;
  if (holder.type === 'service') return true; // the address of a Service begins nothing
  return holder.type === 'pod' && holder.listens.some((on) => on.port === port && on.protocol === protocol);
}

function forward({ directionUnknown, ...flow }: FlowObs): FlowObs {
  return flow;
}

/** Seen as a reply: whose policy decided about the connection is not said by it. */
export function turned(flow: FlowObs): FlowObs {
  const { from, to, fromPort, toPort, bytesOut, bytesIn, packetsOut, packetsIn, seenAt } = flow;
  return {
    ...forward(flow),
    from: to,
    to: from,
    ...(toPort === null ? {} : { fromPort: toPort }),
    toPort: fromPort ?? null,
    bytesOut: bytesIn,
    bytesIn: bytesOut,
    packetsOut: packetsIn,
    packetsIn: packetsOut,
    seenAt: seenAt === 3 ? 3 : seenAt === 1 ? 2 : 1,
    decidedAt: null,
  };
}
