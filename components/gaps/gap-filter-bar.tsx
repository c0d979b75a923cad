import { useMemo } from 'react';
import { Button } from '#components/ui/button.tsx';
import { FilterSelect } from '#components/ui/filter-select.tsx';
import { namespaceOfPart } from '#lib/api/cluster-scope.ts';
import type { GapListItem } from '#lib/api/gap-types.ts';
import { SENSITIVITY, SEVERITIES } from '#lib/gdpr/types.ts';
import { dataClassWord } from '#lib/text/en/data-class-words.ts';
import { article, GAP_FILTER, newSinceWord, severityWord } from '#lib/text/en/gaps-page.ts';
import { type FilterTimes, filterOptions, GAP_FILTERS, type GapFilter } from './filter-gaps.ts';
import type { useGapFilters } from './use-gap-filters.ts';

interface GapFilterBarProps {
  /** Those of the chosen state, before any filter. */
  readonly gaps: readonly GapListItem[];
  readonly times: FilterTimes;
  readonly filter: ReturnType<typeof useGapFilters>;
}

/** One list for each thing that gaps can be narrowed by. */
export function GapFilterBar({ gaps, times, filter: { filters, any, set, clear } }: GapFilterBarProps) {
  const options = useMemo(
    () => new Map(GAP_FILTERS.map((name) => [name, filterOptions(gaps, name, filters, times)])),
    [gaps, filters, times],
  );
  return (
    <search aria-label={GAP_FILTER.label} className="flex flex-wrap items-center gap-1.5">
      {GAP_FILTERS.map((name) => (
        <FilterSelect
          key={name}
          label={GAP_FILTER[name]}
          value={filters[name]}
          options={(options.get(name) ?? []).map(({ value, gaps: found }) => ({ value, found }))}
          wordOf={(value) => wordOf(name, value)}
          onChange={(value) => set(name, value)}
        />
      ))}
      {any ? (
        <Button size="sm" variant="quiet" onClick={clear}>
          {GAP_FILTER.clear}
        </Button>
      ) : null}
    </search>
  );
}

/** Whatever stands in the address is shown as it is where it has no word. */
function wordOf(filter: GapFilter, value: string): string {
  switch (filter) {
    case 'severity': {
      const severity = SEVERITIES.find((each) => each === value);
      return severity === undefined ? value : severityWord(severity);
    }
    case 'article':
      return article(value);
    case 'class': {
      const dataClass = SENSITIVITY.find((each) => each === value);
      return dataClass === undefined ? value : dataClassWord(dataClass);
    }
    case 'new':
      return newSinceWord(value);
    case 'check':
    case 'ns':
      return namespaceOfPart(value) === '' ? GAP_FILTER.clusterWide : value;
  }
}
