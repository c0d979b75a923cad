'use client';

import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { WINDOW_NAMES } from './traffic-address.ts';

/** What the traffic page shows, kept in the address, so that a link shows the same. */
export function useTrafficState() {
  return useQueryStates(
    {
      q: parseAsString.withDefault(''),
      window: parseAsStringLiteral(WINDOW_NAMES).withDefault('24h'),
      live: parseAsBoolean.withDefault(false),
      /** The chosen row. */
      edge: parseAsString,
    },
    { history: 'replace', throttleMs: 150 },
  );
}
