/**
 * The Kubernetes objects as Ringfence keeps them.
 *
 * A kept object has the shape of the API's JSON with fewer fields, so that projection is idempotent
 * (`project(kept)` equals `kept`), a capture is a file that every command takes, and evidence can be re-read.
 * What is dropped, and why: `lib/kube/project.ts`.
 */

import type { Gateway, GatewayClass, ReferenceGrant, Route } from './gateway-api.ts';
import type { ServiceEntry } from './service-entry.ts';

/**
 * Labels or annotations. Keys come from strangers: `constructor` and `__proto__` are legal.
 * Built with a null prototype; read only through `labelValue` and iterated with `Object.keys`.
 */
export type Labels = Readonly<Record<string, string>>;

/** Where an object was read from. `line` is the 1-based line of the document's first key in the file. */
export interface Origin {
  readonly file: string;
  /** 1-based number of the document in the file, or of the item in a List. */
  readonly document: number;
  readonly line: number;
  /** The document's own YAML, kept for policies only, so that explanations can quote lines. Starts at `line`. */
  readonly text?: string;
}

export interface OwnerReference {
  readonly kind: string;
  readonly name: string;
  readonly uid?: string;
  readonly controller?: boolean;
}

/** The newest entry of `metadata.managedFields`: who changed the object last, and when (RFC 3339). */
export interface LastChange {
  readonly manager: string;
  readonly time?: string;
}

export interface ObjectMeta {
  readonly name: string;
  /** Absent for cluster-scoped kinds only. */
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Labels;
  /** Only the allow-list of `lib/kube/project.ts`. */
  readonly annotations?: Labels;
  readonly ownerReferences?: readonly OwnerReference[];
  /** At most one entry: the newest. */
  readonly managedFields?: readonly LastChange[];
}

interface KubeObject<Kind extends string> {
  readonly apiVersion: string;
  readonly kind: Kind;
  readonly metadata: ObjectMeta;
  /** Not part of the API's JSON; absent for live objects, left out of captures and hashes. */
  readonly origin?: Origin;
}

export type Protocol = 'TCP' | 'UDP' | 'SCTP';

export interface ContainerPort {
  readonly name?: string;
  readonly containerPort: number;
  /** Default TCP. */
  readonly protocol?: Protocol;
  readonly hostPort?: number;
  /** The node's address on which the host port listens; absent: all. */
  readonly hostIP?: string;
}

export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly ports?: readonly ContainerPort[];
  /** Ports that probes ask (number or a port name): they show what the container serves. */
  readonly probePorts?: readonly (number | string)[];
}

export interface PodSpec {
  readonly nodeName?: string;
  readonly hostNetwork?: boolean;
  readonly dnsPolicy?: string;
  /** Whether a token of its service account is mounted, where the pod says so itself. The token is never read. */
  readonly automountServiceAccountToken?: boolean;
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  /** Names of claims: a workload with a claim holds data at rest. */
  readonly persistentVolumeClaims?: readonly string[];
}

export interface Pod extends KubeObject<'Pod'> {
  readonly spec: PodSpec;
  readonly status?: {
    readonly phase?: string;
    readonly podIP?: string;
    readonly podIPs?: readonly { readonly ip: string }[];
    readonly hostIP?: string;
    readonly ready?: boolean;
  };
}

export interface Namespace extends KubeObject<'Namespace'> {}

export interface Node extends KubeObject<'Node'> {
  readonly spec?: { readonly podCIDRs?: readonly string[] };
  readonly status?: { readonly addresses?: readonly { readonly type: string; readonly address: string }[] };
}

export type WorkloadKind =
  | 'Deployment'
  | 'StatefulSet'
  | 'DaemonSet'
  | 'ReplicaSet'
  | 'ReplicationController'
  | 'Job'
  | 'CronJob';

/** A controller. CronJob's `spec.jobTemplate.spec.template` is kept as `spec.template`, like all others. */
export interface Workload extends KubeObject<WorkloadKind> {
  readonly spec: {
    readonly replicas?: number;
    readonly template: {
      readonly metadata?: { readonly labels?: Labels; readonly annotations?: Labels };
      readonly spec: PodSpec;
    };
    /** StatefulSet: it has volumeClaimTemplates. */
    readonly volumeClaims?: boolean;
  };
}

export interface Service extends KubeObject<'Service'> {
  readonly spec: {
    readonly type?: string;
    readonly clusterIP?: string;
    readonly clusterIPs?: readonly string[];
    readonly externalIPs?: readonly string[];
    readonly externalName?: string;
    readonly externalTrafficPolicy?: string;
    readonly internalTrafficPolicy?: string;
    readonly healthCheckNodePort?: number;
    /** Absent: true. */
    readonly allocateLoadBalancerNodePorts?: boolean;
    readonly loadBalancerClass?: string;
    readonly loadBalancerIP?: string;
    readonly publishNotReadyAddresses?: boolean;
    readonly loadBalancerSourceRanges?: readonly string[];
    readonly selector?: Labels;
    readonly ports?: readonly {
      readonly name?: string;
      readonly protocol?: Protocol;
      readonly port: number;
      readonly targetPort?: number | string;
      readonly nodePort?: number;
    }[];
  };
  readonly status?: BalancerStatus;
}

/** What a load balancer got: its addresses or names. */
export interface BalancerStatus {
  readonly loadBalancer?: { readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[] };
}

export interface EndpointSlice extends KubeObject<'EndpointSlice'> {
  readonly addressType?: string;
  readonly endpoints?: readonly {
    readonly addresses: readonly string[];
    readonly ready?: boolean;
    readonly targetRef?: { readonly kind?: string; readonly namespace?: string; readonly name?: string };
  }[];
  readonly ports?: readonly { readonly name?: string; readonly port?: number; readonly protocol?: Protocol }[];
}

export interface Ingress extends KubeObject<'Ingress'> {
  readonly spec: {
    readonly ingressClassName?: string;
    /** Every backend named anywhere in the Ingress, with the JSON path that names it and the rule's host. */
    readonly backends: readonly {
      readonly path: string;
      readonly service: string;
      readonly port?: number | string;
      readonly host?: string;
    }[];
  };
  readonly status?: BalancerStatus;
}

export interface IngressClass extends KubeObject<'IngressClass'> {
  readonly spec: { readonly controller?: string };
}

export interface LabelSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
  }[];
}

export interface NetworkPolicyPort {
  readonly protocol?: Protocol;
  readonly port?: number | string;
  readonly endPort?: number;
}

/** Exactly one of: `ipBlock`, or one or both selectors. None of them: matches nothing, reported (row 27). */
export interface NetworkPolicyPeer {
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

/**
 * A part of a policy that could not be understood. Whatever it could have meant is undecided, never silently ignored:
 * `spec`: nothing of the policy is known (every pod that it could be about may or may not be isolated);
 * `rule`: the policy is in force for certain; this rule may mean anyone and any port, and certainly nobody.
 */
export type UnreadPart =
  | { readonly part: 'spec'; readonly path: string; readonly message: string }
  | {
      readonly part: 'rule';
      readonly direction: Direction;
      readonly index: number;
      readonly path: string;
      readonly message: string;
    };

export type Direction = 'ingress' | 'egress';

export interface NetworkPolicy extends KubeObject<'NetworkPolicy'> {
  readonly spec: {
    /** Absent, null: all pods of the namespace (row 9). */
    readonly podSelector?: LabelSelector;
    /** Absent or empty: row 3's default. */
    readonly policyTypes?: readonly ('Ingress' | 'Egress')[];
    readonly ingress?: readonly ApiIngressRule[];
    readonly egress?: readonly ApiEgressRule[];
  };
  readonly unread?: readonly UnreadPart[];
}

/** An absent, null or empty list means "any" for both fields (rows 20 and 43); projection writes it as absent. */
export interface ApiIngressRule {
  readonly from?: readonly NetworkPolicyPeer[];
  readonly ports?: readonly NetworkPolicyPort[];
}

export interface ApiEgressRule {
  readonly to?: readonly NetworkPolicyPeer[];
  readonly ports?: readonly NetworkPolicyPort[];
}

/** The kinds of `policy.networking.k8s.io` that are evaluated. They are cluster-scoped. */
export type ClusterPolicyKind = 'ClusterNetworkPolicy' | 'AdminNetworkPolicy' | 'BaselineAdminNetworkPolicy';

/** All pods of matching namespaces, or matching pods in them. An absent selector inside `pods` matches everything. */
export interface ClusterPolicySubject {
  readonly namespaces?: LabelSelector;
  readonly pods?: NamespacedPods;
}

export interface NamespacedPods {
  readonly namespaceSelector?: LabelSelector;
  readonly podSelector?: LabelSelector;
}

/**
 * Exactly one field; the last three for egress only. None of them: the policy was written for a version with a field
 * that is not known here, and its rule fails closed (rows A11, C13).
 */
export interface ClusterPolicyPeer extends ClusterPolicySubject {
  readonly nodes?: LabelSelector;
  readonly networks?: readonly string[];
  readonly domainNames?: readonly string[];
}

/** ClusterNetworkPolicy: exactly one field. An entry of a protocol without a port means all of its ports (row C8). */
export interface ClusterPolicyProtocol {
  readonly tcp?: DestinationPort;
  readonly udp?: DestinationPort;
  readonly sctp?: DestinationPort;
  readonly destinationNamedPort?: string;
}

export interface DestinationPort {
  readonly destinationPort?: {
    readonly number?: number;
    readonly range?: { readonly start: number; readonly end: number };
  };
}

/** AdminNetworkPolicy: exactly one field; an absent protocol is TCP (row A12). */
export interface AdminPolicyPort {
  readonly portNumber?: { readonly protocol?: Protocol; readonly port: number };
  readonly portRange?: { readonly protocol?: Protocol; readonly start: number; readonly end: number };
  readonly namedPort?: string;
}

export interface ClusterPolicyRule {
  readonly name?: string;
  /** Absent only where the rule is among the policy's `unread` parts. `Allow` is what older versions call `Accept`. */
  readonly action?: 'Accept' | 'Allow' | 'Deny' | 'Pass';
  readonly from?: readonly ClusterPolicyPeer[];
  readonly to?: readonly ClusterPolicyPeer[];
  /** ClusterNetworkPolicy. Absent: everything, also what has no ports. */
  readonly protocols?: readonly ClusterPolicyProtocol[];
  /** The two older kinds. Absent: everything. */
  readonly ports?: readonly AdminPolicyPort[];
}

/** Where `unread` names the `spec`, at most `tier` is kept of it. */
export interface ClusterPolicy extends KubeObject<ClusterPolicyKind> {
  readonly spec: {
    /** ClusterNetworkPolicy only. */
    readonly tier?: 'Admin' | 'Baseline';
    /** 0 to 1000, lower first; BaselineAdminNetworkPolicy has none. */
    readonly priority?: number;
    readonly subject?: ClusterPolicySubject;
    readonly ingress?: readonly ClusterPolicyRule[];
    readonly egress?: readonly ClusterPolicyRule[];
  };
  readonly unread?: readonly UnreadPart[];
}

/** A policy object of a kind that this version does not evaluate: found by its API group, counted and named. */
export interface UnevaluatedPolicy {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly origin?: Origin;
}

export type KeptObject =
  | Namespace
  | Pod
  | Node
  | Workload
  | Service
  | EndpointSlice
  | Ingress
  | IngressClass
  | GatewayClass
  | Gateway
  | Route
  | ReferenceGrant
  | ServiceEntry
  | NetworkPolicy
  | ClusterPolicy
  | UnevaluatedPolicy;

/** `ns/name`, or `name` for cluster-scoped objects. Unique within a kind. */
export function objectKey(meta: ObjectMeta): string {
  return meta.namespace === undefined ? meta.name : `${meta.namespace}/${meta.name}`;
}

/** `ns/Kind/name`: the id of a workload everywhere in the product. */
export function workloadKey(kind: string, meta: ObjectMeta): string {
  return `${meta.namespace ?? 'default'}/${kind}/${meta.name}`;
}

/** The label's value, or undefined where the key is missing. An empty string is a value (row 38). */
export function labelValue(labels: Labels | undefined, key: string): string | undefined {
  return labels !== undefined && Object.hasOwn(labels, key) ? labels[key] : undefined;
}
