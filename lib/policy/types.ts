import type { Direction, Labels, Protocol } from '#lib/kube/objects.ts';

/** Inclusive, sorted, disjoint, non-adjacent intervals of port numbers per protocol, as machines read them. */
export type PortsJson = Readonly<Record<Protocol, readonly (readonly [number, number])[]>>;

/**
 * Why a verdict depends. The one table of reasons: docs/policy-semantics.md explains each, `lib/text` words each.
 * Add at the end: the position is the bit in the engine's reason masks.
 */
export const DEPENDS_REASONS = [
  'host-network', // rows 61, 3.11 hostNetworkPods: the two readings differ
  'pod-without-address', // row 66, 3.11
  'namespace-not-read', // row 31: the Namespace object is absent from the input
  'policies-not-read', // NetworkPolicies of a namespace may not be read
  'policy-not-understood', // a malformed policy or rule: UnreadPart
  'nodes-not-read', // node addresses unknown: own-node and host ends
  'named-port-unresolved', // a named port towards a hypothetical pod or a workload whose ports are unknown
  'own-node', // row 59: podToOwnNode
  'self-via-service', // row 63
  'ip-block-on-pods', // profile ipBlockMatchesPods = depends
  'ip-block-on-nodes', // profile ipBlockMatchesNodes = depends
  'policy-kind-not-evaluated', // objects of kinds this version does not evaluate
  'source-rewriting', // row 80
  'priority-tie', // rows A3, C5, C17
  'fqdn', // row A18
  'pods-not-read', // pods of a namespace may not be read: who is behind is not known
  'end-port-unsupported', // row 55 with profile endPort = unsupported
  'sctp-unsupported', // row 56 with profile sctp = unsupported
  'source-ranges-not-read', // row 75: a load balancer's range of clients that is no block
] as const;
export type DependsReason = (typeof DEPENDS_REASONS)[number];

/** What upstream leaves to the network plugin: policy-semantics §3.11. `lib/policy/profile.ts` holds the presets. */
export interface Profile {
  readonly name: ProfileName;
  readonly ipBlockMatchesPods: 'true' | 'false' | 'depends';
  readonly ipBlockMatchesNodes: 'true' | 'false' | 'depends';
  readonly hostNetworkPods: 'asNodes' | 'asPods' | 'depends';
  readonly ownNodeToPod: 'allow' | 'depends';
  readonly podToOwnNode: 'evaluate' | 'allow' | 'depends';
  readonly selfViaService: 'evaluate' | 'allow' | 'depends';
  readonly endPort: 'supported' | 'unsupported';
  readonly sctp: 'supported' | 'unsupported';
  readonly npFinal: 'perDirection' | 'perPod';
  readonly priorityTie: 'depends' | 'byName';
  readonly missingNamespaceLabels: 'depends' | 'assumeNone';
  /** Undefined: from `node.spec.podCIDRs`; where those are unknown too, the private ranges of §3.11. */
  readonly podCIDRs?: readonly string[];
  readonly enforced: 'unknown' | 'yes' | 'no';
}
export type ProfileName = 'upstream' | 'calico' | 'cilium' | 'antrea' | 'ovn-kubernetes' | 'np-guard';

/**
 * The relation between two single ends, as machines read it: `allow` is certain, `depends` may be allowed (disjoint
 * from allow), everything else is denied. `reasons` is empty exactly when `depends` is.
 */
export interface RelationJson {
  readonly allow: PortsJson;
  /** Many pairs: what some of them have for certain, beyond `allow`. Absent for one pair, and where nothing. */
  readonly some?: PortsJson;
  readonly depends: PortsJson;
  readonly reasons: readonly DependsReason[];
  /** Present where IPv4 and IPv6 differ (row 77). */
  readonly families?: { readonly IPv4: FamilyRelation; readonly IPv6: FamilyRelation };
}
export interface FamilyRelation {
  readonly allow: PortsJson;
  readonly depends: PortsJson;
}

export type Verdict = 'allow' | 'deny' | 'depends';

/**
 * Whether a gate is closed: `yes`, but for what rules name; `no`, it is open to everybody; `partly`, some rules close,
 * but whom no rule singles out gets something. `none`: there is no gate.
 */
export type Isolated = 'yes' | 'no' | 'partly' | 'depends' | 'none';

export interface PolicyRef {
  readonly kind: string;
  /** Empty for cluster-wide policies. */
  readonly namespace: string;
  readonly name: string;
}

/** An end as it was asked for; `lib/policy/endpoints.ts` parses the contract's strings into it. */
export type Endpoint =
  | { readonly type: 'pod'; readonly namespace: string; readonly name: string } // pod, or a workload without pods
  | { readonly type: 'workload'; readonly namespace: string; readonly kind: string; readonly name: string }
  | { readonly type: 'service'; readonly namespace: string; readonly name: string; readonly port?: number | string }
  | { readonly type: 'hypothetical'; readonly namespace: string; readonly labels: Labels }
  | { readonly type: 'address'; readonly address: string }
  | { readonly type: 'block'; readonly cidr: string }
  | { readonly type: 'internet' };

/** One question and its answer with the explanation: `reach -o json`, the why page, the gap's witness. */
export interface Explanation {
  readonly from: ExplainedEnd;
  readonly to: ExplainedEnd;
  readonly protocol?: Protocol;
  readonly port?: number;
  /** `mixed`: several single ends disagree; `parts` says which. Without a port: allow = all ports, deny = none, else depends/mixed as probe. */
  readonly verdict: Verdict | 'mixed';
  readonly relation: RelationJson;
  readonly parts?: readonly {
    readonly verdict: Verdict;
    readonly count: number;
    readonly example: { readonly from: string; readonly to: string };
  }[];
  /** Explains the example pair of the first (worst) part where ends are many. */
  readonly egress: Gate;
  readonly ingress: Gate;
  readonly reasons: readonly DependsReason[];
  readonly footnotes: readonly Footnote[];
  /** "orders may connect to payments-api on TCP 8443, because both gates let it through." */
  readonly sentence: string;
  /** A command to check it in the cluster: `kubectl debug … nc`; absent for ends that cannot run one. */
  readonly check?: string;
}

export type Footnote =
  | 'replies' // row 16
  | 'own-node' // row 58
  | 'open-connections' // row 17
  | 'host-network' // row 61
  | 'self' // row 62
  | 'icmp' // row 57
  | 'enforcement' // row 69
  | 'ingress-controller' // row 84
  | 'service-translation' // rows 47, 81
  | 'source-rewriting'; // row 80

export interface ExplainedEnd {
  /** As the contract writes ends: `shop/cart-7d9f-x2x`, `internet`, `203.0.113.7`. */
  readonly id: string;
  readonly type: 'pod' | 'workload' | 'hypothetical' | 'node' | 'address' | 'internet';
  readonly namespace?: string;
  readonly name: string;
  readonly labels?: Labels;
  readonly addresses?: readonly string[];
  readonly hostNetwork?: boolean;
}

export interface Gate {
  readonly direction: Direction;
  /** `none`: an end outside the cluster or a node has no gate of its own (row 15). */
  readonly isolated: Isolated;
  /** The policies that select this end for this direction. */
  readonly policies: readonly PolicyRef[];
  /** What this gate alone lets through for this peer. */
  readonly allows: { readonly allow: PortsJson; readonly depends: PortsJson };
  /**
   * What decides first, then the rest with reasons. A NetworkPolicy without rules has one entry with `rule: 0`.
   */
  readonly rules: readonly ExplainedRule[];
  readonly sentence: string;
}

export interface ExplainedRule {
  readonly policy: PolicyRef;
  /** JSON path, 0-based: `spec.ingress[0]`. */
  readonly path: string;
  /** 1-based for people; 0 where the policy has no rule in this direction. */
  readonly rule: number;
  readonly of: number;
  /**
   * `denies`, `passes` and `not-reached` are of cluster-wide policies and what stands behind them; a NetworkPolicy
   * admits or does not. `not-reached`: something before it decides.
   */
  readonly outcome:
    | 'admits'
    | 'denies'
    | 'passes'
    | 'other-port'
    | 'other-peer'
    | 'no-rules'
    | 'depends'
    | 'not-reached';
  /** Of cluster-wide policies. */
  readonly tier?: 'Admin' | 'Baseline';
  /** What the rule opens for this peer; closes or passes on, where that is what it does. */
  readonly ports: { readonly allow: PortsJson; readonly depends: PortsJson };
  /** "Namespace does not match: wants monitoring, orders runs in shop." */
  readonly text: string;
  readonly reasons: readonly DependsReason[];
  /** 1-based, inclusive: lines in the file, or in our canonical rendering for live objects. */
  readonly lines?: { readonly from: number; readonly to: number };
}

/** The YAML that explanations quote. `source: file` numbers are positions in the file. */
export interface PolicyText {
  readonly policy: PolicyRef;
  readonly source: 'file' | 'rendering';
  readonly file?: string;
  readonly firstLine: number;
  readonly text: string;
  /** JSON path of each rule → lines. */
  readonly paths: Readonly<Record<string, { readonly from: number; readonly to: number }>>;
}
