'use client';

import {
  debounce,
  parseAsBoolean,
  parseAsIsoDateTime,
  parseAsNativeArrayOf,
  parseAsString,
  parseAsStringLiteral,
  useQueryStates,
} from 'nuqs';
import { MATRIX_ORDERS } from '#lib/graph/matrix/types.ts';
import type { SceneLevel } from '#lib/graph/types.ts';

const LEVELS = ['namespaces', 'workloads', 'pods'] as const satisfies readonly SceneLevel[];

/** Windows of the layer of observed traffic. */
export const TRAFFIC_LAYER_WINDOWS = ['10m', '1h', '24h'] as const;

/** Three ways to look at the same connections, in the order in which V goes through them. */
export const VIEWS = ['map', 'matrix', 'table'] as const;
export type MapViewName = (typeof VIEWS)[number];

/** For what is chosen: the address follows when the answer is on the screen, since the router then renders all anew. */
export const ADDRESS_LATER = { limitUrlUpdates: debounce(250) } as const;

/** What the map shows, kept in the address, so that a link shows the same. */
export function useMapState() {
  return useQueryStates(
    {
      level: parseAsStringLiteral(LEVELS),
      namespace: parseAsString,
      view: parseAsStringLiteral(VIEWS),
      q: parseAsString.withDefault(''),
      hide: parseAsNativeArrayOf(parseAsString),
      only: parseAsStringLiteral(['gaps'] as const),
      select: parseAsString,
      edge: parseAsString,
      gap: parseAsString,
      legend: parseAsBoolean,
      /** Of the matrix: its order, the second of two namespaces looked at alone, and whether rows are destinations. */
      order: parseAsStringLiteral(MATRIX_ORDERS),
      with: parseAsString,
      swap: parseAsBoolean,
      /** The opened workload, `ns/Kind/name`. */
      workload: parseAsString,
      /** The opened group of alike workloads. */
      unfold: parseAsString,
      /** The layer of observed traffic: how long its window is; absent: it is off. */
      traffic: parseAsStringLiteral(TRAFFIC_LAYER_WINDOWS),
      /** When that window ends; absent: now. */
      at: parseAsIsoDateTime,
      /** The one state of traffic that is drawn; absent: all. */
      flows: parseAsString,
      /** Boxes that were moved by hand: `lib/graph/pins.ts`. */
      pins: parseAsString.withDefault(''),
    },
    { history: 'replace', throttleMs: 150 },
  );
}
export type MapState = ReturnType<typeof useMapState>[0];
export type SetMapState = ReturnType<typeof useMapState>[1];

/** A box, a line or a gap is chosen, or nothing. */
export type Chosen = Partial<Pick<MapState, 'select' | 'edge' | 'gap'>>;

/**
 * What of the address changes when something is chosen. Each key waits for itself: one that is written without need may
 * come late, and call off the page that was gone to meanwhile.
 */
export function changedChoice(state: Pick<MapState, 'select' | 'edge' | 'gap'>, chosen: Chosen): Chosen {
  const { select = null, edge = null, gap = null } = chosen;
  return {
    ...(select === state.select ? {} : { select }),
    ...(edge === state.edge ? {} : { edge }),
    ...(gap === state.gap ? {} : { gap }),
  };
}
