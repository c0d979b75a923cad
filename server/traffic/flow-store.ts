import type { FlowVerdict } from '#lib/flows/flow-obs.ts';
import type { CoverageRow, FlowEdges, FlowRow, FlowWindow } from '#lib/flows/flow-row.ts';

/** In the data folder. */
export const FLOWS_FILE = 'flows.duckdb';

export interface FlowFilter {
  /**
   * Ends whose flows are wanted, in either direction, as `FlowRow` writes them; undefined: all. A block wants all that is
   * kept within it; with `ONLY_THIS` in front, what is kept just so; `ANY_CASE` in front of a workload wants its kind in any letters.
   */
  readonly ends?: readonly string[];
  readonly verdicts?: readonly FlowVerdict[];
  /** Only these edges, as `edgeName` writes them; undefined: all. */
  readonly only?: readonly string[];
  readonly limit?: number;
}

export interface EdgesEver extends FlowEdges {
  /** Of each of the edges, in their order. */
  readonly ever: readonly { readonly first: number; readonly last: number }[];
  /** Absent where nothing was ever seen. */
  readonly since?: number;
}

/** The start of each step in which something was counted, with its connections by verdict. */
export type FlowTimes = readonly {
  readonly at: number;
  readonly counts: Readonly<Partial<Record<FlowVerdict, number>>>;
}[];

/** An edge by its ends, port, protocol, whether it is known who began it, and how far its source is to be trusted. */
export function edgeName({
  from,
  to,
  port,
  protocol,
  directionUnknown,
  trust,
}: Pick<FlowRow, 'from' | 'to' | 'port' | 'protocol' | 'directionUnknown' | 'trust'>): string {
  return `${from} ${to} ${port ?? '-'} ${protocol} ${directionUnknown} ${trust}`;
}

/** Flows of one cluster, kept and summed. One implementation has one process; every one passes the same tests. */
export interface FlowStore {
  appendWindow(cluster: string, rows: readonly FlowRow[], coverage: readonly CoverageRow[]): Promise<void>;
  edges(cluster: string, window: FlowWindow, filter?: FlowFilter): Promise<FlowEdges>;
  /** The same, each with the time when it was ever seen first and last, and since when anything was. */
  edgesEver(cluster: string, window: FlowWindow, limit: number): Promise<EdgesEver>;
  /** First and last time that each edge was ever seen. */
  seen(cluster: string, filter?: FlowFilter): Promise<FlowEdges>;
  /** Counts by step, for a time line: the start of each step with its connections by verdict. */
  timeline(cluster: string, window: FlowWindow, stepMs: number, filter?: FlowFilter): Promise<FlowTimes>;
  coverage(cluster: string, window: FlowWindow): Promise<readonly CoverageRow[]>;
  /** The names of clusters under which anything is kept. */
  clusters(): Promise<readonly string[]>;
  /** The names under which sources told something that is kept. */
  sources(cluster: string): Promise<readonly string[]>;
  /**
   * Start of the first hour of which minutes are taken, milliseconds since 1970: hours before it are sums whose minutes are
   * gone. Older rows are refused and counted as lost. It only grows.
   */
  readonly minutesFrom: number;
  /** Start of the first hour of which sums were there when it was opened, milliseconds since 1970; 0: of none. */
  readonly sumsFrom: number;
  /** How long things are kept, as was said last; undefined: nobody said so yet. */
  readonly keeps: FlowRetention | undefined;
  /** Remembers how long things are kept, and takes nothing away: `retain` does. */
  keepFor(keep: FlowRetention): Promise<void>;
  /** Sums closed hours and days and takes away what is older than it is kept. Idempotent. */
  retain(now: number, keep: FlowRetention): Promise<void>;
  close(): Promise<void>;
}

export interface FlowRetention {
  /** How many days minutes and hours are kept; engineering budget 30 days and 13 months. */
  readonly minuteDays: number;
  readonly hourMonths: number;
}
