import type { PolicyRef } from '#lib/policy/types.ts';

/** "NetworkPolicy shop/allow-web", "ClusterNetworkPolicy deny-all (Admin)": as kubectl would find it, with its tier. */
export function policyName(
  { kind, namespace, name }: PolicyRef,
  tier?: 'Admin' | 'NetworkPolicy' | 'Baseline',
): string {
  const place = namespace === '' ? name : `${namespace}/${name}`;
  return kind === 'ClusterNetworkPolicy' && tier !== undefined ? `${kind} ${place} (${tier})` : `${kind} ${place}`;
}
