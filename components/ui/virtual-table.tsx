'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import { isSingleKey, singleKeysOn } from './single-keys.ts';
import { type RowLinkProps, useRowFocus } from './use-row-focus.ts';

const ROW_HEIGHT = 32;
/** Rows drawn beyond what is in sight, to either side. */
const OVERSCAN = 16;
/** Rows left before more are asked for. */
const NEAR_END = 40;

export interface TableColumn {
  readonly id: string;
  readonly label: string;
  /** Width, and at which window it goes. */
  readonly className: string;
  /** The head is only read out: the cells speak for themselves. */
  readonly quietHead?: boolean;
}

interface VirtualTableProps<Item> {
  readonly label: string;
  readonly columns: readonly TableColumn[];
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  /** The cells of a row, `td` each. The first link takes `link`, so that the row has the focus. */
  readonly cells: (item: Item, link: RowLinkProps) => ReactNode;
  /** How many there are in all, where `items` are only the first of them. */
  readonly total?: number;
  readonly onNearEnd?: () => void;
  /** The row that the keyboard begins at, where a link chose one. */
  readonly start?: number;
  readonly className?: string;
}

/** Rows of 32 px: arrows or J and K move from row to row, Enter opens one. Only the rows in sight are drawn. */
export function VirtualTable<Item>(props: VirtualTableProps<Item>) {
  const { items, total = items.length, onNearEnd } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
  });
  const rows = virtual.getVirtualItems();
  const above = rows[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (rows.at(-1)?.end ?? 0);
  const nearEnd = items.length < total && (rows.at(-1)?.index ?? 0) > items.length - NEAR_END;
  useEffect(() => {
    if (nearEnd) onNearEnd?.();
  }, [nearEnd, onNearEnd]);
  const first = useRef(props.start ?? 0);
  const { scrollToIndex } = virtual;
  useEffect(() => {
    if (first.current > 0) scrollToIndex(first.current, { align: 'center' });
  }, [scrollToIndex]);
  const { current, moveTo, linkProps } = useRowFocus(items.length, virtual.scrollToIndex, props.start);
  const enter = useRef<() => void>(undefined);
  enter.current = () => moveTo(current);
  useEffect(() => {
    // J and K enter the table from the page itself; inside they are keys of the row
    const onKeyDown = (event: KeyboardEvent): void => {
      const onPage =
        event.target === document.body || (event.target instanceof Element && event.target.id === 'content');
      if (event.defaultPrevented || !onPage || !isSingleKey(event) || !singleKeysOn()) return;
      if (['j', 'k', '[', ']'].includes(event.key)) enter.current?.();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);

  return (
    <div
      ref={scroller}
      className={`overflow-x-hidden bg-surface ${props.className ?? ''}`}
      style={{ scrollbarWidth: 'thin' }}
    >
      <table
        aria-label={props.label}
        aria-rowcount={total + 1}
        className="w-full table-fixed border-separate border-spacing-0"
      >
        <thead className="sticky top-0 z-1">
          <tr className="text-left text-xs text-ink-3">
            {props.columns.map(({ id, label, className, quietHead }) => (
              <th
                key={id}
                scope="col"
                className={`h-[30px] truncate border-b border-line bg-sunken px-2 font-medium ${className}`}
              >
                {quietHead === true ? <span className="sr-only">{label}</span> : label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 ? <Spacer height={above} /> : null}
          {rows.map(({ index }) => {
            const item = items[index];
            return item === undefined ? null : (
              <tr
                key={props.keyOf(item)}
                aria-rowindex={index + 2}
                className="relative h-8 hover:bg-hover has-[a[aria-current]]:bg-selected has-focus-visible:bg-selected has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-focus [&>td]:truncate [&>td]:border-b [&>td]:border-line-faint [&>td:not(:first-child)]:pl-2 [&>td:not(:last-child)]:pr-2"
              >
                {props.cells(item, linkProps(index))}
              </tr>
            );
          })}
          {below > 0 ? <Spacer height={below} /> : null}
        </tbody>
      </table>
    </div>
  );
}

function Spacer({ height }: { readonly height: number }) {
  return (
    <tr>
      <td style={{ height }} />
    </tr>
  );
}
