import type { CheckResult, GapReport } from './types.ts';

/**
 * What a PASS of any check says. Checks judge what the policies say: until ENF-001 passes nobody knows that somebody
 * enforces them, and a pass is one of intent (gdpr.md §3, ENF-001).
 */
export function passMeaning(checks: readonly Pick<CheckResult, 'id' | 'counts'>[]): NonNullable<GapReport['passes']> {
  const enforcement = checks.find(({ id }) => id === 'ENF-001');
  return enforcement !== undefined && enforcement.counts.PASS > 0 ? 'enforced' : 'intent';
}
