'use client';

import { type KeyboardEvent, useRef, useState } from 'react';

/** What the link of a table row needs so that one Tab stop serves the whole table. */
export interface RowLinkProps {
  readonly ref: (element: HTMLAnchorElement | null) => void;
  readonly tabIndex: 0 | -1;
  readonly onFocus: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/**
 * Roving focus over the rows of a virtual table: arrows, J and K, `[` and `]`, Home and End move it, the link itself opens the row.
 * The row that takes the focus may not be drawn yet: it is scrolled to, and focused when it appears.
 */
export function useRowFocus(
  rows: number,
  scrollToIndex: (index: number) => void,
  start = 0,
): {
  readonly current: number;
  readonly moveTo: (index: number) => void;
  readonly linkProps: (index: number) => RowLinkProps;
} {
  const [active, setActive] = useState(start);
  const awaited = useRef<number>(undefined);
  const links = useRef(new Map<number, HTMLAnchorElement>());
  const current = Math.max(0, Math.min(active, rows - 1));

  const moveTo = (index: number): void => {
    const next = Math.max(0, Math.min(rows - 1, index));
    setActive(next);
    scrollToIndex(next);
    const link = links.current.get(next);
    if (link === undefined) awaited.current = next;
    else link.focus();
  };

  const linkProps = (index: number): RowLinkProps => ({
    ref: (element) => {
      if (element === null) {
        links.current.delete(index);
        return;
      }
      links.current.set(index, element);
      if (awaited.current === index) {
        awaited.current = undefined;
        element.focus({ preventScroll: true });
      }
    },
    tabIndex: index === current ? 0 : -1,
    onFocus: () => setActive(index),
    onKeyDown: (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const target = rowMove(event.key, index, rows);
      if (target === undefined) return;
      event.preventDefault();
      moveTo(target);
    },
  });
  return { current, moveTo, linkProps };
}

function rowMove(key: string, index: number, rows: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
    case 'j':
    case ']':
      return index + 1;
    case 'ArrowUp':
    case 'k':
    case '[':
      return index - 1;
    case 'Home':
      return 0;
    case 'End':
      return rows - 1;
    default:
      return undefined;
  }
}
