'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { isTyping } from './use-pod-keys.ts';

/** Backspace goes back to what was looked at before, also while a page is still read. Not while typing, nor under a dialog. */
export function useBackKey(): void {
  const router = useRouter();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Backspace' || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
      if (isTyping(event.target) || document.querySelector('[role=dialog]') !== null) return;
      event.preventDefault();
      router.back();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [router]);
}
