import type { GapReport, Severity } from '#lib/gdpr/types.ts';
import type { Revision } from './cluster-types.ts';

/** The evidence package among the files of a snapshot: made of the others when somebody takes it away. */
export const PACKAGE_FILE = 'package.zip';

/** What the store keeps of a snapshot beside its files, so that no list has to read evidence. */
export interface SnapshotFacts {
  readonly title?: string | undefined;
  /** "Weekly", "Before release 26.12": why it was taken. */
  readonly reason?: string | undefined;
  readonly how: 'page' | 'command' | 'schedule';
  /** The cluster's name when it was taken. */
  readonly cluster: string;
  readonly revision: Revision;
  readonly tool: { readonly version: string; readonly ruleSet: string };
  /** Namespaces of a partial snapshot; absent: the whole cluster. */
  readonly scope?: readonly string[] | undefined;
  /** Kinds that were not read, or not in all namespaces: the snapshot is partial without anybody having meant it. */
  readonly notRead: readonly {
    readonly resource: string;
    readonly state: string;
    readonly deniedNamespaces?: readonly string[] | undefined;
  }[];
  readonly counts: {
    readonly namespaces: number;
    readonly pods: number;
    readonly workloads: number;
    readonly policies: number;
  };
  /** Gaps by result and severity. */
  readonly gaps: GapReport['summary'];
  readonly checks: { readonly ran: number; readonly of: number; readonly notEvaluated: readonly string[] };
  /** Against the snapshot before; absent for the first. `decided`: same gap, other result or severity. */
  readonly against?:
    | { readonly seq: number; readonly opened: number; readonly closed: number; readonly changed: number }
    | undefined;
  /** What is to be known of its time: the clock was behind that of the snapshot before. */
  readonly clock?: string | undefined;
}

/** A gap as the store keeps it for comparing snapshots. */
export interface KeptGap {
  readonly id: string;
  readonly check: string;
  readonly result: 'FAIL' | 'WAIVED' | 'UNKNOWN';
  readonly severity: Severity;
  readonly title: string;
  readonly subject: { readonly namespace: string; readonly kind: string; readonly name: string };
  readonly fingerprint: string;
}
