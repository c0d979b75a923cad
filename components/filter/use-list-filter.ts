import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import type { Filtered } from '#lib/api/filter-schemas.ts';
import type { Filter, FilterPlace } from '#lib/graph/filter/filter-language.ts';
import { parseFilter } from '#lib/graph/filter/parse-filter.ts';
import { FILTER, filterErrorSentence } from '#lib/text/en/filter.ts';
import { filterQuery } from './filter-queries.ts';

/** The filter that is applied: the one before while the newer cannot be read; and what is wrong with that one. */
export function useReadable(text: string, place: FilterPlace): { readonly applied: Filter; readonly wrong?: string } {
  const filter = useMemo(() => parseFilter(text, place), [text, place]);
  const readable = useRef<Filter>({ text: '', terms: [], errors: [] });
  if (filter.errors.length === 0) readable.current = filter;
  const error = filter.errors.find(({ unfinished }) => !unfinished);
  return {
    applied: readable.current,
    ...(error === undefined ? {} : { wrong: `${filterErrorSentence(error)} ${FILTER.keepsState}` }),
  };
}

export interface ListFilter {
  /** Ids that the filter keeps; absent: all, or not known yet. */
  readonly kept: ReadonlySet<string> | undefined;
  /** Those of them that are kept only because what is undecided may allow what the filter asks for. */
  readonly undecided: ReadonlySet<string>;
  /** What is wrong, for the field and for readers. */
  readonly wrong: string | undefined;
  /** Its answer is on the way; `kept` is that of the filter before. */
  readonly isPending: boolean;
}

const NONE: ReadonlySet<string> = new Set();

/** What a filter keeps of a list that the page has whole. */
export function useListFilter(cluster: string, of: Exclude<Filtered, 'map'>, text: string): ListFilter {
  const { applied, wrong } = useReadable(text, of);
  const isAsked = applied.terms.length > 0;
  const { data, isError, isPlaceholderData } = useQuery({
    ...filterQuery(cluster, { q: applied.text, of }),
    enabled: isAsked,
    placeholderData: keepPreviousData,
  });
  const kept = useMemo(() => (isAsked && data !== undefined ? new Set(data.ids) : undefined), [isAsked, data]);
  const undecided = useMemo(() => (isAsked ? new Set(data?.depends) : NONE), [isAsked, data]);
  const isPending = isAsked && !isError && (data === undefined || isPlaceholderData);
  return { kept, undecided, wrong: wrong ?? (isAsked && isError ? FILTER.failed : undefined), isPending };
}
