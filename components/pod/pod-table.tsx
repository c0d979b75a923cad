'use client';

import { useQueryClient } from '@tanstack/react-query';
import { podQuery } from '#components/api/queries.ts';
import { ClassGlyph } from '#components/ui/class-glyph.tsx';
import { FenceGlyph } from '#components/ui/fence-glyph.tsx';
import { Link } from '#components/ui/link.tsx';
import { SeverityGlyph } from '#components/ui/severity-glyph.tsx';
import type { RowLinkProps } from '#components/ui/use-row-focus.ts';
import { type TableColumn, VirtualTable } from '#components/ui/virtual-table.tsx';
import type { PodListItem } from '#lib/api/pod-types.ts';
import { basisWord, dataClassWord } from '#lib/text/en/data-class-words.ts';
import { gapCount, isolatedIn, POD_LIST } from '#lib/text/en/pod.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { podHref } from './pod-address.ts';

const COLUMNS: readonly TableColumn[] = [
  { id: 'namespace', label: POD_LIST.columns.namespace, className: 'w-[10rem] pl-4 max-sm:w-[7rem]' },
  { id: 'pod', label: POD_LIST.columns.pod, className: '' },
  { id: 'isolation', label: POD_LIST.columns.isolation, className: 'w-[8.5rem] max-sm:hidden' },
  { id: 'class', label: POD_LIST.columns.dataClass, className: 'w-[12rem] max-md:hidden' },
  { id: 'address', label: POD_LIST.columns.address, className: 'w-[9rem] max-lg:hidden' },
  { id: 'node', label: POD_LIST.columns.node, className: 'w-[9rem] max-[1439px]:hidden' },
  { id: 'gaps', label: POD_LIST.columns.gaps, className: 'w-[6rem] pr-4' },
];

interface PodTableProps {
  readonly cluster: string;
  /** The pods read so far. */
  readonly items: readonly PodListItem[];
  /** How many match in all. */
  readonly total: number;
  readonly onNearEnd: () => void;
}

/** The list of pods, one row each. */
export function PodTable({ cluster, items, total, onNearEnd }: PodTableProps) {
  return (
    <VirtualTable
      label={POD_LIST.title}
      columns={COLUMNS}
      items={items}
      total={total}
      onNearEnd={onNearEnd}
      keyOf={({ key }) => key}
      cells={(item, link) => <PodCells cluster={cluster} item={item} link={link} />}
      className="min-h-0 flex-1 overflow-y-auto"
    />
  );
}

interface PodCellsProps {
  readonly cluster: string;
  readonly item: PodListItem;
  readonly link: RowLinkProps;
}

function PodCells({ cluster, item, link }: PodCellsProps) {
  const { dataClass, basis } = item.classification;
  const client = useQueryClient();
  return (
    <>
      <td className="pl-4 text-ink-2" title={visibleText(item.namespace)}>
        {item.namespace}
      </td>
      <td>
        <Link
          href={podHref(cluster, item.namespace, item.name)}
          {...link}
          // A click takes 80 ms from down to up: by then the answer is on its way.
          onPointerDown={() => void client.prefetchQuery(podQuery(cluster, item.namespace, item.name))}
          title={visibleText(item.name)}
          className="font-medium outline-none after:absolute after:inset-0 hover:underline"
        >
          {item.name}
        </Link>
      </td>
      <td className="text-xs max-sm:hidden">
        <span className="flex items-center gap-2">
          {item.hostNetwork ? null : <FenceGlyph isolation={item.isolation} size={13} />}
          {isolatedIn(item.isolation)}
        </span>
      </td>
      <td className="text-xs max-md:hidden">
        <span className="flex items-center gap-2">
          <ClassGlyph dataClass={dataClass} size={11} />
          {dataClassWord(dataClass)}
          <span className="text-ink-3">{basisWord(basis)}</span>
        </span>
      </td>
      <td className="font-mono text-2xs text-ink-2 max-lg:hidden">{item.addresses[0]}</td>
      <td className="text-xs text-ink-2 max-[1439px]:hidden">{item.node}</td>
      <td className="pr-4 text-xs">
        {item.gaps === undefined ? null : (
          <span className="flex items-center gap-1.5">
            <SeverityGlyph severity={item.gaps.worst} size={13} />
            {gapCount(item.gaps.count)}
          </span>
        )}
      </td>
    </>
  );
}
