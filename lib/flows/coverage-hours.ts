import type { FlowCoverage } from './flow-obs.ts';
import type { CoverageRow } from './flow-row.ts';
import { MINUTE_MS } from './flow-windows.ts';

export const HOUR_MS = 60 * MINUTE_MS;

/** Minutes, and hours of long ago, with counts that are held by node; beyond, what comes counts at every node. */
const COUNTS_MOST = 100_000;

/** What was observed, and lost, by source and node, until it is taken with the rows of the same minutes. Bounded. */
export interface CoverageHours {
  /** More than half of the room is taken: it is time to take what is closed. */
  readonly isFilling: boolean;
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
  readonly counts: Map<number, Counts>;
}

interface Counts {
  records: number;
  lost: number;
}

function keyOf(source: string, node: string): string {
  return `${source}\n${node}`;
}

export function createCoverageHours(countsMost = COUNTS_MOST): CoverageHours {
  const nodes = new Map<string, OfNode>();
  let held = 0;
  /** All up to here was taken once. */
  let taken = Number.NEGATIVE_INFINITY;
  const of = (source: string, node: string): OfNode => {
    const key = keyOf(source, node);
    let known = nodes.get(key);
    if (known === undefined) {
      known = { source, node, until: Number.NEGATIVE_INFINITY, spans: [], counts: new Map() };
      nodes.set(key, known);
    }
    return known;
  };
  /** Where there is no room it is of no node, which is every node, by the hour: what was lost stays lost. */
  const countsOf = (source: string, node: string, at: number): Counts => {
    const hour = Math.floor(at / HOUR_MS) * HOUR_MS;
    const isPast = at < taken - HOUR_MS;
    const minute = Math.floor((isPast ? hour : at) / MINUTE_MS);
    const known = nodes.get(keyOf(source, node))?.counts.get(minute);
    if (known !== undefined) return known;
    const hasRoom = held < countsMost;
    if (!hasRoom && node !== '') return countsOf(source, '', hour);
    const { counts } = of(source, node);
    const added = { records: 0, lost: 0 };
    counts.set(minute, added);
    held++;
    return added;
  };
  return {
    get isFilling() {
      return held > countsMost / 2;
    },
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
      if (Number.isFinite(until)) taken = Math.max(taken, until);
      held = 0;
      const rows: CoverageRow[] = [];
      for (const [key, known] of nodes) {
        rows.push(...takeNode(known, until));
        held += known.counts.size;
        // who was never observed for a time has nothing that is to be remembered
        if (known.counts.size === 0 && known.until === Number.NEGATIVE_INFINITY) nodes.delete(key);
      }
      return rows;
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
