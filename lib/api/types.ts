/** What the HTTP API answers. `lib/api/schemas.ts` mirrors these as zod schemas for validation and OpenAPI. */

import type { CheckResult, Classification, DataClass, FixEffect, Gap, GapReport, Severity } from '#lib/gdpr/types.ts';
import type { Waiver, WaiverHealth, WaiverOrigin, WaiverReport } from '#lib/gdpr/waivers/types.ts';
import type { Scene } from '#lib/graph/types.ts';
import type { Completeness } from '#lib/kube/cluster-objects.ts';
import type { Labels, LastChange } from '#lib/kube/objects.ts';
import type { PluginDetection } from '#lib/policy/detect-plugin.ts';
import type { Entry } from '#lib/policy/entry.ts';
import type { EntryVerdict } from '#lib/policy/entry-verdict.ts';
import type { ProfileChoice } from '#lib/policy/profile-view.ts';
import type {
  DependsReason,
  Explanation,
  Gate,
  Isolated,
  PolicyRef,
  PolicyText,
  PortsJson,
  Profile,
  ProfileName,
  RelationJson,
} from '#lib/policy/types.ts';
import type { SnapshotJob } from './snapshot-schemas.ts';

/** `seq` grows per cluster; `content` is the SHA-256 (hex) of the canonical projected input, profile and data map. */
export interface Revision {
  readonly seq: number;
  readonly content: string;
}

export interface SourceStatus {
  readonly type: 'live' | 'file' | 'demo';
  /** "Live API", "3 files", "Demo data". */
  readonly label: string;
  /** `reading`: first listing; `lost`: the last state is shown with its age. */
  readonly state: 'reading' | 'current' | 'lost' | 'failed';
  /** When the source was last known to be current (ISO 8601). */
  readonly asOf?: string;
  /** Seconds to the next try while lost. */
  readonly retryInSeconds?: number;
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly detail?: string;
    readonly action?: string;
  };
  /** "pods 4,500 / 10,558" while listing. */
  readonly progress?: readonly { readonly kind: string; readonly done: number; readonly total?: number }[];
}

export interface ClusterListItem {
  /** The URL's name of the cluster. */
  readonly id: string;
  readonly name: string;
  readonly source: SourceStatus;
  readonly revision?: Revision;
}

export interface ClusterList {
  readonly clusters: readonly ClusterListItem[];
  /** Contexts of the kubeconfig present at start: the only ones that Connect offers. */
  readonly contexts: readonly string[];
  /** Nothing was chosen at start and no kubeconfig was there: the demo stands in, and the page says so. */
  readonly firstRun: boolean;
  readonly version: string;
}

export interface ClusterSummary extends ClusterListItem {
  readonly revision: Revision;
  readonly taken: string;
  readonly profile: Profile;
  /** The three numbers. `atLeast` where pods may not be read. */
  readonly numbers: {
    readonly pods: number;
    readonly namespaces: number;
    /** Pods that accept connections from any pod (a phantom pod of another namespace) on some port. */
    readonly openToAnyPod: number;
    readonly openToAnyPodDepends: number;
    /** Absent while they are not known: none would be a claim. */
    readonly gaps?: number;
    readonly atLeast: boolean;
  };
  /** The checks of this revision still run. `GET …/gaps` answers when they are done. */
  readonly gapsPending?: true;
  readonly counts: {
    readonly policies: number;
    readonly workloads: number;
    readonly services: number;
    readonly nodes: number;
  };
  readonly completeness: Completeness;
  /** "No policy selects any pod: all 40 pods can reach each other on any port.", limited rights, unread objects, … */
  readonly banners: readonly Banner[];
  /** "Cilium on 3 of 3 nodes, not tested" or "Enforcement unknown". */
  readonly enforcement: string;
  /** RBAC rules (YAML) that are missing, where something is forbidden. */
  readonly missingRbac?: string;
}
export interface Banner {
  readonly tone: 'note' | 'warning' | 'error';
  readonly code: string;
  readonly text: string;
}

export interface PodListItem {
  readonly key: string; // ns/name
  readonly namespace: string;
  readonly name: string;
  readonly workload: string; // ns/Kind/name
  readonly phase: string;
  readonly addresses: readonly string[];
  readonly node?: string;
  readonly hostNetwork: boolean;
  readonly isolation: Isolation;
  readonly classification: Classification;
  readonly gaps?: { readonly worst: Severity; readonly count: number };
  readonly labels: Labels;
}
export interface Isolation {
  readonly ingress: Isolated;
  readonly egress: Isolated;
}
export interface PodList {
  readonly revision: Revision;
  readonly total: number;
  readonly matched: number;
  readonly items: readonly PodListItem[];
  readonly nextOffset?: number;
}

/** A way from outside the cluster to a workload: what opens it, and what the policies say of it. */
export interface EntryView extends Omit<Entry, 'workload' | 'classes'>, EntryVerdict {
  /** "Service shop/web (LoadBalancer, spec.type) port 443 → 8443, from the internet". */
  readonly sentence: string;
  /** "Policies let in the internet." */
  readonly policies: string;
  /** The question that shows why. */
  readonly ask: { readonly from: string; readonly to: string; readonly port?: string };
}

/** One pod, or a workload without pods: who can reach it, whom it can reach. */
export interface PodView {
  readonly revision: Revision;
  readonly pod: PodListItem & {
    readonly ports: readonly { readonly protocol: string; readonly port: number; readonly name?: string }[];
    readonly changed?: LastChange;
    readonly finished: boolean;
  };
  /** "25 of 40 pods can reach crm-db-0 on any port. It can reach DNS and 10.20.0.0/24, nothing else." Parts in bold are marked **so**. */
  readonly sentence: string;
  readonly ingress: PodDirection;
  readonly egress: PodDirection;
  readonly policies: readonly SelectingPolicy[];
  /** Policies of its namespace that do not select it, with the reason. */
  readonly otherPolicies: readonly {
    readonly policy: PolicyRef;
    readonly because: string;
    readonly gaps?: { readonly worst: Severity; readonly count: number };
  }[];
  readonly gapIds: readonly string[];
  readonly entries: readonly EntryView[];
  /** Kinds that may not be read: there may be more entries. */
  readonly entriesNotRead: readonly string[];
}
export interface SelectingPolicy {
  readonly policy: PolicyRef;
  readonly directions: readonly ('ingress' | 'egress')[];
  readonly rules: number;
  readonly changed?: LastChange;
}
export interface PodDirection {
  readonly isolated: Isolated;
  /** "No policy selects this pod for ingress, so everything is allowed." */
  readonly sentence: string;
  readonly reachable: { readonly pods: number; readonly of: number; readonly depends: number };
  /** Sorted: external first, then own namespace, then by breadth. */
  readonly groups: readonly PeerGroup[];
  readonly unreachable: { readonly pods: number; readonly workloads: number };
}
export interface PeerGroup {
  readonly type: 'external' | 'namespace';
  readonly name: string;
  readonly note?: string; // same namespace, platform
  readonly pods: number;
  readonly peers: readonly Peer[];
}
export interface Peer {
  readonly type: 'workload' | 'internet' | 'address' | 'node';
  /** As the contract writes ends. */
  readonly id: string;
  readonly name: string;
  readonly kind?: string;
  readonly pods: number;
  readonly of: number;
  /** A pod of it, for "why". */
  readonly example: string;
  readonly relation: RelationJson;
  readonly label: string; // "any", "TCP 5432"
  readonly classification?: Classification;
  readonly gaps?: { readonly worst: Severity; readonly count: number };
  /** The worst open gap that this very connection is part of. */
  readonly gap?: Severity;
}

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

export interface PolicyListItem {
  readonly policy: PolicyRef;
  /** Of cluster-wide policies; without a priority where the kind has none. */
  readonly tier?: 'Admin' | 'Baseline';
  readonly priority?: number;
  readonly directions: readonly ('ingress' | 'egress')[];
  readonly selects: { readonly pods: number; readonly workloads: number };
  readonly rules: { readonly ingress: number; readonly egress: number };
  /** One sentence on the effect: "Isolates 3 pods for ingress; admits shop on TCP 8443." */
  readonly sentence: string;
  readonly opensToAny: boolean;
  readonly gaps?: { readonly worst: Severity; readonly count: number };
  readonly changed?: LastChange;
  readonly unread: boolean;
}
export interface PolicyList {
  readonly revision: Revision;
  readonly items: readonly PolicyListItem[];
  readonly unevaluated: readonly {
    readonly kind: string;
    readonly apiVersion: string;
    readonly namespace?: string;
    readonly name: string;
  }[];
  readonly isolation: readonly {
    readonly namespace: string;
    readonly pods: number;
    readonly ingress: number;
    readonly egress: number;
    readonly phantom: Isolation;
  }[];
}
export interface PolicyView extends PolicyListItem {
  readonly revision: Revision;
  readonly text: PolicyText;
  readonly selected: readonly { readonly workload: string; readonly pods: number; readonly example: string }[];
  readonly ruleViews: readonly {
    readonly direction: 'ingress' | 'egress';
    /** Of cluster-wide policies; a NetworkPolicy only allows. */
    readonly action?: 'allow' | 'deny' | 'pass' | 'unknown';
    readonly index: number;
    readonly path: string;
    readonly lines?: { readonly from: number; readonly to: number };
    readonly sentence: string;
    readonly ports: string;
    /** Workloads, ranges, `internet`, `any` that the rule names. */
    readonly opens: readonly { readonly id: string; readonly pods: number }[];
    /** Set where the rule matches nothing today. */
    readonly dead?: string;
    /** Set where nothing changes without the rule: "Changes nothing today: web-in rule 1 says the same." */
    readonly unneeded?: string;
    /** Set where the rule opens ports by number that no pod behind it declares: an indication. */
    readonly undeclared?: string;
  }[];
  readonly gapIds: readonly string[];
}

/** How a cluster's network plugin is read: what was found, what is in force, what may be chosen. */
export interface ClusterSettings {
  readonly revision: Revision;
  readonly plugin: PluginDetection & { readonly sentence?: string };
  readonly profile: Profile;
  /** What was given at start: what a reset goes back to. */
  readonly start: ProfileChoice;
  readonly choice: ProfileChoice;
  /** "Calico on 3 of 3 nodes: use its readings?" Absent where somebody has chosen, or nothing is proposed. */
  readonly offer?: { readonly profile: ProfileName; readonly sentence: string };
  readonly fields: readonly ProfileFieldView[];
}
export interface ProfileFieldView {
  readonly field: string;
  /** "An address block may also mean pods" */
  readonly question: string;
  readonly value: string;
  /** What the preset says. */
  readonly preset: string;
  readonly from: 'preset' | 'start' | 'page';
  /** "cilium preset", "chosen on this page", … */
  readonly knownFrom: string;
  readonly note?: string;
  /** Documentation or source that says so. */
  readonly urls: readonly string[];
  readonly alternatives: readonly string[];
  /** Connections between workloads that depend because of it. */
  readonly undecided: number;
}

/** A gap as lists show it; `…/gaps/{id}` has all of it. */
export interface GapListItem extends Pick<Gap, 'id' | 'check' | 'result' | 'severity' | 'title' | 'subject'> {
  /** "32(1)(b)"; the first is the one it is grouped under. */
  readonly articles: readonly string[];
  /** Of its subject. */
  readonly dataClass: DataClass;
  /** When a revision of this run of the server first had it, RFC 3339. Nothing is known from before. */
  readonly firstSeen?: string;
}

/** A gap that this run of the server has seen, and that the newest revision has no more. */
export interface ClosedGap extends Pick<Gap, 'id' | 'check' | 'severity' | 'title' | 'subject'> {
  readonly firstSeen: string;
  /** When a revision first was without it, RFC 3339. */
  readonly closedAt: string;
}

export type CheckCounts = Omit<CheckResult, 'notEvaluated'>;
export interface ListedWaivers extends Omit<WaiverReport, 'waivers'> {
  readonly waivers: readonly (Omit<WaiverHealth, 'waiver'> & { readonly waiver: Omit<Waiver, 'peers'> })[];
}

export interface GapList extends Pick<GapReport, 'summary' | 'passes'> {
  readonly revision: Revision;
  /** Sorted by severity, check, subject. */
  readonly gaps: readonly GapListItem[];
  /** Their counts; what could not be looked at stands with the check itself. */
  readonly checks: readonly CheckCounts[];
  /** Without the workloads behind each when it was approved. */
  readonly waivers?: ListedWaivers;
  /** When this run of the server first looked at the gaps, RFC 3339: those first seen then may be older. */
  readonly watchedSince?: string;
  /** Gaps that this run of the server has seen and that are gone, the last closed first. */
  readonly closed?: readonly ClosedGap[];
}

/** The effect of one gap's fix; null where nothing can be applied. */
export interface GapEffect {
  readonly revision: Revision;
  readonly effect: FixEffect | null;
}

/** Its fix without the effect: that takes a second in a large cluster, and is a question of its own. */
export type ShownGap = Omit<Gap, 'fix'> & { readonly fix: Pick<Gap['fix'], 'yaml' | 'note'> };

export interface GapView {
  readonly revision: Revision;
  readonly gap: ShownGap;
  /** Where its waiver comes from: one of a file is taken back there, not on the page. */
  readonly waiverFrom?: WaiverOrigin['from'];
  /** Policies of the subject's namespace: those that were looked at for it. */
  readonly policiesChecked: number;
  /** As in the list. */
  readonly firstSeen?: string;
}

export interface SceneView extends Scene {
  readonly revision: Revision;
}

/** Answers of `ringfence probe` (command-line.md), one per question, in order. */
export interface ProbeAnswers {
  readonly revision: Revision;
  readonly answers: readonly Readonly<Record<string, unknown>>[];
}

/** What every failed request answers. */
export interface ErrorBody {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly action: string;
    readonly detail?: string;
    readonly requestId: string;
  };
}

/** Server-sent on /api/events for every cluster; the page then asks for what it shows. */
export interface ClusterEvent {
  readonly cluster: string;
  readonly source: SourceStatus;
  readonly revision?: Revision;
  /** Where one is being taken, or has just ended. */
  readonly job?: SnapshotJob;
  /** Grows when new flows of the cluster are kept; told where it has just grown. */
  readonly traffic?: number;
}

/** A map node's panel: what a tap on any node or edge shows. Relations between workloads, as `list` has them. */
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

export type { Gate };
