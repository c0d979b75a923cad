'use client';

import { useEffect, useMemo, useState } from 'react';
import type { Suggestion } from '#lib/graph/filter/complete-filter.ts';
import type { Scene } from '#lib/graph/types.ts';

type Complete = (scene: Scene, word: string) => readonly Suggestion[];

/** What could stand in place of the word; what finds it is loaded when the field is first entered. */
export function useSuggestions(scene: Scene, word: string, wanted: boolean): readonly Suggestion[] {
  const [complete, setComplete] = useState<Complete>();
  useEffect(() => {
    if (!wanted || complete !== undefined) return;
    let ended = false;
    void import('#lib/graph/filter/complete-filter.ts').then(({ completeWord }) => {
      if (!ended) setComplete(() => completeWord);
    });
    return () => {
      ended = true;
    };
  }, [wanted, complete]);
  return useMemo(
    () => (wanted && complete !== undefined ? complete(scene, word) : []),
    [wanted, complete, scene, word],
  );
}
