import { createEdgeSum, edgeKey, inOrder } from '#lib/flows/edge-sums.ts';
import type { FlowVerdict } from '#lib/flows/flow-obs.ts';
import type { CoverageRow, FlowEdge, FlowEdges, FlowRow, FlowWindow } from '#lib/flows/flow-row.ts';
import { plus } from '#lib/flows/merge-ends.ts';
import { mergedCoverage } from '#lib/flows/merged-coverage.ts';
import { endsWanted, isEndWanted } from './ends-wanted.ts';
import { edgeName, type FlowFilter, type FlowRetention, type FlowStore } from './flow-store.ts';
import { HOUR_MS, MINUTE_MS } from './tiers.ts';
import { minutesKeptFrom } from './times-taken.ts';
import { withoutTooOld } from './too-old-rows.ts';

/** Of clusters of which nothing is kept: the oldest minutes make room. */
const ROWS_MOST = 200_000;
/** Likewise of hours of coverage, by source and node. */
const COVERAGE_MOST = 50_000;

interface OfCluster {
  /** By edge, so that what is asked of an edge is looked at once. */
  readonly edges: Map<string, FlowRow[]>;
  rows: number;
  coverage: CoverageRow[];
  /** With more rows they are summed. */
  coverageMost: number;
}

export interface MemoryStore extends FlowStore {
  /** Forgets a cluster. */
  drop(cluster: string): void;
}

/** Flows that last as long as the process: of the demo, and of what was opened from the page. */
export function createMemoryStore(): MemoryStore {
  const clusters = new Map<string, OfCluster>();
  let minutesFrom = 0;
  let keeps: FlowRetention | undefined;
  const of = (cluster: string): OfCluster => {
    const known = clusters.get(cluster) ?? { edges: new Map(), rows: 0, coverage: [], coverageMost: COVERAGE_MOST };
    clusters.set(cluster, known);
    return known;
  };
  const edges = (cluster: string, { from, to }: FlowWindow, filter: FlowFilter): FlowEdges => {
    const found: FlowEdge[] = [];
    const isWanted = wantedRow(filter);
    for (const rows of of(cluster).edges.values()) {
      if (!isWanted(rows[0] as FlowRow)) continue;
      const sum = createEdgeSum();
      for (const row of rows) if (row.minute >= from && row.minute < to) sum.add(row);
      const edge = sum.edge();
      if (edge !== undefined) found.push(edge);
    }
    found.sort(inOrder);
    return { edges: found.slice(0, filter.limit), total: found.length };
  };
  return {
    get minutesFrom() {
      return minutesFrom;
    },
    sumsFrom: 0, // it sums nothing
    get keeps() {
      return keeps;
    },
    async keepFor(keep) {
      keeps = keep;
    },
    async appendWindow(cluster, told, toldCoverage) {
      const known = of(cluster);
      const { rows, coverage } = withoutTooOld(told, toldCoverage, minutesFrom);
      for (const row of rows) {
        const key = edgeKey(row);
        const same = known.edges.get(key);
        if (same === undefined) known.edges.set(key, [row]);
        else same.push(row);
      }
      known.rows += rows.length;
      for (const row of coverage) known.coverage.push(row);
      if (known.coverage.length > known.coverageMost) coverLess(known);
      if (known.rows > ROWS_MOST) forget(known, minuteOfNewest(known, ROWS_MOST));
    },
    edges: async (cluster, { from, to }, filter = {}) =>
      edges(cluster, { from: Math.floor(from / MINUTE_MS) * MINUTE_MS, to }, filter),
    async edgesEver(cluster, { from, to }, limit) {
      const found = edges(cluster, { from: Math.floor(from / MINUTE_MS) * MINUTE_MS, to }, { limit });
      const rows = of(cluster).edges;
      const times = (same: readonly FlowRow[]) => ({
        first: same.reduce((least, row) => Math.min(least, row.first), Number.POSITIVE_INFINITY),
        last: same.reduce((most, row) => Math.max(most, row.last), Number.NEGATIVE_INFINITY),
      });
      const oldest = [...rows.values()].reduce((least, same) => Math.min(least, times(same).first), Infinity);
      return {
        ...found,
        ever: found.edges.map((edge) => times(rows.get(edgeKey(edge)) ?? [])),
        ...(Number.isFinite(oldest) ? { since: oldest } : {}),
      };
    },
    seen: async (cluster, filter = {}) => edges(cluster, { from: 0, to: Number.POSITIVE_INFINITY }, filter),
    async timeline(cluster, window, stepMs, filter = {}) {
      const first = Math.floor(window.from / MINUTE_MS) * MINUTE_MS;
      const steps = new Map<number, Partial<Record<FlowVerdict, number>>>();
      const isWanted = wantedRow(filter);
      for (const rows of of(cluster).edges.values()) {
        if (!isWanted(rows[0] as FlowRow)) continue;
        for (const { minute, verdict, connections } of rows) {
          if (connections === null || minute < first || minute >= window.to) continue;
          const at = Math.max(window.from, Math.floor((minute - window.from) / stepMs) * stepMs + window.from);
          const counts = steps.get(at) ?? {};
          counts[verdict] = plus(counts[verdict] ?? 0, connections) ?? 0;
          steps.set(at, counts);
        }
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
    clusters: async () => [...clusters.keys()].sort(),
    sources: async (cluster) => [...new Set(of(cluster).coverage.map(({ source }) => source))].sort(),
    async retain(now, { minuteDays }) {
      minutesFrom = Math.max(minutesFrom, minutesKeptFrom(now, minuteDays));
      for (const known of clusters.values()) forget(known, minutesFrom);
    },
    drop: (cluster) => void clusters.delete(cluster),
    async close() {},
  };
}

function forget(known: OfCluster, before: number): void {
  known.rows = 0;
  for (const [key, rows] of known.edges) {
    const kept = rows.filter(({ minute }) => minute >= before);
    if (kept.length === 0) known.edges.delete(key);
    else known.edges.set(key, kept);
    known.rows += kept.length;
  }
  known.coverage = known.coverage.filter(({ hour }) => hour + HOUR_MS > before);
}

/** Sums what is told of one hour, source and node; where there is too much of it all the same, the oldest hours go. */
function coverLess(known: OfCluster): void {
  const merged = mergedCoverage(known.coverage).toSorted((a, b) => b.hour - a.hour);
  known.coverage = merged.slice(0, COVERAGE_MOST);
  known.coverageMost = Math.max(COVERAGE_MOST, 2 * known.coverage.length);
}

/** Of the newest rows, the first minute whose rows are all among them. */
function minuteOfNewest({ edges }: OfCluster, rows: number): number {
  const minutes = [...edges.values()].flatMap((of) => of.map(({ minute }) => minute)).sort((a, b) => b - a);
  return (minutes[rows] ?? Number.NEGATIVE_INFINITY) + MINUTE_MS;
}

function wantedRow({ ends, verdicts, only }: FlowFilter): (row: FlowRow) => boolean {
  const wanted = ends && endsWanted(ends);
  const names = only && new Set(only);
  return (row) => {
    if (names !== undefined && !names.has(edgeName(row))) return false;
    if (wanted !== undefined && !isEndWanted(wanted, row.from) && !isEndWanted(wanted, row.to)) return false;
    return verdicts === undefined || verdicts.includes(row.verdict);
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
