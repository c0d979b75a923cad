import type { FlowEdge, FlowRow } from './flow-row.ts';
import { plus } from './merge-ends.ts';

/** Rows of any minutes and sources, summed into one edge each. */
export interface EdgeSums {
  add(row: FlowRow): void;
  /** Those with the most connections first. */
  edges(): readonly FlowEdge[];
}

type Sum = { -readonly [Field in keyof FlowEdge]: FlowEdge[Field] } & { readonly seen: Set<number> };

export function createEdgeSums(): EdgeSums {
  const sums = new Map<string, Sum>();
  return {
    add(row) {
      const key = keyOf(row);
      const sum = sums.get(key);
      if (sum === undefined) {
        const { minute, source: _, ...one } = row;
        sums.set(key, { ...one, minutes: 1, seen: new Set([minute]) });
        return;
      }
      sum.seenAt |= row.seenAt;
      sum.connections = plus(sum.connections, row.connections);
      sum.bytesOut = plus(sum.bytesOut, row.bytesOut);
      sum.bytesIn = plus(sum.bytesIn, row.bytesIn);
      sum.sampling = Math.max(sum.sampling, row.sampling);
      sum.first = Math.min(sum.first, row.first);
      sum.last = Math.max(sum.last, row.last);
      sum.seen.add(row.minute);
    },
    edges: () => [...sums.values()].map(({ seen, ...sum }) => ({ ...sum, minutes: seen.size })).sort(inOrder),
  };
}

function keyOf(row: FlowRow): string {
  const { from, to, port, protocol, verdict, decidedAt, trust, policies, directionUnknown } = row;
  return `${from}\n${to}\n${port}\n${protocol}\n${verdict}\n${decidedAt}\n${trust}\n${policies}\n${directionUnknown}`;
}

function inOrder(a: FlowEdge, b: FlowEdge): number {
  return (
    (b.connections ?? -1) - (a.connections ?? -1) ||
    b.minutes - a.minutes ||
    compare(a.from, b.from) ||
    compare(a.to, b.to) ||
    (a.port ?? -1) - (b.port ?? -1) ||
    a.protocol - b.protocol ||
    compare(a.verdict, b.verdict) ||
    compare(a.policies, b.policies)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
