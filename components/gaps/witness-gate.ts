import type { WitnessHop } from '#lib/gdpr/types.ts';

/** How a gate stands in a witness: admitted by a rule, open because nothing selects, or no gate at all. */
export function isolationOfGate(hop: WitnessHop, gate: 'egress' | 'ingress'): 'rule' | 'open' | 'none' {
  const reasons = hop.because.filter((reason) => reason.gate === gate);
  if (reasons.length === 0) return 'none';
  return reasons.some(({ kind }) => kind === 'rule') ? 'rule' : 'open';
}
