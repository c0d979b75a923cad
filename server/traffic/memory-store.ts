import { createEdgeSums } from '#lib/flows/edge-sums.ts';
import type { FlowVerdict } from '#lib/flows/flow-obs.ts';
import type { CoverageRow, FlowEdges, FlowRow, FlowWindow } from '#lib/flows/flow-row.ts';
import { mergedCoverage } from '#lib/flows/merged-coverage.ts';
import { edgeName, type FlowFilter, type FlowStore } from './flow-store.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './tiers.ts';

/** Of clusters of which nothing is kept: the oldest minutes make room. */
const ROWS_MOST = 200_000;

interface OfCluster {
  rows: FlowRow[];
  coverage: CoverageRow[];
}

/** Flows that last as long as the process: of what was opened from the page, and where the data folder cannot be written to. */
export function createMemoryStore(): FlowStore {
  const clusters = new Map<string, OfCluster>();
  const of = (cluster: string): OfCluster => {
    const known = clusters.get(cluster) ?? { rows: [], coverage: [] };
    clusters.set(cluster, known);
    return known;
  };
  const within = (cluster: string, window: FlowWindow, filter: FlowFilter): readonly FlowRow[] => {
    const from = Math.floor(window.from / MINUTE_MS) * MINUTE_MS;
    return of(cluster).rows.filter((row) => row.minute >= from && row.minute < window.to && isWanted(row, filter));
  };
  return {
    async appendWindow(cluster, rows, coverage) {
      const known = of(cluster);
      known.rows.push(...rows);
      known.coverage.push(...coverage);
      if (known.rows.length > ROWS_MOST) known.rows = known.rows.slice(-ROWS_MOST);
    },
    edges: async (cluster, window, filter = {}) => edgesOf(within(cluster, window, filter), filter),
    seen: async (cluster, filter = {}) =>
      edgesOf(within(cluster, { from: 0, to: Number.POSITIVE_INFINITY }, filter), filter),
    async timeline(cluster, window, stepMs, filter = {}) {
      const steps = new Map<number, Partial<Record<FlowVerdict, number>>>();
      for (const { minute, verdict, connections } of within(cluster, window, filter)) {
        if (connections === null) continue;
        const at = Math.max(window.from, Math.floor((minute - window.from) / stepMs) * stepMs + window.from);
        const counts = steps.get(at) ?? {};
        counts[verdict] = (counts[verdict] ?? 0) + connections;
        steps.set(at, counts);
      }
      return [...steps].sort(([a], [b]) => a - b).map(([at, counts]) => ({ at, counts }));
    },
    async coverage(cluster, { from, to }) {
      const first = Math.floor(from / HOUR_MS) * HOUR_MS;
      const wanted = of(cluster).coverage.filter(({ hour }) => hour >= first && hour < to);
      return mergedCoverage(wanted)
        .map((row) => ({ ...row, connectedMs: Math.min(row.connectedMs, HOUR_MS) }))
        .sort((a, b) => a.hour - b.hour || compare(a.source, b.source) || compare(a.node, b.node));
    },
    async retain(now, { minuteDays }) {
      const oldest = Math.floor((now - minuteDays * DAY_MS) / HOUR_MS) * HOUR_MS;
      for (const known of clusters.values()) {
        known.rows = known.rows.filter(({ minute }) => minute >= oldest);
        known.coverage = known.coverage.filter(({ hour }) => hour >= oldest);
      }
    },
    async close() {},
  };
}

function isWanted(row: FlowRow, { ends, verdicts, only }: FlowFilter): boolean {
  const { from, to, verdict } = row;
  if (only !== undefined && !only.includes(edgeName(row))) return false;
  if (ends !== undefined && !ends.includes(from) && !ends.includes(to)) return false;
  return verdicts === undefined || verdicts.includes(verdict);
}

function edgesOf(rows: readonly FlowRow[], { limit }: FlowFilter): FlowEdges {
  const sums = createEdgeSums();
  for (const row of rows) sums.add(row);
  const edges = sums.edges();
  return { edges: edges.slice(0, limit), total: edges.length };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
