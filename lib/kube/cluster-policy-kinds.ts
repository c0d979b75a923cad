import type { KeptKind } from './kept-kinds.ts';
import type { ClusterPolicyKind } from './objects.ts';

/** A cluster-wide policy: each version means something of its own, so one is read. */
export interface ClusterPolicyKept extends KeptKind {
  readonly kind: ClusterPolicyKind;
  readonly apiVersion: string;
}

/** The policies beside NetworkPolicy that are evaluated. */
export const CLUSTER_POLICY_KINDS: readonly ClusterPolicyKept[] = [
  {
    kind: 'ClusterNetworkPolicy',
    apiVersion: 'policy.networking.k8s.io/v1alpha2',
    resource: 'clusternetworkpolicies.policy.networking.k8s.io',
    collection: 'clusterPolicies',
    installed: true,
  },
  {
    kind: 'AdminNetworkPolicy',
    apiVersion: 'policy.networking.k8s.io/v1alpha1',
    resource: 'adminnetworkpolicies.policy.networking.k8s.io',
    collection: 'clusterPolicies',
    installed: true,
  },
  {
    kind: 'BaselineAdminNetworkPolicy',
    apiVersion: 'policy.networking.k8s.io/v1alpha1',
    resource: 'baselineadminnetworkpolicies.policy.networking.k8s.io',
    collection: 'clusterPolicies',
    installed: true,
  },
];

/** The evaluated kind of this version, if it is one. */
export function clusterPolicyKind(apiVersion: string, kind: string): ClusterPolicyKept | undefined {
  return CLUSTER_POLICY_KINDS.find((kept) => kept.kind === kind && kept.apiVersion === apiVersion);
}
