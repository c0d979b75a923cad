import type { FlowObs, FlowPolicy } from './flow-obs.ts';
import type { FlowRow } from './flow-row.ts';
import { type EndSum, mergeEnds, plus, weaker } from './merge-ends.ts';

export const MINUTE_MS = 60_000;
/** Sources sort only roughly: a minute is closed so long after its end. */
export const WATERMARK_MS = 5_000;
/** A closed minute is remembered for so long, so that what comes late is merged with it and not counted twice. */
const LATE_MS = 60 * 60_000;

/** One flow between ends that are known. */
export interface WindowedFlow {
  readonly flow: FlowObs;
  readonly from: string;
  readonly to: string;
  readonly port: number | null;
  /** 0 where it is a retry or a reply on a connection that counted in this minute. */
  readonly connections: number | null;
}

/** Minutes that are being summed. Bounded: what does not fit is refused. */
export interface FlowWindows {
  /** False where there is no room. */
  add(flow: WindowedFlow): boolean;
  /**
   * Rows of all minutes that are closed at `now` (all: every minute) and have something new. Of a minute that was taken
   * before only what is more than was told then: the rows of a minute may be summed.
   */
  take(now: number, all?: boolean): readonly FlowRow[];
  /** Edges with something that was not taken yet. */
  readonly fresh: number;
}

interface Minute {
  readonly start: number;
  readonly edges: Map<string, Edge>;
  /** Edges with something that was not taken yet. */
  readonly fresh: Set<Edge>;
}
interface Edge {
  readonly from: string;
  readonly to: string;
  readonly port: number | null;
  readonly protocol: number;
  /** By source, and apart where nobody knows who began. */
  readonly told: SourceSums[];
}
interface SourceSums {
  readonly source: string;
  readonly directionUnknown: boolean;
  readonly sums: EndSum[];
  /** By verdict, what was taken of it so far. */
  readonly taken: Map<string, Counts>;
}
interface Counts {
  connections: number | null;
  bytesOut: number | null;
  bytesIn: number | null;
}

/** @param capacity edges of all minutes together, some 400 bytes each. */
export function createFlowWindows(capacity: number): FlowWindows {
  const minutes = new Map<number, Minute>();
  let size = 0;
  let fresh = 0;

  /** Forgets the oldest minute that was taken whole; false where there is none. */
  const makeRoom = (): boolean => {
    let oldest: Minute | undefined;
    for (const minute of minutes.values()) {
      if (minute.fresh.size === 0 && minute.start < (oldest?.start ?? Number.POSITIVE_INFINITY)) oldest = minute;
    }
    if (oldest === undefined) return false;
    drop(oldest);
    return true;
  };
  const drop = (minute: Minute): void => {
    minutes.delete(minute.start);
    size -= minute.edges.size;
  };
  const edgeOf = (start: number, { flow, from, to, port }: WindowedFlow): [Minute, Edge] | undefined => {
    const key = `${from}\n${to}\n${port}\n${flow.protocol}`;
    const known = minutes.get(start);
    const edge = known?.edges.get(key);
    if (known !== undefined && edge !== undefined) return [known, edge];
    if (size >= capacity && !makeRoom()) return undefined;
    const minute = minutes.get(start) ?? { start, edges: new Map<string, Edge>(), fresh: new Set<Edge>() };
    minutes.set(start, minute);
    const added: Edge = { from, to, port, protocol: flow.protocol, told: [] };
    minute.edges.set(key, added);
    size++;
    return [minute, added];
  };

  return {
    get fresh() {
      return fresh;
    },
    add(windowed) {
      const { flow } = windowed;
      const found = edgeOf(Math.floor(flow.t0 / MINUTE_MS) * MINUTE_MS, windowed);
      if (found === undefined) return false;
      const [minute, edge] = found;
      if (!minute.fresh.has(edge)) {
        minute.fresh.add(edge);
        fresh++;
      }
      addTo(sumsOf(edge, flow), flow, windowed.connections);
      return true;
    },
    take(now, all = false) {
      const rows: FlowRow[] = [];
      for (const minute of [...minutes.values()].sort((a, b) => a.start - b.start)) {
        const isClosed = minute.start + MINUTE_MS + WATERMARK_MS <= now;
        if (!isClosed && !all) continue;
        for (const edge of minute.fresh) rows.push(...newRows(minute.start, edge));
        fresh -= minute.fresh.size;
        minute.fresh.clear();
        if (minute.start + MINUTE_MS + LATE_MS < now) drop(minute);
      }
      return rows;
    },
  };
}

function sumsOf(edge: Edge, flow: FlowObs): SourceSums {
  const { source } = flow;
  const directionUnknown = flow.directionUnknown === true;
  for (const told of edge.told) {
    if (told.source === source && told.directionUnknown === directionUnknown) return told;
  }
  const added: SourceSums = { source, directionUnknown, sums: [], taken: new Map() };
  edge.told.push(added);
  return added;
}

function addTo({ sums }: SourceSums, flow: FlowObs, connections: number | null): void {
  const { seenAt: side, verdict, trust, policies, bytesOut, bytesIn, sampling, t0, t1 } = flow;
  const decidedAt = verdict === 'allowed' ? null : flow.decidedAt;
  for (const sum of sums) {
    if (sum.side !== side || sum.verdict !== verdict || sum.decidedAt !== decidedAt) continue;
    sum.trust = weaker(sum.trust, trust);
    for (const policy of policies) sum.policies.set(policyText(policy), policy);
    sum.connections = plus(sum.connections, connections);
    sum.bytesOut = plus(sum.bytesOut, bytesOut);
    sum.bytesIn = plus(sum.bytesIn, bytesIn);
    sum.sampling = Math.max(sum.sampling, sampling);
    sum.first = Math.min(sum.first, t0);
    sum.last = Math.max(sum.last, t1);
    return;
  }
  sums.push({
    side,
    verdict,
    decidedAt,
    trust,
    policies: new Map(policies.map((policy) => [policyText(policy), policy])),
    connections,
    bytesOut,
    bytesIn,
    sampling,
    first: t0,
    last: t1,
  });
}

function newRows(minute: number, { from, to, port, protocol, told }: Edge): readonly FlowRow[] {
  return told.flatMap(({ source, directionUnknown, sums, taken }) =>
    mergeEnds(sums).map((sum): FlowRow => {
      const key = `${sum.verdict} ${sum.decidedAt}`;
      const before = taken.get(key);
      taken.set(key, {
        connections: highest(before?.connections, sum.connections),
        bytesOut: highest(before?.bytesOut, sum.bytesOut),
        bytesIn: highest(before?.bytesIn, sum.bytesIn),
      });
      return {
        minute,
        source,
        from,
        to,
        port,
        protocol,
        verdict: sum.verdict,
        decidedAt: sum.decidedAt,
        trust: sum.trust,
        policies: [...sum.policies.keys()].sort().join(', '),
        seenAt: sum.seenAt,
        directionUnknown,
        connections: more(sum.connections, before?.connections),
        bytesOut: more(sum.bytesOut, before?.bytesOut),
        bytesIn: more(sum.bytesIn, before?.bytesIn),
        sampling: sum.sampling,
        first: sum.first,
        last: sum.last,
      };
    }),
  );
}

function highest(before: number | null | undefined, now: number | null): number | null {
  return before === undefined || before === null ? now : Math.max(before, now ?? 0);
}

/** What is more than was told before; never less than nothing: what was told stays. */
function more(now: number | null, before: number | null | undefined): number | null {
  return now === null ? null : Math.max(0, now - (before ?? 0));
}

/** `allow NetworkPolicy shop/db`; `deny pending …` of one that is not in force yet. */
export function policyText({ kind, namespace, name, action, stage }: FlowPolicy): string {
  const of = namespace === undefined ? name : `${namespace}/${name}`;
  return `${action} ${stage === 'pending' ? 'pending ' : ''}${kind} ${of}`;
}
