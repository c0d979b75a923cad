/** The grounds of a verdict in short lines, as `probe` prints them. */
import type { Direction } from '#lib/kube/objects.ts';

export const BECAUSE = {
  self: 'a pod always reaches itself',
  selfViaService: 'a pod that reaches itself through its Service skips policies',
  fromOwnNode: "ingress: a pod's own node always reaches it",
  toOwnNode: 'egress: a pod always reaches its own node under this profile',
  noSharedFamily: 'no address family in common',
  noGate: (direction: Direction): string => `${direction}: no gate`,
  notIsolated: (direction: Direction): string => `${direction}: not isolated`,
  noRuleDecides: (direction: Direction): string => `${direction}: no rule decides`,
  noRuleAdmits: (direction: Direction, isUndecided: boolean, policies: readonly string[]): string => {
    const by = policies.length === 0 ? '' : ` by ${policies.join(', ')}`;
    return `${direction}: ${isUndecided ? 'undecided' : 'isolated'}${by}, no rule admits`;
  },
  rule: (direction: Direction, policy: string, path: string, does: string): string =>
    `${direction}: ${policy} ${path} ${does}`,
  /** Of one pair among several. */
  ofPair: (from: string, to: string, ground: string): string => `${from} → ${to}: ${ground}`,
} as const;
