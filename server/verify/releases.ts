import { VERSION } from '#lib/api/version.ts';
import { type RuleSetIdentity, ruleSetIdentity } from '#lib/gdpr/rule-set.ts';

/**
 * Rule sets of the releases before this one, by version: there is none yet. Whoever releases a version adds the rule set
 * of the one before, so that nobody can name an older version, or other rules of one, to have altered results taken for
 * those of other rules.
 */
export const EARLIER_RELEASES: ReadonlyMap<string, RuleSetIdentity> = new Map();

/** The rule set of a version of ours: this one or a release before it. Undefined for a newer one, and what is none of ours. */
export function ruleSetOf(version: string): RuleSetIdentity | undefined {
  return version === VERSION ? ruleSetIdentity() : EARLIER_RELEASES.get(version);
}
