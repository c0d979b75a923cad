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

/** How much of an hour was observed at one node (or at all: `node` ''). */
export interface CoverageRow {
  readonly hour: number;
  readonly source: string;
  readonly node: string;
  readonly connectedMs: number;
  readonly records: number;
  readonly lost: number;
}
