import { HOUR_MS } from '../coverage-hours.ts';
import type { CoverageRow, FlowWindow } from '../flow-row.ts';

/** How much of a window was observed. */
export interface CoverageShares {
  /** At one node, 0 to 1. */
  of(node: string): number;
  /** Of the window, in milliseconds, at a node. */
  observedMs(node: string): number;
}

interface OfHour {
  connectedMs: number;
  lost: number;
}

/**
 * What was observed of each node in a window, by the sources whose silence says something. Of an hour that lies in the
 * window only in part, what was not observed is taken to lie in that part: nobody kept when it was. An hour of which
 * anything was lost counts for nothing. Of several sources the one that observed more of an hour counts.
 */
export function coverageShares(
  window: FlowWindow,
  rows: readonly CoverageRow[],
  complete: readonly string[],
): CoverageShares {
  const bySource = new Map<string, Map<string, Map<number, OfHour>>>();
  for (const { source, node, hour, connectedMs, lost } of rows) {
    if (!complete.includes(source)) continue;
    const nodes = getOr(bySource, source, () => new Map<string, Map<number, OfHour>>());
    const hours = getOr(nodes, shortName(node), () => new Map<number, OfHour>());
    const known = getOr(hours, hour, () => ({ connectedMs: 0, lost: 0 }));
    known.connectedMs += connectedMs;
    known.lost += lost;
  }
  const memo = new Map<string, number>();
  const observedMs = (node: string): number => {
    let total = memo.get(node);
    if (total === undefined) {
      total = 0;
      for (let hour = Math.floor(window.from / HOUR_MS) * HOUR_MS; hour < window.to; hour += HOUR_MS) {
        let best = 0;
        for (const nodes of bySource.values()) best = Math.max(best, ofHour(window, hour, nodes, node));
        total += best;
      }
      memo.set(node, total);
    }
    return total;
  };
  const length = window.to - window.from;
  return { observedMs, of: (node) => (length <= 0 ? 0 : observedMs(node) / length) };
}

function ofHour(
  { from, to }: FlowWindow,
  hour: number,
  nodes: ReadonlyMap<string, ReadonlyMap<number, OfHour>>,
  node: string,
): number {
  const own = nodes.get(node)?.get(hour);
  const everywhere = nodes.get('')?.get(hour); // of a source that does not say where, or of all
  if ((own?.lost ?? 0) > 0 || (everywhere?.lost ?? 0) > 0) return 0;
  const end = Math.min(hour + HOUR_MS, to);
  const connected = Math.min(Math.max(own?.connectedMs ?? 0, everywhere?.connectedMs ?? 0), end - hour);
  const missed = end - hour - connected;
  return Math.max(0, end - Math.max(hour, from) - missed);
}

/** Hubble writes `cluster/node`. */
function shortName(node: string): string {
  return node.slice(node.lastIndexOf('/') + 1);
}

function getOr<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
