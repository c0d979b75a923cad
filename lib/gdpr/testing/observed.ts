import type { FlowEdge } from '#lib/flows/flow-row.ts';
import type { ObservedTraffic } from '#lib/flows/observed.ts';
import type { ObservedFacts } from '../observed-facts.ts';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
/** The end of what was observed. */
export const OBSERVED_UNTIL = Date.parse('2026-11-24T12:00:00Z');

/** An allowed flow of TCP that was seen in the last hour. Ends without a colon are Deployments `ns/name`. */
export function flow(from: string, to: string, port: number | null, part: Partial<FlowEdge> = {}): FlowEdge {
  return {
    ...{ from: end(from), to: end(to), port, protocol: 6, verdict: 'allowed', decidedAt: null, trust: 'datapath' },
    ...{ policies: '', seenAt: 3, directionUnknown: false, connections: 12, bytesOut: null, bytesIn: null },
    ...{ sampling: 1, first: OBSERVED_UNTIL - 20 * HOUR, last: OBSERVED_UNTIL - HOUR, minutes: 9 },
    ...part,
  };
}

function end(name: string): string {
  return name.includes(':') || name.split('/').length !== 2 ? name : name.replace('/', '/Deployment/');
}

export interface ObservedShape extends Omit<Partial<ObservedTraffic>, 'edges'> {
  readonly days?: number;
  /** Nodes that were observed all the time. */
  readonly nodes?: readonly string[];
}

/** What Hubble told of some days, whole at the nodes n1 and n2. */
export function observed(edges: readonly FlowEdge[], shape: ObservedShape = {}): ObservedFacts {
  const { days = 1, nodes = ['n1', 'n2'], ...part } = shape;
  const window = { from: OBSERVED_UNTIL - days * DAY, to: OBSERVED_UNTIL };
  const hours = Array.from({ length: days * 24 }, (_, hour) => window.from + hour * HOUR);
  return {
    traffic: {
      window,
      edges,
      leftOut: 0,
      coverage: nodes.flatMap((node) =>
        hours.map((hour) => ({ hour, source: 'hubble', node, connectedMs: HOUR, records: 1, lost: 0 })),
      ),
      complete: ['hubble'],
      ...part,
    },
  };
}
