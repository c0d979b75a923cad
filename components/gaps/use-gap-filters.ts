'use client';

import { parseAsString, useQueryState, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { GAP_FILTERS, type GapFilter, type GapFilters } from './filter-gaps.ts';

const PARSERS = {
  severity: parseAsString,
  article: parseAsString,
  check: parseAsString,
  ns: parseAsString,
  class: parseAsString,
  new: parseAsString,
} as const satisfies Record<GapFilter, typeof parseAsString>;

/** The filters of the list of gaps, kept in the address. Setting one leaves the chosen gap to the list; without any it stays. */
export function useGapFilters(): {
  readonly filters: GapFilters;
  readonly any: boolean;
  readonly set: (filter: GapFilter, value: string | undefined) => void;
  readonly clear: () => void;
} {
  const [state, setState] = useQueryStates(PARSERS);
  const [, setGap] = useQueryState('gap', parseAsString);
  const filters = useMemo(
    () => Object.fromEntries(GAP_FILTERS.map((filter) => [filter, state[filter] ?? undefined])) as GapFilters,
    [state],
  );
  return {
    filters,
    any: GAP_FILTERS.some((filter) => state[filter] !== null),
    set: (filter, value) => {
      void setState({ [filter]: value ?? null });
      void setGap(null);
    },
    clear: () => void setState(null),
  };
}
