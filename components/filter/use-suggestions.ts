import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { FilterKey, FilterPlace } from '#lib/graph/filter/filter-language.ts';
import { type Suggestion, suggestKeys, suggestValues, typedWord } from '#lib/graph/filter/suggest.ts';
import type { Scene } from '#lib/graph/types.ts';
import { filterValuesQuery } from './filter-queries.ts';

/** What a filter narrows: the picture tells most of its values itself. */
export type FilterSource =
  | { readonly place: 'map'; readonly cluster: string; readonly scene: Scene }
  | {
      readonly place: Exclude<FilterPlace, 'map'>;
      readonly cluster: string;
      /** Where the page has the rows: the values of a key, each with how many rows it would leave. */
      readonly valuesOf?: (key: FilterKey) => ReadonlyMap<string, number>;
    };

const NONE: readonly Suggestion[] = [];

/** What could stand in place of the word; what finds it is loaded when the field is first entered. */
export function useSuggestions(source: FilterSource, word: string, wanted: boolean): readonly Suggestion[] {
  const { place, cluster } = source;
  const scene = source.place === 'map' ? source.scene : undefined;
  const complete = useComplete(wanted && scene !== undefined);
  const typed = useMemo(() => typedWord(word, place), [word, place]);
  const { key } = typed;
  const isInScene = scene !== undefined && key !== undefined && complete?.valuesAreElsewhere(scene, key) === false;
  const own = source.place === 'map' ? undefined : source.valuesOf;
  const isElsewhere =
    key !== undefined && own === undefined && (scene === undefined || (complete !== undefined && !isInScene));
  const { data } = useQuery({
    ...filterValuesQuery(cluster, place, key ?? 'ns', typed.typed),
    enabled: wanted && isElsewhere,
    placeholderData: keepPreviousData,
  });
  return useMemo(() => {
    if (!wanted) return NONE;
    if (key === undefined) return suggestKeys(typed, place);
    if (own !== undefined) return suggestValues(typed, own(key), 'rows');
    if (isInScene) return complete?.completeWord(scene, word) ?? NONE;
    if (data === undefined || data.key !== key) return NONE;
    const counts = new Map(data.values.map(({ value, found }) => [value, found]));
    return suggestValues(typed, counts, place === 'map' || place === 'traffic' ? 'workloads' : place);
  }, [wanted, key, own, typed, place, isInScene, complete, scene, word, data]);
}

type Complete = typeof import('#lib/graph/filter/complete-filter.ts');

function useComplete(wanted: boolean): Complete | undefined {
  const [complete, setComplete] = useState<Complete>();
  useEffect(() => {
    if (!wanted || complete !== undefined) return;
    let ended = false;
    void import('#lib/graph/filter/complete-filter.ts').then((module) => {
      if (!ended) setComplete(module);
    });
    return () => {
      ended = true;
    };
  }, [wanted, complete]);
  return complete;
}
