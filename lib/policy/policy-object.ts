import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import type { ClusterPolicy, NetworkPolicy } from '#lib/kube/objects.ts';
import type { PolicyRef } from './types.ts';

/** The kept object of a policy that is evaluated; undefined where there is none of this kind and name. */
export function policyObject(
  { networkPolicies, clusterPolicies }: Pick<ClusterObjects, 'networkPolicies' | 'clusterPolicies'>,
  { kind, namespace, name }: PolicyRef,
): NetworkPolicy | ClusterPolicy | undefined {
  return kind === 'NetworkPolicy'
    ? networkPolicies.get(`${namespace}/${name}`)
    : clusterPolicies.get(`${kind}/${name}`);
}

/** Tells policies apart: two kinds may share a name. */
export function policyKey({ kind, namespace, name }: PolicyRef): string {
  return `${kind}/${namespace}/${name}`;
}
