'use client';

import { debounce, parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import type { SceneLevel } from '#lib/graph/types.ts';

const LEVELS = ['namespaces', 'workloads', 'pods'] as const satisfies readonly SceneLevel[];

/** For what is chosen: the address follows when the answer is on the screen, since the router then renders all anew. */
export const ADDRESS_LATER = { limitUrlUpdates: debounce(250) } as const;

/** What the map shows, kept in the address, so that a link shows the same. */
export function useMapState() {
  return useQueryStates(
    {
      level: parseAsStringLiteral(LEVELS),
      namespace: parseAsString,
      view: parseAsStringLiteral(['map', 'table'] as const),
      q: parseAsString.withDefault(''),
      only: parseAsStringLiteral(['gaps'] as const),
      select: parseAsString,
      edge: parseAsString,
      gap: parseAsString,
      legend: parseAsBoolean,
      /** The opened workload, `ns/Kind/name`. */
      workload: parseAsString,
      /** The opened group of alike workloads. */
      unfold: parseAsString,
      /** Boxes that were moved by hand: `lib/graph/pins.ts`. */
      pins: parseAsString.withDefault(''),
    },
    { history: 'replace', throttleMs: 150 },
  );
}
export type MapState = ReturnType<typeof useMapState>[0];
export type SetMapState = ReturnType<typeof useMapState>[1];
