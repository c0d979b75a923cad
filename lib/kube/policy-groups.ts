/**
 * Groups whose policies decide on traffic, with the kinds that do. Of `policy.networking.k8s.io` this is about the
 * versions that are not evaluated.
 */
const UNEVALUATED_KINDS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['cilium.io', new Set(['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy'])],
  ['crd.projectcalico.org', new Set(['NetworkPolicy', 'GlobalNetworkPolicy'])],
  ['projectcalico.org', new Set(['NetworkPolicy', 'GlobalNetworkPolicy'])],
  ['crd.antrea.io', new Set(['NetworkPolicy', 'ClusterNetworkPolicy'])],
  ['policy.networking.k8s.io', new Set(['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'])],
  ['security.istio.io', new Set(['AuthorizationPolicy'])],
  ['policy.linkerd.io', new Set(['Server', 'ServerAuthorization', 'AuthorizationPolicy'])],
  ['k8s.ovn.org', new Set(['EgressFirewall'])],
]);

/** API groups that may serve such kinds: a live source looks whether the server has them. */
export const POLICY_GROUPS: ReadonlySet<string> = new Set(UNEVALUATED_KINDS.keys());

/** True for a kind of policy that is counted and named, but not evaluated. */
export function isUnevaluatedPolicy(group: string, kind: string): boolean {
  return UNEVALUATED_KINDS.get(group)?.has(kind) ?? false;
}
