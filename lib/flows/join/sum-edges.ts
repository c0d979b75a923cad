import type { FlowEdge } from '../flow-row.ts';
import { plus, weaker } from '../merge-ends.ts';

/** Edges of the same ends, port and protocol as one. Minutes may overlap: there were at least as many as of one of them. */
export function sumEdges(edges: readonly FlowEdge[]): FlowEdge {
  const [one, ...more] = edges as [FlowEdge, ...FlowEdge[]];
  let sum = one;
  for (const next of more) {
    sum = {
      ...sum,
      decidedAt: sum.decidedAt === next.decidedAt ? sum.decidedAt : null,
      trust: weaker(sum.trust, next.trust),
      policies: bothPolicies(sum.policies, next.policies),
      seenAt: sum.seenAt | next.seenAt,
      connections: plus(sum.connections, next.connections),
      bytesOut: plus(sum.bytesOut, next.bytesOut),
      bytesIn: plus(sum.bytesIn, next.bytesIn),
      sampling: Math.max(sum.sampling, next.sampling),
      first: Math.min(sum.first, next.first),
      last: Math.max(sum.last, next.last),
      minutes: Math.max(sum.minutes, next.minutes),
    };
  }
  return sum;
}

function bothPolicies(a: string, b: string): string {
  if (a === b || b === '') return a;
  if (a === '') return b;
  return [...new Set([...a.split(', '), ...b.split(', ')])].sort().join(', ');
}
