import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { FilterKey, FilterPlace } from '#lib/graph/filter/filter-language.ts';
import type { Suggestion } from '#lib/graph/filter/suggest.ts';
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
  const finder = useFinder(wanted, place);
  const typed = useMemo(() => finder?.typedWord(word, place), [finder, word, place]);
  const key = typed?.key;
  const isInScene =
    scene !== undefined && key !== undefined && finder?.complete?.valuesAreElsewhere(scene, key) === false;
  const own = source.place === 'map' ? undefined : source.valuesOf;
  const isElsewhere = key !== undefined && own === undefined && !isInScene;
  const { data } = useQuery({
    ...filterValuesQuery(cluster, place, key ?? 'ns', typed?.typed ?? ''),
    enabled: wanted && isElsewhere,
    placeholderData: keepPreviousData,
  });
  return useMemo(() => {
    if (!wanted || finder === undefined || typed === undefined) return NONE;
    if (key === undefined) return finder.suggestKeys(typed, place);
    if (own !== undefined) return finder.suggestValues(typed, own(key), 'rows');
    if (isInScene) return finder.complete?.completeWord(scene, word) ?? NONE;
    if (data === undefined || data.key !== key) return NONE;
    const counts = new Map(data.values.map(({ value, found }) => [value, found]));
    return finder.suggestValues(typed, counts, place === 'map' || place === 'traffic' ? 'workloads' : place);
  }, [wanted, finder, key, own, typed, place, isInScene, scene, word, data]);
}

type Suggest = typeof import('#lib/graph/filter/suggest.ts');

interface Finder extends Suggest {
  /** Of what a picture shows; absent where there is none. */
  readonly complete?: typeof import('#lib/graph/filter/complete-filter.ts');
}

function useFinder(wanted: boolean, place: FilterPlace): Finder | undefined {
  const [finder, setFinder] = useState<Finder>();
  useEffect(() => {
    if (!wanted || finder !== undefined) return;
    let ended = false;
    const parts = Promise.all([
      import('#lib/graph/filter/suggest.ts'),
      place === 'map' ? import('#lib/graph/filter/complete-filter.ts') : undefined,
    ]);
    void parts.then(([suggest, complete]) => {
      if (!ended) setFinder({ ...suggest, ...(complete === undefined ? {} : { complete }) });
    });
    return () => {
      ended = true;
    };
  }, [wanted, finder, place]);
  return finder;
}
