'use client';

import { useEffect, useRef } from 'react';
import { useBackKey } from '#components/pod/use-back-key.ts';
import { isSingleKey } from '#components/ui/single-keys.ts';

export interface CompareKeys {
  readonly onSwap: () => void;
  readonly onOther: () => void;
}

/** X swaps the two, A asks for another second one, Backspace goes back. Not while typing, nor under a dialog. */
export function useCompareKeys(keys: CompareKeys, enabled: boolean): void {
  const latest = useRef(keys);
  latest.current = keys;
  useBackKey();
  useEffect(() => {
    if (!enabled) return;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || !isSingleKey(event)) return;
      const key = event.key.toLowerCase();
      if (key !== 'x' && key !== 'a') return;
      event.preventDefault();
      if (key === 'x') latest.current.onSwap();
      else latest.current.onOther();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [enabled]);
}
