import { compareNames } from '#lib/text/compare-names.ts';
import { type Gap, SEVERITIES } from './types.ts';

/**
 * Gaps as people read them: the worst first, then by check and by the name of what they are about. A report has them by
 * code unit, as evidence does.
 */
export function inReadingOrder<G extends Pick<Gap, 'severity' | 'check' | 'subject'>>(
  gaps: readonly G[],
): readonly G[] {
  return gaps.toSorted(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      compareNames(a.check, b.check) ||
      compareNames(a.subject.namespace, b.subject.namespace) ||
      compareNames(a.subject.kind, b.subject.kind) ||
      compareNames(a.subject.name, b.subject.name),
  );
}
