'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useEffect, useId, useMemo, useRef } from 'react';
import { GapRow } from '#components/ui/gap-row.tsx';
import type { CheckCounts, GapListItem } from '#lib/api/gap-types.ts';
import { SEVERITIES } from '#lib/gdpr/types.ts';
import { article, GAPS_PAGE, severityWord } from '#lib/text/en/gaps-page.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import type { GapGroup, GapGrouping } from './group-gaps.ts';

const GROUP_HEIGHT = 32;
const GAP_HEIGHT = 48;

type Row =
  | { readonly type: 'group'; readonly key: string; readonly title: string; readonly count: number }
  | { readonly type: 'gap'; readonly key: string; readonly gap: GapListItem };

interface GapListProps {
  readonly groups: readonly GapGroup[];
  /** Their titles head the groups by check. */
  readonly checks: readonly CheckCounts[];
  readonly grouping: GapGrouping;
  readonly selected: string | undefined;
  readonly onSelect: (gap: string) => void;
}

/** The list of gaps: one stop for Tab, arrows or J and K move. Only the rows in sight are drawn. */
export function GapList({ groups, checks, grouping, selected, onSelect }: GapListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const listId = useId();
  const rows = useMemo(
    () =>
      groups.flatMap((group): readonly Row[] => [
        {
          type: 'group',
          key: group.waived ? 'waived' : `group:${group.key}`,
          title: groupTitle(group, grouping, checks),
          count: group.gaps.length,
        },
        ...group.gaps.map((gap): Row => ({ type: 'gap', key: gap.id, gap })),
      ]),
    [groups, grouping, checks],
  );
  const selectedRow = rows.findIndex((row) => row.key === selected);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.type === 'group' ? GROUP_HEIGHT : GAP_HEIGHT),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 10,
  });
  const { scrollToIndex } = virtual;
  useEffect(() => {
    if (selectedRow >= 0) scrollToIndex(selectedRow);
  }, [selectedRow, scrollToIndex]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const gaps = rows.filter((row) => row.type === 'gap');
    const current = gaps.findIndex((row) => row.key === selected);
    const next = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: gaps.length - 1 }[event.key];
    const target = next === undefined ? undefined : gaps[Math.max(0, next)];
    if (target === undefined) return;
    event.preventDefault();
    onSelect(target.key);
  };
  const onClick = (event: MouseEvent): void => {
    const target = event.target instanceof Element ? event.target.closest('[data-gap]') : null;
    const id = target?.getAttribute('data-gap');
    if (id !== null && id !== undefined) onSelect(id);
  };

  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto" style={{ scrollbarWidth: 'thin' }}>
      <div
        role="listbox"
        aria-label={GAPS_PAGE.list}
        tabIndex={0}
        aria-activedescendant={selectedRow < 0 ? undefined : `${listId}-${selectedRow}`}
        onKeyDown={onKeyDown}
        onClick={onClick}
        className="relative focus-visible:-outline-offset-2"
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return row.type === 'group' ? (
            <div
              key={item.key}
              role="presentation"
              className="absolute inset-x-0 flex items-end gap-2 px-3.5 pb-1 text-xs font-medium text-ink-2"
              style={{ top: item.start, height: item.size }}
            >
              <span className="truncate">{visibleText(row.title)}</span>
              <span className="ml-auto tabular-nums text-ink-3">{row.count}</span>
            </div>
          ) : (
            <GapOption
              key={item.key}
              id={`${listId}-${item.index}`}
              index={item.index}
              gap={row.gap}
              selected={row.key === selected}
              top={item.start}
              measure={virtual.measureElement}
            />
          );
        })}
      </div>
    </div>
  );
}

function groupTitle({ key, waived }: GapGroup, grouping: GapGrouping, checks: readonly CheckCounts[]): string {
  if (waived) return GAPS_PAGE.waivedGroup;
  switch (grouping) {
    case 'article':
      return article(key);
    case 'check':
      return [key, checks.find(({ id }) => id === key)?.title].filter(Boolean).join(' · ');
    case 'namespace':
      return key === '' ? GAPS_PAGE.clusterWide : key;
    case 'severity': {
      const severity = SEVERITIES.find((each) => each === key);
      return severity === undefined ? key : severityWord(severity);
    }
  }
}

interface GapOptionProps {
  readonly id: string;
  readonly index: number;
  readonly gap: GapListItem;
  readonly selected: boolean;
  /** Pixels from the top of the list. */
  readonly top: number;
  /** Titles wrap: the height of a row is known only when it is drawn. */
  readonly measure: (element: Element | null) => void;
}

function GapOption({ id, index, gap, selected, top, measure }: GapOptionProps) {
  return (
    <div
      ref={measure}
      id={id}
      role="option"
      aria-selected={selected}
      tabIndex={-1}
      data-index={index}
      data-gap={gap.id}
      className={`absolute inset-x-0 grid cursor-pointer grid-cols-[18px_minmax(0,1fr)] gap-x-2 border-l-2 px-3.5 py-1.5 ${
        selected ? 'border-accent bg-selected' : 'border-transparent hover:bg-hover'
      }`}
      style={{ top }}
    >
      <GapRow gap={gap} />
    </div>
  );
}
