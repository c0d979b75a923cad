import { useEffect, useRef } from 'react';
import { isSingleKey, singleKeysOn } from '#components/ui/single-keys.ts';

export interface MapKeys {
  readonly onView: () => void;
  readonly onGapsOnly: () => void;
  readonly onLegend: () => void;
  readonly onHide: () => void;
  readonly onEscape: () => void;
}

/** V, F, L, H and Esc, wherever the focus is on this page. */
export function useMapKeys(keys: MapKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      const free =
        event.target instanceof Element && event.target.closest('input, [role=dialog], [role=menu]') === null;
      if (event.key === 'Escape') {
        if (free) latest.current.onEscape();
        return;
      }
      if (!isSingleKey(event) || !singleKeysOn()) return;
      const { onView, onGapsOnly, onLegend, onHide } = latest.current;
      const actions = new Map([
        ['v', onView],
        ['f', onGapsOnly],
        ['l', onLegend],
        ['h', onHide],
      ]);
      actions.get(event.key.toLowerCase())?.();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
