import type { Wanted } from '#lib/policy/candidate/types.ts';
import type { Explanation } from '#lib/policy/types.ts';

/** What is worth asking for: the other verdict, or both where it is neither for all. */
export function wantedFor(verdict: Explanation['verdict']): readonly Wanted[] {
  if (verdict === 'allow') return ['block'];
  return verdict === 'deny' ? ['open'] : ['open', 'block'];
}
