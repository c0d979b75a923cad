'use client';

import { loadMap } from './load-map.ts';

// under way while the page starts, asks, and waits for a cluster that is still being read
if (typeof window !== 'undefined') loadMap().catch(() => undefined);

/** Draws nothing: wherever it stands, a map is about to be drawn. */
export function MapAhead() {
  return null;
}
