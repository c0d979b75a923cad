import type { SourceState, UnreadableLine } from '#lib/api/traffic-schemas.ts';
import type { HubbleRelay } from '#lib/flows/find-hubble-relay.ts';
import { createFlowAggregator, type FlowAggregator } from '#lib/flows/flow-aggregator.ts';
import { type ClusterNames, parseRanges } from '#lib/flows/flow-ends.ts';
import type { FlowCoverage, FlowObs } from '#lib/flows/flow-obs.ts';
import { WINDOW_MOST_MS } from '#lib/flows/flow-row.ts';
import { createNameHistory, NAMES_KEPT_MS } from '#lib/flows/name-history.ts';
import { LOST, problemsOfFlows } from '#lib/text/en/flow-sources.ts';
import type { FlowSink, FlowSource, FlowSourceStatus } from './flow-source.ts';
import type { FlowWriter } from './flow-writer.ts';
import { asKept } from './source-names.ts';
import { isAhead } from './times-taken.ts';
import type { NamesMessage } from './traffic-messages.ts';

/** So many sources are remembered: whoever sends flows may call each sending otherwise. */
export const SOURCES_MOST = 200;
/** So many of what could not be read are shown. */
const EXAMPLES_MOST = 10;

/** One cluster's flows on their way: names, sums, sources. */
export interface ClusterTraffic {
  readonly sink: FlowSink;
  /** Takes flows of one source, and says what became of them. */
  observe(flows: readonly FlowObs[]): Taken;
  names(message: NamesMessage): void;
  /** Resolves when the cluster's objects are known: before, every address would be a stranger's. */
  readonly named: Promise<void>;
  /** The cluster's Hubble Relay as its objects are now. */
  relay(): HubbleRelay | undefined;
  /** The source begins once the cluster's objects are known. */
  start(source: FlowSource): void;
  sources(): readonly SourceState[];
  /** An upload of that source is under way until what is returned is called: it is not forgotten meanwhile. */
  hold(source: string): () => void;
  /** How many sources that were sent are not remembered any more. */
  readonly sourcesForgotten: number;
  /** Hands the minutes that are closed to the writer; `all`: every minute. Nothing while the writer has no room. */
  flush(now: number, all?: boolean): void;
  /** Forgets who had which address longer ago than anything is expected. */
  forget(now: number): void;
  stop(): Promise<void>;
}

/** How many flows were taken, and how many were not: from before what is kept, of a time that has not come, or without room. */
export interface Taken {
  readonly taken: number;
  readonly tooOld: number;
  readonly ahead: number;
  readonly noRoom: number;
  /** Of the newest that was taken, by our clock, milliseconds since 1970; -Infinity where there is none. */
  readonly newest: number;
}

interface Known {
  readonly label: string;
  status: FlowSourceStatus;
  readonly examples: UnreadableLine[];
  /** What became of the flows that the source handed over. */
  handed: Taken;
  /** Times at which something was lost that have not come. */
  ahead: number;
}

const NONE: Taken = { taken: 0, tooOld: 0, ahead: 0, noRoom: 0, newest: Number.NEGATIVE_INFINITY };

/**
 * @param under the name by which the store knows the cluster.
 * @param minutesFrom the start of the first hour of which minutes are taken at a time: older flows are lost.
 */
export function createClusterTraffic(
  under: string,
  writer: FlowWriter,
  clock: () => number,
  minutesFrom: (now: number) => number,
): ClusterTraffic {
  let names: ClusterNames = { history: createNameHistory(), podRanges: [] };
  const aggregator: FlowAggregator = createFlowAggregator(() => names);
  const known = new Map<string, Known>();
  const running: FlowSource[] = [];
  /** Uploads that are under way. */
  const held: string[] = [];
  let sourcesForgotten = 0;
  let relay: HubbleRelay | undefined;
  let isStopped = false;
  let isNamed = () => {};
  const named = new Promise<void>((resolve) => {
    isNamed = resolve;
  });

  /** Of what was sent, what has ended before what has not. Its flows are kept as before. */
  const forgetOldest = (): void => {
    let oldest: FlowSourceStatus | undefined;
    for (const [source, { status }] of known) {
      if (running.some(({ id }) => id === source) || held.includes(source)) continue;
      if (oldest === undefined || isForgottenBefore(status, oldest)) oldest = status;
    }
    if (oldest === undefined) return;
    known.delete(oldest.source);
    sourcesForgotten++;
  };
  const of = (source: string, label = source): Known => {
    let found = known.get(source);
    if (found === undefined) {
      const since = new Date(clock()).toISOString();
      const counts = { records: 0, unreadable: 0, withoutFlow: 0, lost: 0 };
      const status: FlowSourceStatus = { source, state: 'waiting', since, ...counts };
      found = { label, status, examples: [], handed: NONE, ahead: 0 };
      if (known.size >= SOURCES_MOST) forgetOldest();
      known.set(source, found);
    }
    return found;
  };
  const flush = (now: number, all = false): void => {
    if (!writer.hasRoom && !all) return;
    const { rows, coverage } = aggregator.take(now, all);
    writer.write(under, asKept(rows), asKept(coverage));
  };
  /** What nobody can ask about counts in the state of its source alone. */
  const cover = (coverage: FlowCoverage, now: number): void => {
    if (coverage.t1 >= now - WINDOW_MOST_MS) aggregator.cover(coverage);
  };
  /** What is missing of a live source is missing now, whenever its clock says: nothing may count as unused for that. */
  const coverAhead = ({ source, node }: Pick<FlowObs, 'source' | 'node'>, records: number, now: number): void => {
    const of = { source, ...(node === undefined ? {} : { node }) };
    aggregator.cover({ type: 'lost', ...of, t0: now, t1: now, records, why: LOST.ahead });
  };
  const observe = (flows: readonly FlowObs[]): Taken => {
    const now = clock();
    const oldest = minutesFrom(now);
    const told = { ...NONE };
    for (const flow of flows) {
      const { source, node, t0, t1 } = flow;
      if (isAhead(flow, now)) {
        told.ahead++;
        coverAhead(flow, 1, now);
      } else if (t0 < oldest) {
        told.tooOld++;
        const of = { source, ...(node === undefined ? {} : { node }), t0, t1 };
        cover({ type: 'lost', ...of, records: 1, why: LOST.tooOld }, now);
      } else if (aggregator.observe(flow, now)) {
        told.taken++;
        if (t1 > told.newest) told.newest = Math.min(t1, now);
      } else told.noRoom++;
    }
    if (aggregator.isFilling) flush(now);
    return told;
  };
  const tellAhead = ({ source, node, t1 }: Pick<FlowObs, 'source' | 'node' | 't1'>): void => {
    const message = problemsOfFlows.ahead(new Date(t1).toISOString());
    sink.unreadable({ source, place: node ?? of(source).label, message });
  };
  const sink: FlowSink = {
    observe(flows) {
      const told = observe(flows);
      const [one] = flows;
      if (one !== undefined) {
        const known = of(one.source);
        known.handed = plus(known.handed, told);
        const ahead = told.ahead === 0 ? undefined : flows.find((flow) => isAhead(flow, clock()));
        if (ahead !== undefined) tellAhead(ahead);
      }
      return writer.hasRoom;
    },
    drained: () => writer.drained(),
    kept() {
      flush(clock(), true);
      return writer.written();
    },
    cover(coverage) {
      const now = clock();
      if (coverage.type === 'connected' || !isAhead(coverage, now)) {
        cover(coverage, now);
        return true;
      }
      const known = of(coverage.source);
      known.ahead++;
      tellAhead(coverage);
      coverAhead(coverage, coverage.records, now);
      return false;
    },
    unreadable({ source, place, message }) {
      const { examples } = of(source);
      if (examples.length < EXAMPLES_MOST) examples.push({ place, message });
    },
    status(status) {
      of(status.source).status = status;
    },
  };

  return {
    sink,
    observe,
    named,
    relay: () => relay,
    names({ whole, watched, changes, ranges, elsewhere, relay: found }) {
      const { history, knownSince: before = Number.POSITIVE_INFINITY } = names;
      const knownSince = watched === true ? Math.min(before, clock()) : Number.POSITIVE_INFINITY;
      names = { history, podRanges: parseRanges(ranges), elsewhere, knownSince };
      if (whole) {
        const told = new Set(changes.map(({ name }) => name));
        for (const name of history.held()) if (!told.has(name)) history.change({ name, at: clock(), holder: null });
      }
      for (const change of changes) history.change(change);
      relay = found;
      isNamed();
    },
    start(source) {
      of(source.id, source.label);
      running.push(source);
      void named.then(() => {
        if (!isStopped) source.start(sink);
      });
    },
    sources: () => [...known.values()].map(stateOf),
    hold(source) {
      held.push(source);
      return () => void held.splice(held.indexOf(source), 1);
    },
    get sourcesForgotten() {
      return sourcesForgotten;
    },
    flush,
    forget: (now) => names.history.forget(now - NAMES_KEPT_MS),
    async stop() {
      isStopped = true;
      await Promise.all(running.map((source) => source.stop()));
    },
  };
}

function isForgottenBefore(a: FlowSourceStatus, b: FlowSourceStatus): boolean {
  const isOver = ({ state }: FlowSourceStatus) => state === 'ended' || state === 'failed';
  return isOver(a) === isOver(b) ? a.since < b.since : isOver(a);
}

/** What the source says of itself, with what became of the flows that it handed over. */
function stateOf({ label, status, examples, handed, ahead: lostAhead }: Known): SourceState {
  const { records, unreadable, lost, newest: told, ...rest } = status;
  const { taken, ahead, tooOld, noRoom, newest: at } = handed;
  // of what was handed over only what was taken counts, and is of any time; who counts for itself says so itself
  const newest = handed === NONE ? told : Number.isFinite(at) ? new Date(at).toISOString() : undefined;
  return {
    ...rest,
    label,
    examples,
    records: handed === NONE ? records : taken,
    unreadable: unreadable + ahead + lostAhead,
    lost: lost + tooOld + noRoom,
    ...(newest === undefined ? {} : { newest }),
  };
}

function plus(a: Taken, b: Taken): Taken {
  return {
    taken: a.taken + b.taken,
    tooOld: a.tooOld + b.tooOld,
    ahead: a.ahead + b.ahead,
    noRoom: a.noRoom + b.noRoom,
    newest: Math.max(a.newest, b.newest),
  };
}
