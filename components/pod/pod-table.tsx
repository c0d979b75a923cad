'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import Link from 'next/link';
import { useEffect, useRef } from 'react';
import { podQuery } from '#components/api/queries.ts';
import { ClassGlyph } from '#components/ui/class-glyph.tsx';
import { FenceGlyph } from '#components/ui/fence-glyph.tsx';
import { SeverityGlyph } from '#components/ui/severity-glyph.tsx';
import { type RowLinkProps, useRowFocus } from '#components/ui/use-row-focus.ts';
import type { PodListItem } from '#lib/api/types.ts';
import { basisWord, dataClassWord, gapCount, isolatedIn, POD_LIST } from '#lib/text/en/pod.ts';
import { podHref } from './pod-address.ts';

const ROW_HEIGHT = 32;

/** Rows left before the next page is asked for. */
const NEAR_END = 40;

const HEADS = [
  { id: 'namespace', label: POD_LIST.columns.namespace, className: 'w-[10rem] pl-4' },
  { id: 'pod', label: POD_LIST.columns.pod, className: '' },
  { id: 'isolation', label: POD_LIST.columns.isolation, className: 'w-[8.5rem]' },
  { id: 'class', label: POD_LIST.columns.dataClass, className: 'w-[12rem]' },
  { id: 'address', label: POD_LIST.columns.address, className: 'w-[9rem] max-lg:hidden' },
  { id: 'node', label: POD_LIST.columns.node, className: 'w-[9rem] max-[1439px]:hidden' },
  { id: 'gaps', label: POD_LIST.columns.gaps, className: 'w-[6rem] pr-4' },
] as const;

interface PodTableProps {
  readonly cluster: string;
  /** The pods read so far. */
  readonly items: readonly PodListItem[];
  /** How many match in all. */
  readonly total: number;
  readonly onNearEnd: () => void;
}

/** The list of pods: arrows or J and K move from row to row, Enter opens one. Only the rows in sight are drawn. */
export function PodTable({ cluster, items, total, onNearEnd }: PodTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 16,
  });
  const rows = virtual.getVirtualItems();
  const above = rows[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (rows.at(-1)?.end ?? 0);
  const nearEnd = items.length < total && (rows.at(-1)?.index ?? 0) > items.length - NEAR_END;
  useEffect(() => {
    if (nearEnd) onNearEnd();
  }, [nearEnd, onNearEnd]);

  const { linkProps } = useRowFocus(items.length, virtual.scrollToIndex);

  return (
    <div
      ref={scroller}
      className="min-h-0 flex-1 overflow-x-hidden overflow-y-auto bg-surface"
      style={{ scrollbarWidth: 'thin' }}
    >
      <table
        aria-label={POD_LIST.title}
        aria-rowcount={total + 1}
        className="w-full table-fixed border-separate border-spacing-0"
      >
        <thead className="sticky top-0 z-1">
          <tr className="text-left text-xs text-ink-3">
            {HEADS.map(({ id, label, className }) => (
              <th
                key={id}
                scope="col"
                className={`h-[30px] truncate border-b border-line bg-sunken px-2.5 font-medium ${className}`}
              >
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 ? <Spacer height={above} /> : null}
          {rows.map(({ index }) => {
            const item = items[index];
            return item === undefined ? null : (
              <PodRow key={item.key} cluster={cluster} item={item} index={index} link={linkProps(index)} />
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

interface PodRowProps {
  readonly cluster: string;
  readonly item: PodListItem;
  readonly index: number;
  readonly link: RowLinkProps;
}

function PodRow({ cluster, item, index, link }: PodRowProps) {
  const { dataClass, basis } = item.classification;
  const client = useQueryClient();
  const cell = 'truncate border-b border-line-faint px-2.5';
  return (
    <tr
      aria-rowindex={index + 2}
      className="relative h-8 hover:bg-hover has-focus-visible:bg-selected has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-focus"
    >
      <td className={`${cell} pl-4 text-ink-2`} title={item.namespace}>
        {item.namespace}
      </td>
      <td className={cell}>
        <Link
          href={podHref(cluster, item.namespace, item.name)}
          {...link}
          // A click takes 80 ms from down to up: by then the answer is on its way.
          onPointerDown={() => void client.prefetchQuery(podQuery(cluster, item.namespace, item.name))}
          title={item.name}
          className="font-medium outline-none after:absolute after:inset-0 hover:underline"
        >
          {item.name}
        </Link>
      </td>
      <td className={`${cell} text-xs`}>
        <span className="flex items-center gap-2">
          {item.hostNetwork ? null : <FenceGlyph isolation={item.isolation} size={13} />}
          {isolatedIn(item.isolation)}
        </span>
      </td>
      <td className={`${cell} text-xs`}>
        <span className="flex items-center gap-2">
          <ClassGlyph dataClass={dataClass} size={11} />
          {dataClassWord(dataClass)}
          <span className="text-ink-3">{basisWord(basis)}</span>
        </span>
      </td>
      <td className={`${cell} font-mono text-2xs text-ink-2 max-lg:hidden`}>{item.addresses[0]}</td>
      <td className={`${cell} text-xs text-ink-2 max-[1439px]:hidden`}>{item.node}</td>
      <td className={`${cell} pr-4 text-xs`}>
        {item.gaps === undefined ? null : (
          <span className="flex items-center gap-1.5">
            <SeverityGlyph severity={item.gaps.worst} size={13} />
            {gapCount(item.gaps.count)}
          </span>
        )}
      </td>
    </tr>
  );
}
