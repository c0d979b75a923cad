'use client';

import { useSyncExternalStore } from 'react';
import { readViews, type StoredView, storeViews } from './stored-views.ts';

const NONE: readonly StoredView[] = [];
const listeners = new Set<() => void>();
let known: readonly StoredView[] | undefined;

function forget(): void {
  known = undefined;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', forget); // another tab has changed them
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener('storage', forget);
  };
}

/** The views of this browser, the same wherever they are shown. */
export const useStoredViews = (): readonly StoredView[] =>
  useSyncExternalStore(
    subscribe,
    () => {
      known ??= readViews();
      return known;
    },
    () => NONE,
  );

/** False where the browser keeps nothing. */
export function keepViews(views: readonly StoredView[]): boolean {
  const isKept = storeViews(views);
  forget();
  return isKept;
}
