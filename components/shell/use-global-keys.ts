'use client';

import { useEffect, useRef } from 'react';
import { isSingleKey, singleKeysOn } from '#components/ui/single-keys.ts';

const SEQUENCE_MS = 1200; // from G to its second key

export interface GlobalKeys {
  readonly onSearch: () => void;
  readonly onKeys: () => void;
  readonly onGo: (page: 'map' | 'pods' | 'gaps' | 'policies' | 'traffic' | 'data' | 'snapshots' | 'simulate') => void;
  readonly onCopyLink: () => void;
  readonly onApply: () => void;
}

const PAGES = {
  m: 'map',
  p: 'pods',
  g: 'gaps',
  l: 'policies',
  t: 'traffic',
  d: 'data',
  s: 'snapshots',
  x: 'simulate',
} as const;

/** ⌘K, /, ?, ., U and G with its second key. Listens first, so that a second key is not taken for a page's own. */
export function useGlobalKeys(keys: GlobalKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    let since = Number.NEGATIVE_INFINITY;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() === 'k' && (event.metaKey || event.ctrlKey) && !event.altKey) {
        event.preventDefault();
        latest.current.onSearch();
        return;
      }
      if (!isSingleKey(event)) return;
      if (!singleKeysOn()) {
        event.stopImmediatePropagation();
        return;
      }
      const key = event.key.toLowerCase();
      const page = PAGES[key as keyof typeof PAGES];
      if (event.timeStamp - since < SEQUENCE_MS && page !== undefined) {
        since = Number.NEGATIVE_INFINITY;
        stop(event);
        latest.current.onGo(page);
        return;
      }
      since = key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (key === 'g') {
        stop(event);
        return;
      }
      const action = actionOf(key, latest.current);
      if (action === undefined) return;
      stop(event);
      action();
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
}

function actionOf(key: string, keys: GlobalKeys): (() => void) | undefined {
  switch (key) {
    case '?':
      return keys.onKeys;
    case '.':
      return keys.onCopyLink;
    case 'u':
      return keys.onApply;
    case '/':
      return () => {
        const field = document.querySelector<HTMLElement>('[data-filter-field]');
        if (field === null) keys.onSearch();
        else field.focus();
      };
    default:
      return undefined;
  }
}

function stop(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
