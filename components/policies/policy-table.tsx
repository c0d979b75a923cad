'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { Globe } from 'lucide-react';
import Link from 'next/link';
import { useRef } from 'react';
import { FenceGlyph } from '#components/ui/fence-glyph.tsx';
import { SeverityGlyph } from '#components/ui/severity-glyph.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { Time } from '#components/ui/time.tsx';
import { type RowLinkProps, useRowFocus } from '#components/ui/use-row-focus.ts';
import type { PolicyListItem } from '#lib/api/types.ts';
import { count } from '#lib/text/en/count.ts';
import { directionWords, POLICIES, tierAndPriority } from '#lib/text/en/policies.ts';
import { policyHref } from './policy-address.ts';
import { policyFence } from './policy-fence.ts';

const ROW_HEIGHT = 32;

const HEADS = [
  { id: 'gap', label: POLICIES.columns.gap, className: 'w-9 pl-4', hidden: true },
  { id: 'namespace', label: POLICIES.columns.namespace, className: 'w-[8rem]', hidden: false },
  { id: 'policy', label: POLICIES.columns.policy, className: 'w-[14rem]', hidden: false },
  { id: 'isolates', label: POLICIES.columns.isolates, className: 'w-[7rem]', hidden: false },
  { id: 'pods', label: POLICIES.columns.pods, className: 'w-14 text-right', hidden: false },
  { id: 'rules', label: POLICIES.columns.rules, className: 'w-14 text-right max-xl:hidden', hidden: false },
  { id: 'effect', label: POLICIES.columns.effect, className: 'max-md:hidden', hidden: false },
  { id: 'manager', label: POLICIES.columns.manager, className: 'w-[6.5rem] max-[1439px]:hidden', hidden: false },
  {
    id: 'changed',
    label: POLICIES.columns.changed,
    className: 'w-[5.5rem] pr-4 text-right max-[1439px]:hidden',
    hidden: false,
  },
] as const;

/** The inventory: arrows or J and K move from row to row, Enter opens one. Only the rows in sight are drawn. */
export function PolicyTable({
  cluster,
  items,
}: {
  readonly cluster: string;
  readonly items: readonly PolicyListItem[];
}) {
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

  const { linkProps } = useRowFocus(items.length, virtual.scrollToIndex);

  return (
    <div
      ref={scroller}
      className="overflow-x-hidden lg:min-h-0 lg:flex-1 lg:overflow-y-auto"
      style={{ scrollbarWidth: 'thin' }}
    >
      <table
        aria-label={POLICIES.title}
        aria-rowcount={items.length + 1}
        className="w-full table-fixed border-separate border-spacing-0"
      >
        <thead className="sticky top-0 z-1">
          <tr className="text-left text-xs text-ink-3">
            {HEADS.map(({ id, label, className, hidden }) => (
              <th
                key={id}
                scope="col"
                className={`h-[30px] truncate border-b border-line bg-sunken px-[7px] font-medium ${className}`}
              >
                {hidden ? <span className="sr-only">{label}</span> : label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 ? <Spacer height={above} /> : null}
          {rows.map(({ index }) => {
            const item = items[index];
            return item === undefined ? null : (
              <PolicyRow key={index} cluster={cluster} item={item} index={index} link={linkProps(index)} />
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

interface PolicyRowProps {
  readonly cluster: string;
  readonly item: PolicyListItem;
  readonly index: number;
  readonly link: RowLinkProps;
}

function PolicyRow({ cluster, item, index, link }: PolicyRowProps) {
  const { policy, tier, priority, directions, selects, rules, sentence, gaps, changed } = item;
  const place = tier === undefined ? policy.namespace : tierAndPriority(tier, priority);
  const isolation = policyFence(item);
  const cell = 'truncate border-b border-line-faint px-[7px]';
  return (
    <tr
      aria-rowindex={index + 2}
      className="relative h-8 hover:bg-hover has-focus-visible:bg-selected has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-focus"
    >
      <td className={`${cell} pl-4`}>
        {gaps === undefined ? null : <SeverityGlyph severity={gaps.worst} size={13} />}
      </td>
      <td className={`${cell} text-ink-2`} title={place}>
        {place}
      </td>
      <td className={cell}>
        <span className="flex min-w-0 items-center gap-2">
          <Link
            href={policyHref(cluster, policy)}
            {...link}
            title={policy.name}
            className="truncate font-medium text-accent-ink outline-none after:absolute after:inset-0 hover:underline"
          >
            {policy.name}
          </Link>
          {item.opensToAny ? (
            <Tag tone="info">
              <Globe className="size-3" aria-hidden="true" />
              {POLICIES.opensToAnyTag}
            </Tag>
          ) : null}
          {item.unread ? <Tag tone="depends">{POLICIES.unreadTag}</Tag> : null}
        </span>
      </td>
      <td className={`${cell} text-xs`}>
        <span className="flex items-center gap-2">
          <FenceGlyph isolation={isolation} size={13} />
          {directionWords(directions)}
        </span>
      </td>
      <td className={`${cell} text-right tabular-nums`}>{count(selects.pods)}</td>
      <td className={`${cell} text-right tabular-nums max-xl:hidden`}>{count(rules.ingress + rules.egress)}</td>
      <td className={`${cell} text-xs text-ink-2 max-md:hidden`} title={sentence}>
        {sentence}
      </td>
      <td className={`${cell} text-xs text-ink-2 max-[1439px]:hidden`}>{changed?.manager}</td>
      <td className={`${cell} text-right text-xs text-ink-2 max-[1439px]:hidden`}>
        {changed?.time === undefined ? null : <Time iso={changed.time} />}
      </td>
    </tr>
  );
}
