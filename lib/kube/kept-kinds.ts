import type { ClusterObjects } from './cluster-objects.ts';
import { clusterPolicyKind } from './cluster-policy-kinds.ts';
import { type KeptObject, objectKey, workloadKey } from './objects.ts';
import { isWorkloadKind } from './project.ts';

/** The collections of `ClusterObjects`. */
export type Collection = Exclude<keyof ClusterObjects, 'completeness'>;

/** A kind that every source reads: where its objects go, and how RBAC names it. */
export interface KeptKind {
  readonly kind: string;
  readonly resource: string;
  readonly collection: Collection;
}

/** All kinds that every source reads, in the order in which people are told of them. */
export const KEPT_KINDS: readonly KeptKind[] = [
  { kind: 'Namespace', resource: 'namespaces', collection: 'namespaces' },
  { kind: 'Pod', resource: 'pods', collection: 'pods' },
  { kind: 'Node', resource: 'nodes', collection: 'nodes' },
  { kind: 'NetworkPolicy', resource: 'networkpolicies.networking.k8s.io', collection: 'networkPolicies' },
  { kind: 'Service', resource: 'services', collection: 'services' },
  { kind: 'EndpointSlice', resource: 'endpointslices.discovery.k8s.io', collection: 'endpointSlices' },
  { kind: 'Ingress', resource: 'ingresses.networking.k8s.io', collection: 'ingresses' },
  { kind: 'Deployment', resource: 'deployments.apps', collection: 'workloads' },
  { kind: 'ReplicaSet', resource: 'replicasets.apps', collection: 'workloads' },
  { kind: 'StatefulSet', resource: 'statefulsets.apps', collection: 'workloads' },
  { kind: 'DaemonSet', resource: 'daemonsets.apps', collection: 'workloads' },
  { kind: 'ReplicationController', resource: 'replicationcontrollers', collection: 'workloads' },
  { kind: 'Job', resource: 'jobs.batch', collection: 'workloads' },
  { kind: 'CronJob', resource: 'cronjobs.batch', collection: 'workloads' },
];

const BY_KIND: ReadonlyMap<string, KeptKind> = new Map(KEPT_KINDS.map((kept) => [kept.kind, kept]));

/** What is enough to find an object again: a delete event carries no more. */
export type ObjectIdentity = Pick<KeptObject, 'apiVersion' | 'kind' | 'metadata'>;

/** Where an object belongs and under which key. A policy of another group or version is unevaluated. */
export function placeOf(object: ObjectIdentity): { readonly collection: Collection; readonly key: string } {
  const kept = BY_KIND.get(object.kind);
  const evaluated = object.kind !== 'NetworkPolicy' || object.apiVersion === 'networking.k8s.io/v1';
  if (kept !== undefined && evaluated) {
    const key = isWorkloadKind(object.kind) ? workloadKey(object.kind, object.metadata) : objectKey(object.metadata);
    return { collection: kept.collection, key };
  }
  if (clusterPolicyKind(object.apiVersion, object.kind) !== undefined) {
    return { collection: 'clusterPolicies', key: `${object.kind}/${object.metadata.name}` };
  }
  return { collection: 'unevaluated', key: `${object.apiVersion}/${object.kind}/${objectKey(object.metadata)}` };
}
