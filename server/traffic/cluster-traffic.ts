import type { SourceState, UnreadableLine } from '#lib/api/traffic-schemas.ts';
import type { HubbleRelay } from '#lib/flows/find-hubble-relay.ts';
import { createFlowAggregator, type FlowAggregator } from '#lib/flows/flow-aggregator.ts';
import { type ClusterNames, parseRanges } from '#lib/flows/flow-ends.ts';
import type { FlowObs } from '#lib/flows/flow-obs.ts';
import { createNameHistory, NAMES_KEPT_MS } from '#lib/flows/name-history.ts';
import type { FlowSink, FlowSource, FlowSourceStatus } from './flow-source.ts';
import type { FlowWriter } from './flow-writer.ts';
import type { NamesMessage } from './traffic-messages.ts';

/** So many of what could not be read are shown. */
const EXAMPLES_MOST = 10;

/** One cluster's flows on their way: names, sums, sources. */
export interface ClusterTraffic {
  readonly sink: FlowSink;
  /** How many of them were lost: there was no room. */
  observe(flows: readonly FlowObs[]): number;
  names(message: NamesMessage): void;
  /** Resolves when the cluster's objects are known: before, every address would be a stranger's. */
  readonly named: Promise<void>;
  /** The cluster's Hubble Relay as its objects are now. */
  relay(): HubbleRelay | undefined;
  /** The source begins once the cluster's objects are known. */
  start(source: FlowSource): void;
  sources(): readonly SourceState[];
  /** Hands the minutes that are closed to the writer; `all`: every minute. Nothing while the writer has no room. */
  flush(now: number, all?: boolean): void;
  /** Forgets who had which address longer ago than anything is expected. */
  forget(now: number): void;
  stop(): Promise<void>;
}

interface Known {
  readonly label: string;
  status: FlowSourceStatus;
  readonly examples: UnreadableLine[];
}

/** @param under the name by which the store knows the cluster. */
export function createClusterTraffic(under: string, writer: FlowWriter, clock: () => number): ClusterTraffic {
  let names: ClusterNames = { history: createNameHistory(), podRanges: [] };
  const aggregator: FlowAggregator = createFlowAggregator(() => names);
  const known = new Map<string, Known>();
  const running: FlowSource[] = [];
  let relay: HubbleRelay | undefined;
  let isStopped = false;
  let isNamed = () => {};
  const named = new Promise<void>((resolve) => {
    isNamed = resolve;
  });

  const of = (source: string, label = source): Known => {
    let found = known.get(source);
    if (found === undefined) {
      const since = new Date(clock()).toISOString();
      const status: FlowSourceStatus = { source, state: 'waiting', since, records: 0, unreadable: 0, lost: 0 };
      found = { label, status, examples: [] };
      known.set(source, found);
    }
    return found;
  };
  const flush = (now: number, all = false): void => {
    if (!writer.hasRoom && !all) return;
    const { rows, coverage } = aggregator.take(now, all);
    writer.write(under, rows, coverage);
  };
  const observe = (flows: readonly FlowObs[]): number => {
    const now = clock();
    let lost = 0;
    for (const flow of flows) if (!aggregator.observe(flow, now)) lost++;
    if (aggregator.isFilling) flush(now);
    return lost;
  };
  const sink: FlowSink = {
    observe(flows) {
      observe(flows);
      return writer.hasRoom;
    },
    drained: () => writer.drained(),
    kept() {
      flush(clock(), true);
      return writer.written();
    },
    cover: (coverage) => aggregator.cover(coverage),
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
    names({ whole, changes, ranges, relay: found }) {
      const { history } = names;
      names = { history, podRanges: parseRanges(ranges) };
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
    sources: () => [...known.values()].map(({ label, status, examples }) => ({ ...status, label, examples })),
    flush,
    forget: (now) => names.history.forget(now - NAMES_KEPT_MS),
    async stop() {
      isStopped = true;
      await Promise.all(running.map((source) => source.stop()));
    },
  };
}
