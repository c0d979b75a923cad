'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import type { PodDirectionChoice } from './use-pod-view-state.ts';

const DIRECTION_KEYS: Readonly<Record<string, PodDirectionChoice | undefined>> = { i: 'in', o: 'out', b: 'both' };

/** I, O, B choose the direction, Backspace goes back. Not while typing, nor under a dialog. */
export function usePodKeys(setDirection: (direction: PodDirectionChoice) => void, enabled: boolean): void {
  const router = useRouter();
  useEffect(() => {
    if (!enabled) return;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
      if (event.key === 'Backspace') {
        event.preventDefault();
        router.back();
        return;
      }
      const direction = DIRECTION_KEYS[event.key.toLowerCase()];
      if (direction !== undefined) setDirection(direction);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [enabled, router, setDirection]);
}

/** True inside anything that takes text. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select'))
  );
}
