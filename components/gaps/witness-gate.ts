import type { WitnessHop } from '#lib/gdpr/types.ts';

/** How a gate stands in a witness: a rule admits, nothing selects, no rule admits (of a denied hop), or no gate at all. */
export function isolationOfGate(hop: WitnessHop, gate: 'egress' | 'ingress'): 'rule' | 'open' | 'closed' | 'none' {
  const reasons = hop.because.filter((reason) => reason.gate === gate);
  if (reasons.length === 0) return 'none';
  if (reasons.every(({ kind }) => kind === 'absence')) return 'open';
  // A rule that admits has a path; a policy that isolates without admitting has none.
  return hop.verdict === 'deny' && reasons.every(({ path }) => path === undefined) ? 'closed' : 'rule';
}
