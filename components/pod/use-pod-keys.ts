'use client';

import { useEffect } from 'react';
import type { HopChoice, PodDirectionChoice } from './use-pod-view-state.ts';

const DIRECTION_KEYS: Readonly<Record<string, PodDirectionChoice | undefined>> = { i: 'in', o: 'out', b: 'both' };

const HOP_KEYS: Readonly<Record<string, HopChoice | undefined>> = { 1: '1', 2: '2', 3: '3' };

export interface PodKeys {
  readonly setDirection: (direction: PodDirectionChoice) => void;
  readonly setHops: (hops: HopChoice) => void;
  readonly onCompare: () => void;
}

/** 1, 2, 3 choose the hops; I, O, B the direction; A asks for a second pod. Not while typing, nor under a dialog. */
export function usePodKeys({ setDirection, setHops, onCompare }: PodKeys, enabled: boolean): void {
  useEffect(() => {
    if (!enabled) return;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
      const direction = DIRECTION_KEYS[event.key.toLowerCase()];
      const hops = HOP_KEYS[event.key];
      if (direction !== undefined) setDirection(direction);
      else if (hops !== undefined) setHops(hops);
      else if (event.key.toLowerCase() === 'a') onCompare();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [enabled, setDirection, setHops, onCompare]);
}

/** True inside anything that takes text. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select'))
  );
}
