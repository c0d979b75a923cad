/** What the API answers of connections: why, probes, the whole list. */

import type { Completeness } from '#lib/kube/cluster-objects.ts';
import type { DependsReason, Explanation, PolicyText, PortsJson, Profile } from '#lib/policy/types.ts';
import type { Revision } from './cluster-types.ts';
import type { EntryView, Isolation } from './pod-types.ts';

/** `…/explain`: one explanation of one revision, and the gaps that this connection is part of. */
export interface ExplainView {
  readonly revision: Revision;
  readonly explanation: Explanation;
  /** The YAML of every policy that the gates name, for the lit lines. */
  readonly texts: readonly PolicyText[];
  /** Gaps whose subject is one end and whose peers hold the other, or whose witness is this connection. */
  readonly gapIds: readonly string[];
  /** From outside to a pod: the ways that lead there. */
  readonly entries?: readonly EntryView[];
}

/** Answers of `ringfence probe` (command-line.md), one per question, in order. */
export interface ProbeAnswers {
  readonly revision: Revision;
  readonly answers: readonly Readonly<Record<string, unknown>>[];
}

/** Relations between workloads, as `list` has them. */
export interface ConnectionsJson {
  readonly schema: 'ringfence.dev/connections/v1';
  readonly revision: Revision;
  readonly taken: string;
  readonly profile: Profile;
  readonly completeness: Completeness;
  readonly nodes: readonly ConnectionNode[];
  readonly edges: readonly ConnectionEdge[];
  readonly omitted: readonly string[];
}

export interface ConnectionNode {
  readonly id: string;
  readonly type: 'workload' | 'internet' | 'address' | 'any-pod' | 'node';
  readonly namespace?: string;
  readonly kind?: string;
  readonly name: string;
  readonly count?: number;
  readonly isolation?: Isolation;
}

export interface ConnectionEdge {
  readonly from: string;
  readonly to: string;
  readonly allow: PortsJson;
  readonly some?: PortsJson;
  readonly depends: PortsJson;
  readonly reasons: readonly DependsReason[];
}
