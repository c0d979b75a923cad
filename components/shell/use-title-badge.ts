'use client';

import { useEffect } from 'react';
import { titleWithGaps } from '#lib/text/en/gaps-page.ts';

const BADGE = /^\(\d[\d\u202f\u2009 ]*\) /;

/** How many gaps are open, before the title of whatever page is shown: seen in the tab, also from another one. */
export function useTitleBadge(gaps: number | undefined): void {
  useEffect(() => {
    if (gaps === undefined) return;
    const mark = (): void => {
      const plain = document.title.replace(BADGE, '');
      const marked = titleWithGaps(plain, gaps);
      if (plain !== '' && document.title !== marked) document.title = marked;
    };
    mark();
    // Another page brings its own title.
    const observer = new MutationObserver(mark);
    observer.observe(document.head, { subtree: true, childList: true, characterData: true });
    return () => observer.disconnect();
  }, [gaps]);
}
