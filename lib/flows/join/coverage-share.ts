import { getOr } from '#lib/get-or.ts';
import { HOUR_MS } from '../coverage-hours.ts';
import type { CoverageRow, FlowWindow } from '../flow-row.ts';

/** How much of a window was observed. */
export interface CoverageShares {
  /** At one node, 0 to 1; of a part of the window that begins later where `since` is given. */
  of(node: string, since?: number): number;
  /** Of the window, in milliseconds, at a node. */
  observedMs(node: string): number;
  /** The share at the node where it was observed least, of all that the cluster has or any source told of. */
  anywhere(since?: number): number;
}

interface OfHour {
  connectedMs: number;
  lost: number;
}

/**
 * What was observed of each node in a window, by the sources whose silence says something. Of an hour that lies in the
 * window only in part, what was not observed is taken to lie in that part: nobody kept when it was. An hour of which
 * anything was lost counts for nothing. Of several sources the one that observed more of an hour counts.
 * @param nodes those of the cluster.
 */
export function coverageShares(
  window: FlowWindow,
  rows: readonly CoverageRow[],
  complete: readonly string[],
  nodes: Iterable<string> = [],
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
  const hoursOfRows = [...bySource.values()].flatMap((nodes) =>
    [...nodes.values()].flatMap((hours) => [...hours.keys()]),
  );
  const firstOfRows = hoursOfRows.reduce((least, hour) => Math.min(least, hour), window.to);
  /** Before it nothing was observed, however long before it the window begins. */
  const first = Math.floor(Math.max(window.from, firstOfRows) / HOUR_MS) * HOUR_MS;
  const best = (part: FlowWindow, hour: number, node: string): number => {
    let most = 0;
    for (const nodes of bySource.values()) most = Math.max(most, ofHour(part, hour, nodes, node));
    return most;
  };
  /** By node: what was observed from the begin of each hour, from `first` on, to the end of the window. */
  const rests = new Map<string, readonly number[]>();
  const restsOf = (node: string): readonly number[] => {
    let rest = rests.get(node);
    if (rest === undefined) {
      const sums = [0];
      const hours = Math.ceil((window.to - first) / HOUR_MS);
      for (let at = hours - 1; at >= 0; at--) {
        sums.push((sums.at(-1) ?? 0) + best(window, first + at * HOUR_MS, node));
      }
      rest = sums.reverse();
      rests.set(node, rest);
    }
    return rest;
  };
  const observedSince = (node: string, since: number): number => {
    const from = Math.max(since, window.from);
    const hour = Math.floor(from / HOUR_MS) * HOUR_MS;
    return best({ from, to: window.to }, hour, node) + (restsOf(node)[Math.max(0, (hour - first) / HOUR_MS + 1)] ?? 0);
  };
  const shareOf = (node: string, since = window.from): number => {
    const length = window.to - Math.max(since, window.from);
    return length <= 0 ? 0 : observedSince(node, since) / length;
  };
  const all = new Set([...nodes, ...rows.map(({ node }) => shortName(node))]);
  all.delete(''); // of a source that does not say where: it counts at every node
  const least = new Map<number, number>();
  return {
    observedMs: (node) => observedSince(node, window.from),
    of: shareOf,
    anywhere(since = window.from) {
      const every = () => [...(all.size === 0 ? [''] : all)];
      return getOr(least, since, () => every().reduce((share, node) => Math.min(share, shareOf(node, since)), 1));
    },
  };
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
