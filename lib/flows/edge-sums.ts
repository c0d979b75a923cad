import type { FlowEdge, FlowRow } from './flow-row.ts';
import { plus } from './merge-ends.ts';

/** Rows of one edge, of any minutes and sources, summed. */
export interface EdgeSum {
  add(row: FlowRow): void;
  /** Undefined where nothing was added. */
  edge(): FlowEdge | undefined;
}

/** Rows of any edges, summed. */
export interface EdgeSums {
  add(row: FlowRow): void;
  /** Those with the most connections first. */
  edges(): readonly FlowEdge[];
}

export function createEdgeSum(): EdgeSum {
  let sum: { -readonly [Field in keyof FlowEdge]: FlowEdge[Field] } | undefined;
  const minutes = new Set<number>();
  return {
    add(row) {
      minutes.add(row.minute);
      if (sum === undefined) {
        const { minute: _, source: __, ...one } = row;
        sum = { ...one, minutes: 1 };
        return;
      }
      sum.seenAt |= row.seenAt;
      sum.connections = plus(sum.connections, row.connections);
      sum.bytesOut = plus(sum.bytesOut, row.bytesOut);
      sum.bytesIn = plus(sum.bytesIn, row.bytesIn);
      sum.sampling = Math.max(sum.sampling, row.sampling);
      sum.first = Math.min(sum.first, row.first);
      sum.last = Math.max(sum.last, row.last);
    },
    edge: () => sum && { ...sum, minutes: minutes.size },
  };
}

export function createEdgeSums(): EdgeSums {
  const sums = new Map<string, EdgeSum>();
  return {
    add(row) {
      const key = edgeKey(row);
      let sum = sums.get(key);
      if (sum === undefined) {
        sum = createEdgeSum();
        sums.set(key, sum);
      }
      sum.add(row);
    },
    edges: () => [...sums.values()].flatMap((sum) => sum.edge() ?? []).sort(inOrder),
  };
}

/** What makes two rows rows of one edge. */
export function edgeKey(row: Omit<FlowRow, 'minute' | 'source'>): string {
  const { from, to, port, protocol, verdict, decidedAt, trust, policies, directionUnknown } = row;
  return `${from}\n${to}\n${port}\n${protocol}\n${verdict}\n${decidedAt}\n${trust}\n${policies}\n${directionUnknown}`;
}

/** Those with the most connections first; of what was not counted, those that were seen in most minutes. */
export function inOrder(a: FlowEdge, b: FlowEdge): number {
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
