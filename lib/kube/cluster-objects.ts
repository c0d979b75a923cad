import type { Gateway, GatewayClass, ReferenceGrant, Route } from './gateway-api.ts';
import type {
  ClusterPolicy,
  EndpointSlice,
  Ingress,
  IngressClass,
  Namespace,
  NetworkPolicy,
  Node,
  Pod,
  Service,
  UnevaluatedPolicy,
  Workload,
} from './objects.ts';
import type { ServiceEntry } from './service-entry.ts';

/** Everything that is known of one cluster at one revision. Keys: `objectKey`, workloads `workloadKey`. */
export interface ClusterObjects {
  readonly namespaces: ReadonlyMap<string, Namespace>;
  readonly pods: ReadonlyMap<string, Pod>;
  readonly nodes: ReadonlyMap<string, Node>;
  readonly networkPolicies: ReadonlyMap<string, NetworkPolicy>;
  /** ClusterNetworkPolicy, AdminNetworkPolicy, BaselineAdminNetworkPolicy. Key: `Kind/name`. */
  readonly clusterPolicies: ReadonlyMap<string, ClusterPolicy>;
  readonly services: ReadonlyMap<string, Service>;
  readonly endpointSlices: ReadonlyMap<string, EndpointSlice>;
  readonly ingresses: ReadonlyMap<string, Ingress>;
  readonly ingressClasses: ReadonlyMap<string, IngressClass>;
  readonly gatewayClasses: ReadonlyMap<string, GatewayClass>;
  readonly gateways: ReadonlyMap<string, Gateway>;
  /** Routes of the Gateway API, of every kind. Key: `ns/Kind/name`. */
  readonly routes: ReadonlyMap<string, Route>;
  readonly referenceGrants: ReadonlyMap<string, ReferenceGrant>;
  /** Istio's. */
  readonly serviceEntries: ReadonlyMap<string, ServiceEntry>;
  readonly workloads: ReadonlyMap<string, Workload>;
  /** Key: `apiVersion/Kind/ns/name`. */
  readonly unevaluated: ReadonlyMap<string, UnevaluatedPolicy>;
  readonly completeness: Completeness;
}

/** How far the input can be trusted to be the whole. Printed with every result. */
export interface Completeness {
  readonly kinds: readonly KindCompleteness[];
  /** Objects or documents that could not be read: each is named, the rest goes on. */
  readonly unread: readonly UnreadObject[];
  /** What was assumed or overridden while reading: no namespace, duplicate, Helm template, … */
  readonly notes: readonly ReadingNote[];
}

/** `partial`: only the namespaces in `deniedNamespaces` are missing. `absent`: the server does not serve the kind. */
export const KIND_STATES = ['read', 'partial', 'forbidden', 'absent', 'failed'] as const;

export interface KindCompleteness {
  /** Plural resource name with group, as in RBAC: `pods`, `networkpolicies.networking.k8s.io`. */
  readonly resource: string;
  readonly kind: string;
  readonly count: number;
  readonly state: (typeof KIND_STATES)[number];
  readonly deniedNamespaces?: readonly string[];
  readonly resourceVersion?: string;
  readonly pages?: number;
  readonly message?: string;
}

export interface UnreadObject {
  readonly file?: string;
  readonly document?: number;
  readonly line?: number;
  /** `Kind ns/name` as far as known. */
  readonly object?: string;
  /** JSON path, e.g. `metadata.labels.env`. */
  readonly field?: string;
  readonly message: string;
}

export const READING_NOTE_CODES = [
  'default-namespace',
  'duplicate-object',
  'duplicate-key',
  'not-kubernetes',
  'helm-template',
  'skipped-kind',
  'not-followed',
  'peer-matches-nothing',
  'host-bits-masked',
  'except-outside-cidr',
  'fails-closed',
  'over-limit',
  'leading-zero',
  'source-range-unread',
] as const;

export interface ReadingNote {
  readonly code: (typeof READING_NOTE_CODES)[number];
  readonly message: string;
  readonly file?: string;
  readonly document?: number;
  readonly line?: number;
  readonly object?: string;
}
