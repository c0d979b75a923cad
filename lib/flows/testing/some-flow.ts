import type { FlowObs } from '../flow-obs.ts';

/** A connection of web to db, allowed, seen at the client, as a test needs it. */
export function someFlow(part: Partial<FlowObs> = {}): FlowObs {
  const t0 = part.t0 ?? 0;
  return {
    source: 'hubble',
    t0,
    t1: t0,
    seenAt: 1,
    from: { ip: '10.0.0.1' },
    to: { ip: '10.0.0.2' },
    protocol: 6,
    fromPort: 40_000,
    toPort: 5432,
    verdict: 'allowed',
    decidedAt: 'egress',
    trust: 'datapath',
    policies: [],
    connections: 1,
    bytesOut: null,
    bytesIn: null,
    packetsOut: null,
    packetsIn: null,
    sampling: 1,
    ...part,
  };
}
