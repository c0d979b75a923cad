import type { ClusterObjects, KindCompleteness } from './cluster-objects.ts';
import { CLUSTER_POLICY_KINDS } from './cluster-policy-kinds.ts';
import { GATEWAY_GROUP, isRouteKind } from './gateway-api.ts';
import { type KeptObject, objectKey, workloadKey } from './objects.ts';
import { ISTIO_NETWORKING_GROUP } from './service-entry.ts';
import { isWorkloadKind } from './workload-kinds.ts';

/** The collections of `ClusterObjects`. */
export type Collection = Exclude<keyof ClusterObjects, 'completeness'>;

/** A kind that sources read: where its objects go, and how RBAC names it. */
export interface KeptKind {
  readonly kind: string;
  readonly resource: string;
  readonly collection: Collection;
  /** Not part of Kubernetes itself: served only where somebody installed its definition. */
  readonly installed?: true;
  /** The one version that is read, where others may mean something else. */
  readonly apiVersion?: string;
}

/** All kinds that sources read, in the order in which people are told of them. */
export const KEPT_KINDS: readonly KeptKind[] = [
  { kind: 'Namespace', resource: 'namespaces', collection: 'namespaces' },
  { kind: 'Pod', resource: 'pods', collection: 'pods' },
  { kind: 'Node', resource: 'nodes', collection: 'nodes' },
  { kind: 'NetworkPolicy', resource: 'networkpolicies.networking.k8s.io', collection: 'networkPolicies' },
  ...CLUSTER_POLICY_KINDS,
  { kind: 'Service', resource: 'services', collection: 'services' },
  { kind: 'EndpointSlice', resource: 'endpointslices.discovery.k8s.io', collection: 'endpointSlices' },
  { kind: 'Ingress', resource: 'ingresses.networking.k8s.io', collection: 'ingresses' },
  { kind: 'IngressClass', resource: 'ingressclasses.networking.k8s.io', collection: 'ingressClasses' },
  ...gatewayKinds(),
  {
    ...{ kind: 'ServiceEntry', resource: `serviceentries.${ISTIO_NETWORKING_GROUP}` },
    ...{ collection: 'serviceEntries', installed: true },
  },
  { kind: 'Deployment', resource: 'deployments.apps', collection: 'workloads' },
  { kind: 'ReplicaSet', resource: 'replicasets.apps', collection: 'workloads' },
  { kind: 'StatefulSet', resource: 'statefulsets.apps', collection: 'workloads' },
  { kind: 'DaemonSet', resource: 'daemonsets.apps', collection: 'workloads' },
  { kind: 'ReplicationController', resource: 'replicationcontrollers', collection: 'workloads' },
  { kind: 'Job', resource: 'jobs.batch', collection: 'workloads' },
  { kind: 'CronJob', resource: 'cronjobs.batch', collection: 'workloads' },
];

function gatewayKinds(): KeptKind[] {
  const kind = (kind: string, plural: string, collection: Collection): KeptKind => ({
    ...{ kind, resource: `${plural}.${GATEWAY_GROUP}`, collection },
    installed: true,
  });
  return [
    kind('GatewayClass', 'gatewayclasses', 'gatewayClasses'),
    kind('Gateway', 'gateways', 'gateways'),
    kind('HTTPRoute', 'httproutes', 'routes'),
    kind('GRPCRoute', 'grpcroutes', 'routes'),
    kind('TLSRoute', 'tlsroutes', 'routes'),
    kind('TCPRoute', 'tcproutes', 'routes'),
    kind('UDPRoute', 'udproutes', 'routes'),
    kind('ReferenceGrant', 'referencegrants', 'referenceGrants'),
  ];
}

const BY_KIND: ReadonlyMap<string, KeptKind> = new Map(KEPT_KINDS.map((kept) => [kept.kind, kept]));
const BY_RESOURCE: ReadonlyMap<string, KeptKind> = new Map(KEPT_KINDS.map((kept) => [kept.resource, kept]));

/**
 * The one order in which kinds are told, whoever read them and in whatever order they came: the kept ones as above, then
 * policy kinds of others by their resource. What is printed and hashed must not depend on a server's answers.
 */
export function inToldOrder(kinds: readonly KindCompleteness[]): readonly KindCompleteness[] {
  const position = (resource: string): number => POSITIONS.get(resource) ?? KEPT_KINDS.length;
  return [...kinds].sort(
    (a, b) =>
      position(a.resource) - position(b.resource) || (a.resource < b.resource ? -1 : a.resource > b.resource ? 1 : 0),
  );
}

/** The kinds under the names that the sources of this version give them, in the one order: kind and resource name each other. */
export function asSourcesTell(kinds: readonly KindCompleteness[]): readonly KindCompleteness[] {
  return inToldOrder(
    kinds.map((told) => {
      const named = BY_KIND.get(told.kind);
      if (named !== undefined) return { ...told, resource: named.resource };
      const kept = BY_RESOURCE.get(told.resource);
      // An installed kind may be told as `apiVersion/Kind`.
      return kept === undefined ? told : { ...told, kind: told.kind.replace(/[^/]*$/, kept.kind) };
    }),
  );
}

const POSITIONS: ReadonlyMap<string, number> = new Map(KEPT_KINDS.map(({ resource }, index) => [resource, index]));

/** API groups of installed kinds: a live source looks whether the server has them. */
export const INSTALLED_GROUPS: ReadonlySet<string> = new Set(
  KEPT_KINDS.flatMap(({ installed, resource }) => (installed === true ? [groupOf(resource)] : [])),
);

/** True for a kind that is read in this version where somebody installed its definition. */
export function isInstalledKind(group: string, apiVersion: string, kind: string): boolean {
  const kept = BY_KIND.get(kind);
  if (kept?.installed !== true || groupOf(kept.resource) !== group) return false;
  return kept.apiVersion === undefined || kept.apiVersion === apiVersion;
}

function groupOf(resource: string): string {
  return resource.slice(resource.indexOf('.') + 1);
}

/** What is enough to find an object again: a delete event carries no more. */
export type ObjectIdentity = Pick<KeptObject, 'apiVersion' | 'kind' | 'metadata'>;

/** Where an object belongs and under which key. A policy of another group or version is unevaluated. */
export function placeOf(object: ObjectIdentity): { readonly collection: Collection; readonly key: string } {
  const kept = BY_KIND.get(object.kind);
  const version = object.kind === 'NetworkPolicy' ? 'networking.k8s.io/v1' : kept?.apiVersion;
  const evaluated = version === undefined || object.apiVersion === version;
  if (kept !== undefined && evaluated) {
    const sharesCollection = isWorkloadKind(object.kind) || isRouteKind(object.kind);
    if (kept.collection === 'clusterPolicies') {
      return { collection: kept.collection, key: `${object.kind}/${object.metadata.name}` };
    }
    const key = sharesCollection ? workloadKey(object.kind, object.metadata) : objectKey(object.metadata);
    return { collection: kept.collection, key };
  }
  return { collection: 'unevaluated', key: `${object.apiVersion}/${object.kind}/${objectKey(object.metadata)}` };
}
