import type { FlowTrust, FlowVerdict } from './flow-obs.ts';

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
  /** Of what was not allowed; null also where it is not told. */
  readonly decidedAt: 'ingress' | 'egress' | null;
  readonly trust: FlowTrust;
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

export interface FlowWindow {
  /** Milliseconds since 1970, `from` inclusive, `to` exclusive. */
  readonly from: number;
  readonly to: number;
}

/** A longer window is refused: 13 months are kept, and nobody compares more. */
export const WINDOW_MOST_MS = 400 * 24 * 60 * 60_000;

/** How much of an hour was observed at one node (or at all: `node` ''). */
export interface CoverageRow {
  readonly hour: number;
  readonly source: string;
  readonly node: string;
  readonly connectedMs: number;
  readonly records: number;
  readonly lost: number;
}
