import { useMemo, useRef } from 'react';
import { useAnsweredBoxes } from '#components/filter/use-answered-boxes.ts';
import type { SceneView } from '#lib/api/scene-types.ts';
import type { Filter } from '#lib/graph/filter/filter-language.ts';
import { type FilterMatch, matchFilter } from '#lib/graph/filter/match-filter.ts';
import { parseFilter } from '#lib/graph/filter/parse-filter.ts';

interface MapFilter {
  /** As it is written, with what is wrong in it. */
  readonly filter: Filter;
  /** The last one that could be read: the picture keeps its state while somebody writes. */
  readonly applied: Filter | undefined;
  /** What it keeps; undefined where nothing is filtered, and while its answer is on the way. */
  readonly match: FilterMatch | undefined;
}

export function useMapFilter(cluster: string, scene: SceneView, text: string): MapFilter {
  const filter = useMemo(() => parseFilter(text), [text]);
  const readable = useRef<Filter>(undefined);
  if (filter.errors.length === 0) readable.current = filter;
  const applied = readable.current;
  const { answer, isPending } = useAnsweredBoxes(cluster, scene, applied);
  const match = useMemo(
    () =>
      applied === undefined || isPending || awaitsGaps(scene, applied)
        ? undefined
        : matchFilter(scene, applied, answer),
    [scene, applied, answer, isPending],
  );
  return { filter, applied, match };
}

/** Whether a filter asks for gaps that are not known yet: it would leave nothing, as if there were none. */
function awaitsGaps({ gapsPending }: SceneView, { terms }: Filter): boolean {
  return gapsPending === true && terms.some(({ key }) => key === 'gap' || key === 'check');
}
