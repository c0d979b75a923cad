import type { FlowVerdict } from '#lib/flows/flow-obs.ts';
import type { CoverageRow, FlowRow } from '#lib/flows/flow-row.ts';

export interface FlowWindow {
  /** Milliseconds since 1970, `from` inclusive, `to` exclusive. */
  readonly from: number;
  readonly to: number;
}

export interface FlowFilter {
  /** Ends whose flows are wanted, in either direction; undefined: all. */
  readonly ends?: readonly string[];
  readonly verdicts?: readonly FlowVerdict[];
  readonly limit?: number;
}

/** Sums over a window: `minute` is left out, counts are sums of what was measured. */
export interface FlowEdge extends Omit<FlowRow, 'minute' | 'source'> {
  /** Minutes in which it was seen. */
  readonly minutes: number;
}

/** The edges with the most connections first, and how many there are without the limit. */
export interface FlowEdges {
  readonly edges: readonly FlowEdge[];
  readonly total: number;
}

/** Flows of one cluster, kept and summed. One implementation has one process; every one passes the same tests. */
export interface FlowStore {
  appendWindow(cluster: string, rows: readonly FlowRow[], coverage: readonly CoverageRow[]): Promise<void>;
  edges(cluster: string, window: FlowWindow, filter?: FlowFilter): Promise<FlowEdges>;
  /** First and last time that each edge was ever seen. */
  seen(cluster: string, filter?: FlowFilter): Promise<FlowEdges>;
  /** Counts by step, for a time line: the start of each step with its connections by verdict. */
  timeline(
    cluster: string,
    window: FlowWindow,
    stepMs: number,
    filter?: FlowFilter,
  ): Promise<readonly { readonly at: number; readonly counts: Readonly<Partial<Record<FlowVerdict, number>>> }[]>;
  coverage(cluster: string, window: FlowWindow): Promise<readonly CoverageRow[]>;
  /** Sums closed hours and days and takes away what is older than it is kept. Idempotent. */
  retain(now: number, keep: FlowRetention): Promise<void>;
  close(): Promise<void>;
}

export interface FlowRetention {
  /** How many days minutes and hours are kept; engineering budget 30 days and 13 months. */
  readonly minuteDays: number;
  readonly hourMonths: number;
}
