import type { GapListItem } from '#lib/api/types.ts';
import { SEVERITIES } from '#lib/gdpr/types.ts';

export type GapGrouping = 'severity' | 'article' | 'namespace';

export interface GapGroup {
  /** A severity, an article number or a namespace. */
  readonly key: string;
  readonly gaps: readonly GapListItem[];
}

/**
 * The list in groups, the order within a group unchanged (severity, check, subject). Severities come worst first,
 * namespaces and articles by name. Under articles a gap stands under its first one only: each gap is listed once, so
 * that the groups' counts add up to the list's.
 */
export function groupGaps(gaps: readonly GapListItem[], by: GapGrouping): readonly GapGroup[] {
  const groups = new Map<string, GapListItem[]>();
  for (const gap of gaps) {
    const key = groupKey(gap, by);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [gap]);
    else group.push(gap);
  }
  const keys = by === 'severity' ? SEVERITIES.filter((severity) => groups.has(severity)) : sorted(groups.keys());
  return keys.map((key) => ({ key, gaps: groups.get(key) ?? [] }));
}

function groupKey(gap: GapListItem, by: GapGrouping): string {
  switch (by) {
    case 'severity':
      return gap.severity;
    case 'article':
      return gap.articles[0] ?? '';
    case 'namespace':
      return gap.subject.namespace;
  }
}

const byNumberThenName = new Intl.Collator('en', { numeric: true });

function sorted(keys: Iterable<string>): readonly string[] {
  return [...keys].sort(byNumberThenName.compare);
}
