import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { hideMatches, type WithoutHidden } from '#lib/graph/filter/hide-matches.ts';
import { needsServer } from '#lib/graph/filter/match-filter.ts';
import { parseFilter } from '#lib/graph/filter/parse-filter.ts';
import type { Scene } from '#lib/graph/types.ts';
import { answeredBoxes } from './answered-boxes.ts';
import { filterQuery } from './filter-queries.ts';

/** The picture without what each of these filters names. */
export function useHidden<S extends Scene>(cluster: string, whole: S, texts: readonly string[]): WithoutHidden<S> {
  const filters = useMemo(() => texts.map((text) => parseFilter(text)), [texts]);
  const answers = useQueries({
    queries: filters.map((filter) => ({
      ...filterQuery(cluster, { q: filter.text, of: 'map', level: whole.level, namespace: whole.namespace }),
      enabled: filter.errors.length === 0 && needsServer(whole, filter),
    })),
    combine: (results) => results.map(({ data }) => data),
  });
  return useMemo(() => {
    let left: WithoutHidden<S> = { scene: whole, boxes: 0, lines: 0, gaps: 0 };
    for (const [index, filter] of filters.entries()) {
      const more = hideMatches(left.scene, filter, answeredBoxes(answers[index]));
      left = {
        scene: more.scene,
        boxes: left.boxes + more.boxes,
        lines: left.lines + more.lines,
        gaps: left.gaps + more.gaps,
      };
    }
    return left;
  }, [whole, filters, answers]);
}
