import { throttle } from 'nuqs';
import { useEffect, useEffectEvent } from 'react';
import { changedChoice, type MapState, type SetMapState } from './use-map-state.ts';

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
    // a click of our own has waited
    if (link === null || !isPlain || !event.isTrusted) return;
    const address = new URLSearchParams(window.location.search);
    const [select, edge, gap] = [address.get('select'), address.get('edge'), address.get('gap')];
    const late = changedChoice({ select, edge, gap }, state);
    if (Object.keys(late).length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const tooLate = new Promise((resolve) => setTimeout(resolve, WRITTEN_WITHIN_MS));
    void Promise.race([set(late, NOW), tooLate]).then(() => link.click());
  });
  useEffect(() => {
    const listen = (event: MouseEvent): void => follow(event);
    document.addEventListener('click', listen, true);
    return () => document.removeEventListener('click', listen, true);
  }, []);
}
