import type { KeptKind } from './kept-kinds.ts';
import type { ClusterPolicyKind } from './objects.ts';

/** A kind of which one version of its own definition is read, where the cluster has that definition. */
export interface ClusterPolicyKept extends KeptKind {
  readonly kind: ClusterPolicyKind;
  readonly apiVersion: string;
}

/** The kinds of custom definitions that are evaluated: a cluster may have them or not, and they come and go. */
export const CLUSTER_POLICY_KINDS: readonly ClusterPolicyKept[] = [
  {
    kind: 'ClusterNetworkPolicy',
    apiVersion: 'policy.networking.k8s.io/v1alpha2',
    resource: 'clusternetworkpolicies.policy.networking.k8s.io',
    collection: 'clusterPolicies',
  },
  {
    kind: 'AdminNetworkPolicy',
    apiVersion: 'policy.networking.k8s.io/v1alpha1',
    resource: 'adminnetworkpolicies.policy.networking.k8s.io',
    collection: 'clusterPolicies',
  },
  {
    kind: 'BaselineAdminNetworkPolicy',
    apiVersion: 'policy.networking.k8s.io/v1alpha1',
    resource: 'baselineadminnetworkpolicies.policy.networking.k8s.io',
    collection: 'clusterPolicies',
  },
];

/** The evaluated kind of this version, if it is one. */
export function clusterPolicyKind(apiVersion: string, kind: string): ClusterPolicyKept | undefined {
  return CLUSTER_POLICY_KINDS.find((kept) => kept.kind === kind && kept.apiVersion === apiVersion);
}
