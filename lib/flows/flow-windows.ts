import { createEdgeEndsTable, type EdgeEnds } from './edge-ends.ts';
import type { FlowObs, FlowPolicy, FlowVerdict } from './flow-obs.ts';
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
  readonly edges: Map<EdgeEnds, Edge>;
  /** Edges with something that was not taken yet. */
  fresh: Edge[];
}
interface Edge {
  readonly ends: EdgeEnds;
  /** Times are from the start of the minute on. */
  sums: readonly EndSum[];
  isFresh: boolean;
  /** What was taken of it so far. Both lists are made anew where they grow: pushed to, an array takes room for seventeen. */
  taken: readonly Taken[];
}
interface Taken extends Counts {
  readonly verdict: FlowVerdict;
  readonly decidedAt: EndSum['decidedAt'];
}
interface Counts {
  connections: number | null;
  bytesOut: number | null;
  bytesIn: number | null;
}

/** @param capacity edges of all minutes together, at most some 800 bytes each. */
export function createFlowWindows(capacity: number): FlowWindows {
  const minutes = new Map<number, Minute>();
  const known = createEdgeEndsTable();
  let size = 0;
  let fresh = 0;

  /** Forgets the oldest minute that was taken whole; false where there is none. */
  const makeRoom = (): boolean => {
    let oldest: Minute | undefined;
    for (const minute of minutes.values()) {
      if (minute.fresh.length === 0 && minute.start < (oldest?.start ?? Number.POSITIVE_INFINITY)) oldest = minute;
    }
    if (oldest === undefined) return false;
    drop(oldest);
    return true;
  };
  const drop = (minute: Minute): void => {
    minutes.delete(minute.start);
    size -= minute.edges.size;
    for (const ends of minute.edges.keys()) if (--ends.minutes === 0) known.delete(ends);
  };
  const edgeOf = (start: number, windowed: WindowedFlow): [Minute, Edge] | undefined => {
    const { flow, from, to, port } = windowed;
    const { protocol, source } = flow;
    const ends = known.of({ from, to, port, protocol, source, directionUnknown: flow.directionUnknown === true });
    const before = minutes.get(start);
    const edge = before?.edges.get(ends);
    if (before !== undefined && edge !== undefined) return [before, edge];
    if (size >= capacity && !makeRoom()) return undefined;
    const minute = minutes.get(start) ?? { start, edges: new Map<EdgeEnds, Edge>(), fresh: [] };
    minutes.set(start, minute);
    known.add(ends);
    ends.minutes++;
    const added: Edge = { ends, sums: [], isFresh: false, taken: [] };
    minute.edges.set(ends, added);
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
      if (!edge.isFresh) {
        edge.isFresh = true;
        minute.fresh.push(edge);
        fresh++;
      }
      addTo(edge, minute.start, flow, windowed.connections);
      return true;
    },
    take(now, all = false) {
      const rows: FlowRow[] = [];
      for (const minute of [...minutes.values()].sort((a, b) => a.start - b.start)) {
        const isClosed = minute.start + MINUTE_MS + WATERMARK_MS <= now;
        if (!isClosed && !all) continue;
        for (const edge of minute.fresh) {
          addRows(rows, minute.start, edge);
          edge.isFresh = false;
        }
        fresh -= minute.fresh.length;
        minute.fresh = [];
        if (minute.start + MINUTE_MS + LATE_MS < now) drop(minute);
      }
      return rows;
    },
  };
}

/** Shared by all sums to which nobody named a policy. */
const NO_POLICIES: ReadonlyMap<string, FlowPolicy> = new Map();

function addTo(edge: Edge, minute: number, flow: FlowObs, connections: number | null): void {
  const { seenAt: side, verdict, trust, policies, bytesOut, bytesIn, sampling } = flow;
  const decidedAt = verdict === 'allowed' ? null : flow.decidedAt;
  const first = flow.t0 - minute;
  const last = flow.t1 - minute;
  for (const sum of edge.sums) {
    if (sum.side !== side || sum.verdict !== verdict || sum.decidedAt !== decidedAt) continue;
    sum.trust = weaker(sum.trust, trust);
    sum.policies = withPolicies(sum.policies, policies);
    sum.connections = plus(sum.connections, connections);
    sum.bytesOut = plus(sum.bytesOut, bytesOut);
    sum.bytesIn = plus(sum.bytesIn, bytesIn);
    sum.sampling = Math.max(sum.sampling, sampling);
    sum.first = Math.min(sum.first, first);
    sum.last = Math.max(sum.last, last);
    return;
  }
  const added: EndSum = {
    side,
    verdict,
    decidedAt,
    trust,
    policies: withPolicies(NO_POLICIES, policies),
    connections,
    bytesOut,
    bytesIn,
    sampling,
    first,
    last,
  };
  edge.sums = [...edge.sums, added];
}

/** The same where nothing is new. */
function withPolicies(
  known: ReadonlyMap<string, FlowPolicy>,
  policies: readonly FlowPolicy[],
): ReadonlyMap<string, FlowPolicy> {
  if (policies.length === 0) return known;
  const added = policies.filter((policy) => !known.has(policyText(policy)));
  return added.length === 0
    ? known
    : new Map([...known, ...added.map((policy) => [policyText(policy), policy] as const)]);
}

function addRows(rows: FlowRow[], minute: number, edge: Edge): void {
  const { from, to, port, protocol, source, directionUnknown } = edge.ends;
  for (const sum of mergeEnds(edge.sums)) {
    const { verdict, decidedAt, connections, bytesOut, bytesIn } = sum;
    const before = edge.taken.find((taken) => taken.verdict === verdict && taken.decidedAt === decidedAt);
    rows.push({
      minute,
      source,
      from,
      to,
      port,
      protocol,
      verdict,
      decidedAt,
      trust: sum.trust,
      policies: [...sum.policies.keys()].sort().join(', '),
      seenAt: sum.seenAt,
      directionUnknown,
      connections: more(connections, before?.connections),
      bytesOut: more(bytesOut, before?.bytesOut),
      bytesIn: more(bytesIn, before?.bytesIn),
      sampling: sum.sampling,
      first: minute + sum.first,
      last: minute + sum.last,
    });
    if (before === undefined) {
      edge.taken = [...edge.taken, { verdict, decidedAt, connections, bytesOut, bytesIn }];
      continue;
    }
    before.connections = highest(before.connections, connections);
    before.bytesOut = highest(before.bytesOut, bytesOut);
    before.bytesIn = highest(before.bytesIn, bytesIn);
  }
}

function highest(before: number | null, now: number | null): number | null {
  return before === null ? now : Math.max(before, now ?? 0);
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
