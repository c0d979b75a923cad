import type { Isolation } from '#lib/api/pod-types.ts';
import type { PolicyListItem } from '#lib/api/policy-types.ts';

/** What a policy by itself does to a pod's two gates: a NetworkPolicy isolates, a cluster-wide one closes to some. */
export function policyFence({ directions, tier }: Pick<PolicyListItem, 'directions' | 'tier'>): Isolation {
  const closed = tier === undefined ? 'yes' : 'partly';
  return {
    ingress: directions.includes('ingress') ? closed : 'no',
    egress: directions.includes('egress') ? closed : 'no',
  };
}
