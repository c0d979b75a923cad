'use client';

import { throttle } from 'nuqs';
import { useEffect, useEffectEvent } from 'react';
import type { MapState, SetMapState } from './use-map-state.ts';

const CHOSEN = ['select', 'edge', 'gap'] as const;
const NOW = { limitUrlUpdates: throttle(0) } as const;
/** Longer than the address takes. */
const WRITTEN_WITHIN_MS = 300;

/**
 * Has a link that is followed wait until what was chosen is in the address: a write that comes later would call off the
 * way to the other page.
 */
export function useAddressBeforeLeaving(state: MapState, set: SetMapState): void {
  const follow = useEffectEvent((event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null;
    const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (link === null || !isPlain) return;
    const written = new URLSearchParams(window.location.search);
    const late = CHOSEN.filter((key) => written.get(key) !== state[key]);
    if (late.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const address = set(Object.fromEntries(late.map((key) => [key, state[key]])), NOW);
    const tooLate = new Promise((resolve) => setTimeout(resolve, WRITTEN_WITHIN_MS));
    void Promise.race([address, tooLate]).then(() => {
      waved.add(link);
      link.click();
      waved.delete(link);
    });
  });
  useEffect(() => {
    const listen = (event: MouseEvent): void => {
      if (!waved.has(event.target as HTMLAnchorElement)) follow(event);
    };
    document.addEventListener('click', listen, true);
    return () => document.removeEventListener('click', listen, true);
  }, []);
}

/** Links that have waited. */
const waved = new Set<HTMLAnchorElement>();
