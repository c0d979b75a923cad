import type { Revision, SourceStatus } from '#lib/api/cluster-types.ts';
import type { Changes } from '#lib/gdpr/report-parts/changes.ts';
import type { DerivedParts } from '#lib/gdpr/report-parts/derived-parts.ts';
import type { DataTable } from '#lib/gdpr/rule-set.ts';
import type { CheckResult, Classification, GapReport } from '#lib/gdpr/types.ts';
import type { WaiverReport } from '#lib/gdpr/waivers/types.ts';
import type { Completeness } from '#lib/kube/cluster-objects.ts';
import type { Provenance } from '#lib/kube/provenance.ts';
import type { LocalTime } from '#lib/local-time.ts';
import type { Profile } from '#lib/policy/types.ts';
import type { ChainLink } from './chain-link.ts';
import type { ClassRelation } from './class-relation.ts';
import type { EvidenceInputs } from './inputs.ts';
import type { ObservedSummary } from './observed-summary.ts';
import type { EvidenceGap, PeerSet } from './peer-runs.ts';
import type { EvidenceScope } from './scope.ts';
import type { PackedRelation } from './workload-relation.ts';

export const EVIDENCE_SCHEMA = 'ringfence.dev/evidence/v5';

/**
 * Everything a snapshot was made from, and its results: docs/schemas/evidence.schema.json. In the file stands one member
 * more, `parts` (`seal-evidence.ts`).
 */
export interface Evidence {
  readonly schema: typeof EVIDENCE_SCHEMA;
  readonly title?: string;
  /** Why it was taken, as somebody wrote it. */
  readonly reason?: string;
  /** Its place among the snapshots of this cluster; absent where no store took part. */
  readonly chain?: Pick<ChainLink, 'seq' | 'prev'>;
  readonly tool: {
    readonly name: 'Ringfence';
    readonly version: string;
    readonly ruleSet: string;
    readonly ruleSetSha256: string;
  };
  /** What the checks look up. */
  readonly dataTables: readonly DataTable[];
  readonly cluster: { readonly name: string; readonly uid?: string };
  readonly revision: Revision;
  /** RFC 3339: the source's time. */
  readonly taken: string;
  /** The same where it was taken; absent where nobody said, or the clocks are those of UTC. */
  readonly local?: LocalTime;
  readonly source: Pick<SourceStatus, 'type' | 'label' | 'state' | 'asOf'>;
  /** How the source was read; absent where none says. */
  readonly provenance?: Provenance;
  /** "Cilium on 3 of 3 nodes, not tested"; absent where nothing was detected. */
  readonly enforcement?: string;
  readonly profile: Profile;
  readonly completeness: Completeness;
  /** Namespaces whose gaps, classes and policies are told; absent: all. */
  readonly scope?: EvidenceScope;
  readonly counts: {
    readonly namespaces: number;
    readonly pods: number;
    readonly workloads: number;
    readonly policies: number;
  };
  readonly inputs: EvidenceInputs;
  readonly classification: readonly (Classification & { readonly workload: string })[];
  readonly relation: PackedRelation & ClassRelation;
  /** The workloads behind gaps, sorted: in an open cluster each gap has nearly all of them. */
  readonly peerNames: readonly string[];
  /** Those behind a gap, its own workload perhaps among them, which is not meant. */
  readonly peerSets: readonly PeerSet[];
  /** What gaps have in common, each once: lists of articles and references, classes, notes of fixes. */
  readonly gapValues: readonly unknown[];
  /** Lines of the YAML of fixes, each once. */
  readonly fixLines: readonly string[];
  readonly gaps: readonly EvidenceGap[];
  readonly checks: readonly CheckResult[];
  readonly summary: GapReport['summary'];
  /** What auditors read out of all this besides. */
  readonly derived: DerivedParts;
  /** Against the snapshot before; absent where none was given. */
  readonly changes?: Changes;
  /** Where any were given: what was accepted, and how it stood. */
  readonly waivers?: WaiverReport;
  /** What a source of traffic observed, in short; absent where none did. */
  readonly observed?: ObservedSummary;
}
