import { type CoverageHours, coverWith, createCoverageHours } from './coverage-hours.ts';
import { createFlowDirections } from './flow-direction.ts';
import { backendPort, type ClusterNames, resolveEnd } from './flow-ends.ts';
import type { FlowCoverage, FlowObs } from './flow-obs.ts';
import type { CoverageRow, FlowRow } from './flow-row.ts';
import { createFlowWindows, MINUTE_MS, WATERMARK_MS } from './flow-windows.ts';
import { createRecentKeys, KeyHash } from './recent-keys.ts';

/** What is not told to be so late a duplicate any more: a source that connects again tells its last seconds twice. */
const DUPLICATES_KEPT_MS = 120_000;

/** The observations of one cluster on their way to its store. */
export interface FlowAggregator {
  /** False where there was no room: it is counted as lost. @param now milliseconds of a clock that goes on. */
  observe(flow: FlowObs, now: number): boolean;
  /** More than half of the room is taken: it is time to take what is closed. */
  readonly isFilling: boolean;
  cover(coverage: FlowCoverage): void;
  /**
   * Rows and coverage of the minutes that are closed at `now`, to be kept together; `all`: of every minute, where nothing
   * more comes.
   */
  take(now: number, all?: boolean): { readonly rows: readonly FlowRow[]; readonly coverage: readonly CoverageRow[] };
}

export interface AggregatorOptions {
  /** Edges of all minutes that are held together. */
  readonly edges?: number;
  /** Keys of duplicates and of connections, each a power of two. */
  readonly keys?: number;
}

/** At most 120 MB of edges and 3 × 16 MB of keys: within the budget of 200 MB. */
const EDGES = 150_000;
const KEYS = 2 ** 20;

/** Names may be replaced by others while it runs: they are asked for with each flow. */
export function createFlowAggregator(
  names: () => ClusterNames,
  { edges = EDGES, keys = KEYS }: AggregatorOptions = {},
): FlowAggregator {
  const known = createRecentKeys(keys, DUPLICATES_KEPT_MS);
  const connections = createRecentKeys(keys, DUPLICATES_KEPT_MS);
  const directions = createFlowDirections(keys);
  const windows = createFlowWindows(edges);
  const hours: CoverageHours = createCoverageHours();
  const hash = new KeyHash();

  return {
    get isFilling() {
      return windows.fresh > edges / 2 || hours.isFilling;
    },
    observe(told, now) {
      if (!known.add(identityOf(hash, told), now)) return true;
      const { source, node = '', t0 } = told;
      const cluster = names();
      let from = resolveEnd('from', told, cluster);
      let to = resolveEnd('to', told, cluster);
      const flow = directions.orient(told, from.holder, to.holder, now);
      if (flow.from !== told.from) {
        from = resolveEnd('from', flow, cluster);
        to = resolveEnd('to', flow, cluster);
      }
      const isNew = flow.connections !== 1 || connections.add(connectionOf(hash, flow), now);
      const windowed = {
        flow,
        from: from.end,
        to: to.end,
        port: backendPort(flow, to.holder),
        connections: isNew ? flow.connections : 0,
      };
      const isTaken = windows.add(windowed);
      if (isTaken) hours.records(source, node, t0);
      else hours.lost(source, node, t0, 1);
      return isTaken;
    },
    cover: (coverage) => coverWith(hours, coverage),
    take(now, all = false) {
      const closed = Math.floor((now - WATERMARK_MS) / MINUTE_MS) * MINUTE_MS;
      return { rows: windows.take(now, all), coverage: hours.take(all ? Number.POSITIVE_INFINITY : closed) };
    },
  };
}

/** The event itself: by the source's own identity, else by all that is told of it. The source does not count. */
function identityOf(hash: KeyHash, flow: FlowObs): KeyHash {
  hash.start();
  if (flow.id !== undefined) return hash.text(flow.id);
  const { from, to } = flow;
  return hash
    .text(flow.node)
    .number(flow.t0)
    .number(flow.t1)
    .text(from.ip ?? from.pod ?? from.workload?.name)
    .text(from.namespace)
    .number(flow.fromPort)
    .text(to.ip ?? to.pod ?? to.workload?.name ?? to.names?.[0])
    .text(to.namespace)
    .number(flow.toPort)
    .number(flow.protocol)
    .text(flow.verdict)
    .text(flow.decidedAt ?? '')
    .number(flow.seenAt)
    .number(flow.connections)
    .number(flow.bytesOut)
    .number(flow.bytesIn);
}

/**
 * The connection in its minute, at one end: a refused one is tried again and again, and counts once
 * (specs/traffic.md §2.3). Without the client's port every event is one of its own.
 */
function connectionOf(hash: KeyHash, flow: FlowObs): KeyHash {
  const { from, to, fromPort } = flow;
  if (fromPort === undefined) return identityOf(hash, flow);
  return hash
    .start()
    .number(Math.floor(flow.t0 / MINUTE_MS))
    .text(from.ip ?? from.pod)
    .number(fromPort)
    .text(to.ip ?? to.pod)
    .number(flow.toPort)
    .number(flow.protocol)
    .text(flow.verdict)
    .number(flow.seenAt);
}
