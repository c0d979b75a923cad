import type { GapListItem } from '#lib/api/gap-types.ts';
import { SEVERITIES } from '#lib/gdpr/types.ts';
import { compareNames } from '#lib/text/compare-names.ts';

export const GROUPINGS = ['severity', 'article', 'check', 'namespace'] as const;
export type GapGrouping = (typeof GROUPINGS)[number];

export interface GapGroup {
  /** A severity, an article number, a check or a namespace; empty for the waived ones. */
  readonly key: string;
  /** Accepted gaps stand by themselves, after all others: never hidden, never among the open ones. */
  readonly waived: boolean;
  readonly gaps: readonly GapListItem[];
}

/**
 * The list in groups, the order within a group unchanged (severity, check, subject). Severities come worst first, all
 * else by name. Under articles a gap stands under its first one only: each gap is listed once, so that the groups'
 * counts add up to the list's.
 */
export function groupGaps(gaps: readonly GapListItem[], by: GapGrouping): readonly GapGroup[] {
  const groups = new Map<string, GapListItem[]>();
  const waived: GapListItem[] = [];
  for (const gap of gaps) {
    if (gap.result === 'WAIVED') {
      waived.push(gap);
      continue;
    }
    const key = groupKey(gap, by);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [gap]);
    else group.push(gap);
  }
  const keys = by === 'severity' ? SEVERITIES.filter((severity) => groups.has(severity)) : sorted(groups.keys());
  return [
    ...keys.map((key) => ({ key, waived: false, gaps: groups.get(key) ?? [] })),
    ...(waived.length === 0 ? [] : [{ key: '', waived: true, gaps: waived }]),
  ];
}

function groupKey(gap: GapListItem, by: GapGrouping): string {
  switch (by) {
    case 'severity':
      return gap.severity;
    case 'article':
      return gap.articles[0] ?? '';
    case 'check':
      return gap.check;
    case 'namespace':
      return gap.subject.namespace;
  }
}

function sorted(keys: Iterable<string>): readonly string[] {
  return [...keys].sort(compareNames);
}
