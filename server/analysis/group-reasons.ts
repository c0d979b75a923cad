import type { ReasonGroups } from '#lib/api/check-schemas.ts';

/** More different reasons than these nobody reads. */
const GROUPS_MAX = 50;

/** Equal reasons as one with their number, the commonest first: a cluster has one for each subject. */
export function groupReasons(reasons: Iterable<string>): ReasonGroups {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const groups = [...counts].map(([reason, results]) => ({ reason, results })).sort((a, b) => b.results - a.results);
  return { groups: groups.slice(0, GROUPS_MAX), more: Math.max(0, groups.length - GROUPS_MAX) };
}
