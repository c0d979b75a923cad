import type { FlowVerdict } from '#lib/flows/flow-obs.ts';

/**
 * Summed observations between two ends in one minute. An end is `ns/Kind/name` of a workload, `host`, `host:NODE`,
 * `ip:CIDR`, `name:FQDN`, `service:ns/name`, or `unknown`. Null: not measured.
 */
export interface FlowRow {
  /** Start of the minute, milliseconds since 1970. */
  readonly minute: number;
  readonly source: string;
  readonly from: string;
  readonly to: string;
  readonly port: number | null;
  readonly protocol: number;
  readonly verdict: FlowVerdict;
  readonly decidedAt: 'ingress' | 'egress' | null;
  readonly trust: 'datapath' | 'reported' | 'inferred';
  /** Canonical text of the policies that the source named; '' where it named none. */
  readonly policies: string;
  /** 1 at the client, 2 at the server, 3 at both. */
  readonly seenAt: number;
  readonly directionUnknown: boolean;
  readonly connections: number | null;
  readonly bytesOut: number | null;
  readonly bytesIn: number | null;
  readonly sampling: number;
  /** Milliseconds since 1970: of the first and last record in the minute. */
  readonly first: number;
  readonly last: number;
}

/** How much of an hour was observed at one node (or at all: `node` ''). */
export interface CoverageRow {
  readonly hour: number;
  readonly source: string;
  readonly node: string;
  readonly connectedMs: number;
  readonly records: number;
  readonly lost: number;
}

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

/** Flows of one cluster, kept and summed. One implementation has one process; every one passes the same tests. */
export interface FlowStore {
  appendWindow(cluster: string, rows: readonly FlowRow[], coverage: readonly CoverageRow[]): Promise<void>;
  edges(cluster: string, window: FlowWindow, filter?: FlowFilter): Promise<readonly FlowEdge[]>;
  /** First and last time that each edge was ever seen. */
  seen(cluster: string, filter?: FlowFilter): Promise<readonly FlowEdge[]>;
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
