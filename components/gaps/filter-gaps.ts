import { namespacePart } from '#lib/api/cluster-scope.ts';
import type { GapListItem } from '#lib/api/gap-types.ts';
import { SENSITIVITY, SEVERITIES } from '#lib/gdpr/types.ts';
import { compareNames } from '#lib/text/compare-names.ts';

/** What the list is narrowed to, as the address has it; absent: not narrowed. */
export interface GapFilters {
  readonly severity?: string | undefined;
  readonly article?: string | undefined;
  readonly check?: string | undefined;
  readonly ns?: string | undefined;
  readonly class?: string | undefined;
  readonly new?: string | undefined;
}
export const GAP_FILTERS = ['severity', 'article', 'check', 'ns', 'class', 'new'] as const;
export type GapFilter = (typeof GAP_FILTERS)[number];

/** New since: `run` since this run of the server began to look, otherwise a time span. */
export const NEW_SINCE = ['run', '1h', '24h'] as const;
const HOUR_MS = 3_600_000;
const SPANS_MS: Readonly<Record<string, number>> = { '1h': HOUR_MS, '24h': 24 * HOUR_MS };

export interface FilterTimes {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** When this run began to look at gaps, RFC 3339. */
  readonly watchedSince: string | undefined;
}

/** The gaps that every filter admits, in their order. */
export function filterGaps(
  gaps: readonly GapListItem[],
  filters: GapFilters,
  times: FilterTimes,
): readonly GapListItem[] {
  const set = GAP_FILTERS.filter((filter) => filters[filter] !== undefined);
  return gaps.filter((gap) => set.every((filter) => valuesOf(gap, filter, times).includes(filters[filter] ?? '')));
}

export interface FilterOption {
  readonly value: string;
  /** How many gaps the list would have with it, under the other filters as they are. */
  readonly gaps: number;
}

/** What one filter can be set to. The chosen value is among them even where nothing has it any more. */
export function filterOptions(
  gaps: readonly GapListItem[],
  filter: GapFilter,
  filters: GapFilters,
  times: FilterTimes,
): readonly FilterOption[] {
  const counts = new Map<string, number>(filter === 'new' ? NEW_SINCE.map((value) => [value, 0]) : []);
  const chosen = filters[filter];
  if (chosen !== undefined) counts.set(chosen, 0);
  for (const gap of filterGaps(gaps, { ...filters, [filter]: undefined }, times)) {
    for (const value of valuesOf(gap, filter, times)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].map(([value, count]) => ({ value, gaps: count })).sort((a, b) => order(filter, a.value, b.value));
}

function valuesOf(gap: GapListItem, filter: GapFilter, times: FilterTimes): readonly string[] {
  switch (filter) {
    case 'severity':
      return [gap.severity];
    case 'article':
      return gap.articles;
    case 'check':
      return [gap.check];
    case 'ns':
      return [namespacePart(gap.subject.namespace)];
    case 'class':
      return [gap.dataClass];
    case 'new':
      return NEW_SINCE.filter((since) => isNewSince(gap, since, times));
  }
}

/** Those that were there when this run began may be old: they are new since no time. */
function isNewSince({ firstSeen }: GapListItem, since: string, { now, watchedSince }: FilterTimes): boolean {
  if (firstSeen === undefined || watchedSince === undefined || firstSeen === watchedSince) return false;
  const span = SPANS_MS[since];
  return span === undefined || now - Date.parse(firstSeen) <= span;
}

function order(filter: GapFilter, a: string, b: string): number {
  const fixed: readonly string[] | undefined = { severity: SEVERITIES, class: SENSITIVITY, new: NEW_SINCE }[
    filter as string
  ];
  return fixed === undefined ? compareNames(a, b) : fixed.indexOf(a) - fixed.indexOf(b);
}
