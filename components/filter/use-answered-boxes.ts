import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Filter } from '#lib/graph/filter/filter-language.ts';
import { type AnsweredBoxes, needsServer } from '#lib/graph/filter/match-filter.ts';
import type { Scene } from '#lib/graph/types.ts';
import { answeredBoxes } from './answered-boxes.ts';
import { filterQuery } from './filter-queries.ts';

export interface Answered {
  /** Absent: the picture answers alone, or the answer is still to come. */
  readonly answer: AnsweredBoxes | undefined;
  readonly isPending: boolean;
  readonly failed: boolean;
}

/** What the server says of a filter that the picture cannot answer; meanwhile what it said of the one before. */
export function useAnsweredBoxes(cluster: string, scene: Scene, filter: Filter | undefined): Answered {
  const isNeeded = filter !== undefined && filter.errors.length === 0 && needsServer(scene, filter);
  const question = { q: filter?.text ?? '', of: 'map', level: scene.level, namespace: scene.namespace } as const;
  const { data, isError } = useQuery({
    ...filterQuery(cluster, question),
    enabled: isNeeded,
    placeholderData: keepPreviousData,
  });
  const answer = useMemo(() => answeredBoxes(data), [data]);
  if (!isNeeded) return { answer: undefined, isPending: false, failed: false };
  return { answer, isPending: answer === undefined && !isError, failed: isError };
}
