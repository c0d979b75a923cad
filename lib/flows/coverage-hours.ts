import type { FlowCoverage } from './flow-obs.ts';
import type { CoverageRow } from './flow-row.ts';
import { MINUTE_MS } from './flow-windows.ts';

export const HOUR_MS = 60 * MINUTE_MS;

/** What was observed, and lost, by source and node, until it is taken with the rows of the same minutes. */
export interface CoverageHours {
  connected(source: string, node: string, t0: number, t1: number): void;
  /** One record was taken in at that time, or lost. */
  records(source: string, node: string, at: number): void;
  lost(source: string, node: string, at: number, records: number): void;
  /** All up to `until`: what is told of a time goes with the rows of that time, so that a kill loses both. */
  take(until: number): readonly CoverageRow[];
}

interface OfNode {
  readonly source: string;
  readonly node: string;
  /** Observed until here is counted or waits: the same time counts once. */
  until: number;
  spans: [number, number][];
  /** By minute. */
  readonly counts: Map<number, { records: number; lost: number }>;
}

export function createCoverageHours(): CoverageHours {
  const nodes = new Map<string, OfNode>();
  const of = (source: string, node: string): OfNode => {
    const key = `${source}\n${node}`;
    let known = nodes.get(key);
    if (known === undefined) {
      known = { source, node, until: Number.NEGATIVE_INFINITY, spans: [], counts: new Map() };
      nodes.set(key, known);
    }
    return known;
  };
  const countsOf = (source: string, node: string, at: number) => {
    const { counts } = of(source, node);
    const minute = Math.floor(at / MINUTE_MS);
    let known = counts.get(minute);
    if (known === undefined) {
      known = { records: 0, lost: 0 };
      counts.set(minute, known);
    }
    return known;
  };
  return {
    connected(source, node, t0, t1) {
      const known = of(source, node);
      const from = Math.max(t0, known.until);
      if (t1 <= from) return;
      known.until = t1;
      const last = known.spans.at(-1);
      if (last !== undefined && last[1] === from) last[1] = t1;
      else known.spans.push([from, t1]);
    },
    records(source, node, at) {
      countsOf(source, node, at).records++;
    },
    lost(source, node, at, records) {
      countsOf(source, node, at).lost += records;
    },
    take(until) {
      return [...nodes.values()].flatMap((known) => takeNode(known, until));
    },
  };
}

function takeNode(known: OfNode, until: number): readonly CoverageRow[] {
  const hours = new Map<number, { connectedMs: number; records: number; lost: number }>();
  const hourOf = (at: number) => {
    const hour = Math.floor(at / HOUR_MS) * HOUR_MS;
    let row = hours.get(hour);
    if (row === undefined) {
      row = { connectedMs: 0, records: 0, lost: 0 };
      hours.set(hour, row);
    }
    return row;
  };
  const later: [number, number][] = [];
  for (const [from, to] of known.spans) {
    const end = Math.min(to, until);
    for (let at = from; at < end; at = Math.floor(at / HOUR_MS) * HOUR_MS + HOUR_MS) {
      hourOf(at).connectedMs += Math.min(end, Math.floor(at / HOUR_MS) * HOUR_MS + HOUR_MS) - at;
    }
    if (to > until) later.push([Math.max(from, until), to]);
  }
  known.spans = later;
  for (const [minute, counts] of known.counts) {
    if ((minute + 1) * MINUTE_MS > until) continue;
    const row = hourOf(minute * MINUTE_MS);
    row.records += counts.records;
    row.lost += counts.lost;
    known.counts.delete(minute);
  }
  return [...hours].map(([hour, row]) => ({ hour, source: known.source, node: known.node, ...row }));
}

/** `coverage` as a source tells it. */
export function coverWith(hours: CoverageHours, coverage: FlowCoverage): void {
  const { source, node = '', t0, t1 } = coverage;
  if (coverage.type === 'connected') hours.connected(source, node, t0, t1);
  else hours.lost(source, node, t0, coverage.records);
}
