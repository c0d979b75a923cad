import type { JoinedEdge, ObservedTraffic } from '#lib/flows/observed.ts';
import { protocolWord } from '#lib/text/en/observed-flow.ts';
import type { GapObservations, ObservedFlow } from './types.ts';

/** Flows that one gap shows. */
const MOST_SHOWN = 5;

/** The flows behind a claim, those with the most connections first. */
export function observedSample(
  traffic: ObservedTraffic,
  edges: readonly Pick<JoinedEdge, 'from' | 'to' | 'port' | 'protocol' | 'seen'>[],
  most = MOST_SHOWN,
): GapObservations {
  const flows = edges.flatMap(({ from, to, port, protocol, seen }): readonly ObservedFlow[] =>
    seen === undefined
      ? []
      : [
          {
            ...{ from, to, port, protocol: protocolWord(protocol), connections: seen.connections },
            ...{ first: timeOf(seen.first), last: timeOf(seen.last) },
          },
        ],
  );
  flows.sort((a, b) => (b.connections ?? 0) - (a.connections ?? 0) || compare(keyOf(a), keyOf(b)));
  return {
    ...windowOf(traffic),
    flows: flows.slice(0, most),
    more: Math.max(0, flows.length - most),
  };
}

/** That nothing was observed. @param coverage of the end that was observed least. */
export function notObserved(traffic: ObservedTraffic, from: number, coverage: number): GapObservations {
  const { window, sources } = windowOf(traffic);
  return {
    window: { ...window, from: timeOf(from) },
    sources,
    ...{ flows: [], more: 0 },
    coverage: Math.floor(coverage * 1000) / 1000,
  };
}

type Window = Pick<GapObservations, 'window' | 'sources'>;
const windows = new WeakMap<ObservedTraffic, Window>();

/** Once for all gaps: coverage of months is long. */
function windowOf(traffic: ObservedTraffic): Window {
  let found = windows.get(traffic);
  if (found === undefined) {
    const { from, to } = traffic.window;
    const sources = new Set<string>();
    for (const { source } of traffic.coverage) sources.add(source);
    found = { window: { from: timeOf(from), to: timeOf(to) }, sources: [...sources].sort() };
    windows.set(traffic, found);
  }
  return found;
}

export function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}

function keyOf({ from, to, protocol, port }: ObservedFlow): string {
  return `${from} ${to} ${protocol} ${port}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
