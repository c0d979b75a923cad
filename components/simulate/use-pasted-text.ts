'use client';

import { useEffect, useRef } from 'react';
import { useToast } from '#components/ui/toast.tsx';
import { SIMULATE } from '#lib/text/en/simulate.ts';
import { TEXT_MAX } from './simulated-change.ts';
import type { Simulation } from './use-simulation.ts';

const WRITES = 'input, textarea, select, [contenteditable="true"]';

/** Text that is pasted on the page, and into no field, is one more change. */
export function usePastedText(simulation: Simulation, onAdded: (id: string) => void): void {
  const toast = useToast();
  const take = (event: ClipboardEvent): void => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const isElsewhere = event.target instanceof Element && event.target.closest(WRITES) !== null;
    if (event.defaultPrevented || isElsewhere || text.trim() === '') return;
    event.preventDefault();
    const isTooLarge = text.length > TEXT_MAX;
    if (isTooLarge) toast(SIMULATE.tooLarge);
    const [id] = isTooLarge ? [] : simulation.add([{ type: 'yaml', title: SIMULATE.pasted, text }]);
    if (id !== undefined) onAdded(id);
  };
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => latest.current(event);
    window.addEventListener('paste', onPaste);
    return () => window.removeEventListener('paste', onPaste);
  }, []);
}
