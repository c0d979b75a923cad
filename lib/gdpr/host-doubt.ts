import type { DependsReason } from '#lib/policy/types.ts';

const OF_HOSTS: readonly DependsReason[] = ['host-network', 'own-node'];

/**
 * Whether a connection is in doubt for no other reason than that its destination shares a node's network. No policy
 * settles that, and in nearly every cluster some agent makes it true of every pod: it is told as not evaluated.
 */
export function isHostDoubtOnly(reasons: readonly DependsReason[]): boolean {
  return reasons.length > 0 && reasons.every((reason) => OF_HOSTS.includes(reason));
}
