/**
 * The engine's face: what everything else (answers, pod view, list, scene, checks, report) asks.
 *
 * Pods that no selector in force can tell apart form one class. The relation is never stored per pod pair: it is
 * computed per pair of classes on demand, or as the rows of one class. Implementation: `compile-model.ts` and beside it.
 */
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import type { Direction, Labels, Pod } from '#lib/kube/objects.ts';
import type { PortSet } from './port-set.ts';
import type { DependsReason, Explanation, Isolated, PolicyRef, PolicyText, Profile } from './types.ts';

/**
 * Pods (or the replicas of a workload without pods) that no selector, block, named port or node rule in force can tell
 * apart. Classes are numbered namespace by namespace.
 */
export interface PodClass {
  readonly id: number;
  readonly namespace: string;
  readonly hostNetwork: boolean;
  /** Pods in it; the `replicas` of a workload without pods; 0 for scaled-to-zero. */
  readonly count: number;
  /** A workload without pods whose number is not known (DaemonSet): `count` is 1 then. */
  readonly countUnknown: boolean;
  /** Pod keys (`ns/name`), sorted; empty for a workload without pods. */
  readonly pods: readonly string[];
  /** The workloads without pods in it (workload keys), sorted. */
  readonly podlessWorkloads: readonly string[];
}

/** One end of a connection that is not to be divided further. */
export type SingleEnd =
  /** Any one pod of the class. With `pod` that very pod: its node counts for own-node rules, and it equals itself. */
  | {
      readonly type: 'class';
      readonly class: number;
      readonly pod?: string;
      /** A destination that is reached through its Service: counts where the source is that very pod (row 63, C14). */
      readonly throughService?: true;
    }
  | { readonly type: 'hypothetical'; readonly namespace: string; readonly labels: Labels }
  | { readonly type: 'node'; readonly name: string }
  /** All addresses of the range lie in one atom: no rule in force tells them apart. Text form, inclusive. */
  | { readonly type: 'address'; readonly family: 'IPv4' | 'IPv6'; readonly first: string; readonly last: string }
  | { readonly type: 'internet'; readonly family?: 'IPv4' | 'IPv6' };

/** must ⊆ may; `reasons` explain may ∖ must and are empty exactly when must equals may. */
export interface Relation {
  readonly must: PortSet;
  readonly may: PortSet;
  readonly reasons: readonly DependsReason[];
  /** Which reason concerns which ports of may ∖ must; the same reasons in the same order. For a question about one port. */
  readonly uncertain: readonly { readonly reason: DependsReason; readonly ports: PortSet }[];
  /** Present where the families that both ends have differ (row 77). */
  readonly families?: {
    readonly IPv4: { readonly must: PortSet; readonly may: PortSet };
    readonly IPv6: { readonly must: PortSet; readonly may: PortSet };
  };
}

/** A part of all pods: those classes (and how many of their pods) that share one relation with the asked end. */
export interface RelationRow {
  readonly relation: Relation;
  /**
   * Class id → number of pods of that class in this row. It is the whole class but where own-node rules split it, and
   * but for the asked pod itself, which is left out.
   */
  readonly classes: ReadonlyMap<number, number>;
}

/** Ordered pairs of different pods, one of each of two classes, that share one relation. */
export interface PairRow {
  readonly relation: Relation;
  readonly pairs: number;
}

export interface GateState {
  /**
   * `yes`: an end that no rule singles out, be it a pod or an address outside, gets nothing, for certain. NetworkPolicies
   * isolate whatever they admit; of cluster-wide policies those rules count that mean every pod or every address.
   * `no`: nothing is closed to anybody, for certain: the gate is open.
   * `partly`: some rules close, but an end that no rule singles out gets something. Cluster-wide policies cannot close
   * an ingress gate to what is outside (row A17), so that with them alone it is never more than this.
   * `none`: the end has no gate (outside, node, host-network pod read as node).
   */
  readonly isolated: Isolated;
  /** Those that may select the end for the direction, in the order of the tiers. */
  readonly policies: readonly PolicyRef[];
  readonly reasons: readonly DependsReason[];
  /** Of the pods that are not on the host network only those can have something that some rule singles out. */
  readonly onlyNamedPods: boolean;
}

/** A rule of a policy in force, as the checks and the policy page need it. */
export interface RuleInForce {
  readonly policy: PolicyRef;
  readonly direction: Direction;
  /** NetworkPolicies only allow. `unknown`: the rule could not be read that far. */
  readonly action: 'allow' | 'deny' | 'pass' | 'unknown';
  /** 0-based index in the policy's list for that direction. */
  readonly index: number;
  /** `spec.ingress[0]` */
  readonly path: string;
  /** The peers are absent, null or empty: anyone, also outside. */
  readonly anyPeer: boolean;
  /** The rule could not be read: it may mean anyone on any port, and means nobody for certain. */
  readonly notUnderstood?: true;
  /** Every pod is among the peers, whatever its labels are; true also for `anyPeer`. */
  readonly everyPod: boolean;
  /**
   * Classes that a selector or block matches: for certain, and possibly (must ⊆ may). Those that a domain name may
   * resolve to are not among them.
   */
  readonly peerClasses: { readonly must: ReadonlySet<number>; readonly may: ReadonlySet<number> };
  /** Nodes that are meant, as their selectors say it; empty text: every node. */
  readonly nodeSelectors: readonly string[];
  /** The labels of nodes that these ask for. */
  readonly nodeLabels: readonly string[];
  readonly domainNames: readonly string[];
  /** One of these may be the name of any pod. */
  readonly namesMayMeanPods: boolean;
  /** A peer has no field that is known here: what the rule does instead (rows A11, C13). */
  readonly failsClosed?: 'matches-nothing' | 'denies-all';
  /** CIDRs named, less their excepts, as written. */
  readonly blocks: readonly { readonly cidr: string; readonly except: readonly string[] }[];
  /** Numeric ports, as one set; absent ports are every port of every protocol. */
  readonly ports: PortSet;
  readonly namedPorts: readonly string[];
}

/** A rule by its policy and place. */
export interface RuleRef {
  readonly policy: PolicyRef;
  readonly path: string;
}

/** What a rule changes at the gates of the pods that its policy selects, as things are (gdpr.md §3, POL-006, POL-008). */
export type RuleEffect =
  /**
   * Without it, somebody would be let through who is not, or the other way round. `undeclared`: ports by number that it
   * opens and that none of the pods behind it declares. An indication: a pod may listen without declaring it.
   */
  | { readonly type: 'effective'; readonly undeclared?: PortSet }
  | { readonly type: 'selects-nothing' }
  /** Its peers are nobody: no pod, no node, no address. */
  | { readonly type: 'matches-nobody' }
  /** Its ports are names that no destination has. */
  | { readonly type: 'opens-no-port' }
  /** Nothing changes without it: `by` are the rules that say the same for its peers. None: what happens anyway. */
  | { readonly type: 'redundant'; readonly by: readonly RuleRef[] }
  /** It means the one pod that its policy selects, and nobody else: nothing keeps a pod from itself (row 62). */
  | { readonly type: 'means-itself' }
  /** Of an ordered tier: rules before it decide everything that it means. */
  | { readonly type: 'shadowed'; readonly by: readonly RuleRef[] }
  /** Of a NetworkPolicy: rules of a cluster-wide policy decide everything that it means. */
  | { readonly type: 'overridden'; readonly by: readonly RuleRef[] }
  /**
   * No effect is seen, but not all policies of these pods are known, or not all whom the rule may mean; or, without a
   * reason, there were more pods that differ than can be asked.
   */
  | { readonly type: 'unknown'; readonly reasons: readonly DependsReason[] };

export interface PolicyInForce {
  readonly policy: PolicyRef;
  readonly tier: 'Admin' | 'NetworkPolicy' | 'Baseline';
  /** Of cluster-wide policies that have one: lower comes first in the tier. */
  readonly priority?: number;
  readonly ingress: boolean;
  readonly egress: boolean;
  /** Classes that it selects. */
  readonly subjects: ReadonlySet<number>;
  readonly rules: readonly RuleInForce[];
}

/**
 * The classes of pods that are not on the host network, sorted by what decides on their pairs. Two pairs of the same
 * kinds have the same relation where no narrow peer of a NetworkPolicy names one end at the other's gate.
 */
export interface ClassKinds {
  /** Class → kind; -1 on the host network. */
  readonly of: Int32Array;
  /** Kind → its classes, ascending. */
  readonly members: readonly (readonly number[])[];
  /** Of a pod of one kind with another pod of the same or another kind, where nothing narrow names the pair. */
  relation(from: number, to: number): Relation;
  /** The classes that a narrow peer names at the gate of a class; a pair with one of these is to be asked for itself. */
  named(classId: number, direction: Direction): readonly number[];
}

export interface PolicyModel {
  readonly objects: ClusterObjects;
  readonly profile: Profile;
  readonly classes: readonly PodClass[];
  /** All namespaces that are known: as objects, or because something lives in them. Sorted. */
  readonly namespaces: readonly string[];
  readonly policies: readonly PolicyInForce[];

  /** The class of a pod (`ns/name`) or of a workload without pods (`ns/Kind/name`); undefined for finished pods and strangers. */
  classOf(key: string): number | undefined;
  /** The pods (and podless workload) that belong to a workload: class id → count. Owner chains as command-line.md says. */
  classesOfWorkload(workload: string): ReadonlyMap<number, number>;
  /** The workload (`ns/Kind/name`, top-most controller; a bare pod is `ns/Pod/name`) of each pod. */
  workloadOfPod(pod: string): string;
  /** The pods of a workload that have not finished; the same list in models between which nothing in its namespace changed. */
  podsOfWorkload(workload: string): readonly Pod[];
  /** Every workload with something in it, sorted. */
  readonly workloads: readonly string[];

  /**
   * A few microseconds. Two ends of one class without `pod` are two different pods. Own-node rules (rows 58, 59) count
   * where the node is known: for a `pod`, or for a class that is on one node as a whole; see `pairs`.
   */
  relation(from: SingleEnd, to: SingleEnd): Relation;
  /**
   * All relations between a pod of one class and a pod of another (or another pod of the same), with the number of
   * pairs of each: more than one row only where own-node rules split them. Pairs of a class with count 0 are 0.
   */
  pairs(from: number, to: number): readonly PairRow[];
  /**
   * Everyone in the cluster who may be the source of a connection to `end`, partitioned; denied classes are left out.
   * For a class without `pod`: as seen by any one of its pods; own-node rules count as in `relation`.
   */
  rowsInto(end: SingleEnd): readonly RelationRow[];
  /** Everyone in the cluster to whom `end` may connect, partitioned; denied classes are left out. */
  rowsOutOf(end: SingleEnd): readonly RelationRow[];
  gate(end: SingleEnd, direction: Direction): GateState;
  /** Computed at the first question. */
  readonly kinds: ClassKinds;
  /** What a rule in force changes; undefined where there is none of that path. A few milliseconds. */
  ruleEffect(policy: PolicyRef, path: string): RuleEffect | undefined;

  /**
   * The parts of the external address space that some rule tells apart and where `end` differs, merged by relation,
   * widest first. For direction `egress` the addresses are destinations.
   */
  externalRows(end: SingleEnd, direction: Direction): readonly ExternalRow[];

  /** Whether the two have an address family in common: without one nothing goes between them, whatever gates say. */
  shareFamily(from: SingleEnd, to: SingleEnd): boolean;

  /** Both gates, rule by rule, for one pair. */
  explain(
    from: SingleEnd,
    to: SingleEnd,
    port?: { readonly protocol: 'TCP' | 'UDP' | 'SCTP'; readonly port: number },
  ): Explanation;
  /** The YAML that explanations point into. */
  policyText(policy: PolicyRef): PolicyText | undefined;
}

export interface ExternalRow {
  readonly relation: Relation;
  readonly family: 'IPv4' | 'IPv6';
  /** Inclusive ranges in text form, ascending. */
  readonly ranges: readonly (readonly [string, string])[];
  /** The narrowest CIDR in force that holds these ranges, as written, or `internet` for the rest of the routable space. */
  readonly label: string;
  /** Addresses in it that are globally routable, as a share of that family's globally routable space: 0 … 1. */
  readonly routableShare: number;
}

/**
 * Compiles the policies of one revision. 10,000 pods and 1,000 policies: 0.5 s at most on one core.
 * @param previous an earlier model of the same cluster: what has not changed since is taken over. The answers are those
 *   of a cold compilation.
 */
export type CompileModel = (objects: ClusterObjects, profile: Profile, previous?: PolicyModel) => PolicyModel;
