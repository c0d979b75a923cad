import type { FlowEdge } from '../flow-row.ts';
import type { ObservedTraffic } from '../observed.ts';

const HOUR = 60 * 60_000;

/** An edge that was allowed and counted once, on TCP 80, as a test needs it. */
export function someEdge(from: string, to: string, part: Partial<FlowEdge> = {}): FlowEdge {
  return {
    ...{ from, to, port: 80, protocol: 6, verdict: 'allowed', decidedAt: null, trust: 'datapath', policies: '' },
    ...{ seenAt: 3, directionUnknown: false, connections: 1, bytesOut: null, bytesIn: null, sampling: 1 },
    ...{ first: 0, last: 0, minutes: 1 },
    ...part,
  };
}

/** A day of which everything was observed at the nodes n1 and n2. */
export function someTraffic(edges: readonly FlowEdge[], part: Partial<ObservedTraffic> = {}): ObservedTraffic {
  const hours = Array.from({ length: 24 }, (_, hour) => hour * HOUR);
  return {
    window: { from: 0, to: 24 * HOUR },
    edges,
    leftOut: 0,
    coverage: ['n1', 'n2'].flatMap((node) =>
      hours.map((hour) => ({ hour, source: 'hubble', node, connectedMs: HOUR, records: 1, lost: 0 })),
    ),
    complete: ['hubble'],
    ...part,
  };
}
