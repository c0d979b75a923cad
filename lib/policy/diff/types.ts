import type { Direction, Protocol } from '#lib/kube/objects.ts';
import type { GateState, Relation } from '../model.ts';

/**
 * What became of a connection, by what it was and is for a pair of pods. Three-valued: nothing that still depends is
 * called closed, and nothing that depends already was is called opened.
 */
export const CHANGE_KINDS = [
  'opened', // nothing was possible; some port is allowed for certain
  'possibly-opened', // nothing was possible; now it depends
  'closed', // some port was allowed for certain; nothing is possible
  'ruled-out', // it depended; nothing is possible
  'ports-changed', // possible before and after, on other ports
  'certainty-changed', // the same ports are possible; which of them are certain is different
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** The other end of a change. */
export interface ChangedPeer {
  /** `ns/Kind/name`, `internet`, or a CIDR. */
  readonly id: string;
  /** Pairs of pods that changed so; for what is outside, pods of the subject. */
  readonly pairs: number;
  /** Pairs (or pods) that exist in both states. */
  readonly of: number;
  /** What is outside only: the addresses, inclusive, in text form. */
  readonly ranges?: readonly (readonly [string, string])[];
}

/** Everyone with whom one workload has the same change in one direction. */
export interface ChangeGroup {
  /** The workload whose policies, labels or addresses make the change, `ns/Kind/name`. */
  readonly subject: string;
  /** `ingress`: the peers are sources and the subject is the destination. */
  readonly direction: Direction;
  readonly change: ChangeKind;
  readonly before: Relation;
  readonly after: Relation;
  /** Pairs of pods; those with what is outside are not in it. */
  readonly pairs: number;
  /** Sorted: what is outside first, then by namespace, kind and name. */
  readonly peers: readonly ChangedPeer[];
  /** Peers that are counted but not listed. */
  readonly unlisted: number;
}

/** What a workload that exists in one state only has there. */
export interface ConnectionGroup {
  readonly subject: string;
  readonly direction: Direction;
  readonly relation: Relation;
  readonly pairs: number;
  readonly peers: readonly ChangedPeer[];
  readonly unlisted: number;
}

export interface OneSidedWorkload {
  readonly id: string;
  readonly pods: number;
  readonly isolation: Readonly<Record<Direction, GateState['isolated'] | 'mixed'>>;
  /** A connection between two of them stands with its destination. */
  readonly connections: readonly ConnectionGroup[];
}

/** Pods of a workload whose gate came to isolate, ceased to, or became undecided. */
export interface IsolationChange {
  readonly workload: string;
  readonly direction: Direction;
  readonly before: GateState['isolated'];
  readonly after: GateState['isolated'];
  readonly pods: number;
  /** Pods of the workload in both states. */
  readonly of: number;
}

/** A workload that could resolve names before and can no longer, or the other way round. */
export interface DnsChange {
  readonly workload: string;
  readonly change: 'cut-off' | 'depends' | 'restored';
  /** The protocols of port 53 (or the resolver's own) concerned. */
  readonly protocols: readonly Protocol[];
  readonly pods: number;
}

export interface ChangeCount {
  /** Connections between two workloads: each counted once, however many pods or ports. */
  readonly connections: number;
  /** Pairs of pods behind them. */
  readonly pairs: number;
  /** Connections between a workload and the internet or an address block. */
  readonly outside: number;
}

/** What state B changes against state A. No pair of pods is written out. */
export interface ModelDiff {
  /** Sorted by subject, direction, kind of change, ports. */
  readonly changes: readonly ChangeGroup[];
  readonly counts: Readonly<Record<ChangeKind, ChangeCount>>;
  readonly added: readonly OneSidedWorkload[];
  readonly removed: readonly OneSidedWorkload[];
  /** Workloads of both states with another number of pods. */
  readonly scaled: readonly { readonly workload: string; readonly before: number; readonly after: number }[];
  readonly isolation: readonly IsolationChange[];
  readonly dns: readonly DnsChange[];
  /** Peers that are counted in some group but not listed. */
  readonly unlisted: number;
}
