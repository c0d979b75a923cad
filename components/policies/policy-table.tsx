'use client';

import { CopyMinus, FileQuestionMark, Globe } from 'lucide-react';
import type { CSSProperties } from 'react';
import { FenceGlyph } from '#components/ui/fence-glyph.tsx';
import { Link } from '#components/ui/link.tsx';
import { SeverityGlyph } from '#components/ui/severity-glyph.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { Time } from '#components/ui/time.tsx';
import type { RowLinkProps } from '#components/ui/use-row-focus.ts';
import { type TableColumn, VirtualTable } from '#components/ui/virtual-table.tsx';
import type { PolicyListItem } from '#lib/api/policy-types.ts';
import { count } from '#lib/text/en/count.ts';
import { directionWords, opensInShort, POLICIES, tierAndPriority, tierInShort } from '#lib/text/en/policies.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { policyKey } from './filter-policies.ts';
import { nameWidth } from './name-width.ts';
import { policyHref } from './policy-address.ts';
import { policyFence } from './policy-fence.ts';

const COLUMNS: readonly TableColumn[] = [
  { id: 'gap', label: POLICIES.columns.gap, className: 'w-9 pl-4', quietHead: true },
  { id: 'namespace', label: POLICIES.columns.namespace, className: 'w-[8rem] max-md:w-[6.5rem]' },
  { id: 'policy', label: POLICIES.columns.policy, className: 'md:w-(--name-width)' },
  { id: 'isolates', label: POLICIES.columns.isolates, className: 'w-[6.5rem] max-sm:w-16' },
  { id: 'pods', label: POLICIES.columns.pods, className: 'w-13 text-right' },
  { id: 'rules', label: POLICIES.columns.rules, className: 'w-13 text-right max-xl:hidden' },
  { id: 'effect', label: POLICIES.columns.effect, className: 'max-md:hidden' },
  { id: 'manager', label: POLICIES.columns.manager, className: 'w-[7.5rem] max-[1439px]:hidden' },
  {
    id: 'changed',
    label: POLICIES.columns.changed,
    className: 'w-[5rem] pr-4 text-right max-[1439px]:hidden',
  },
];

/** The inventory, one row for each policy. */
export function PolicyTable({
  cluster,
  items,
  redundant,
}: {
  readonly cluster: string;
  readonly items: readonly PolicyListItem[];
  /** Keys of those with a rule that changes nothing. */
  readonly redundant: ReadonlySet<string>;
}) {
  const width = { '--name-width': `${nameWidth(items, redundant)}px` } as CSSProperties;
  return (
    <div style={width} className="contents">
      <VirtualTable
        label={POLICIES.title}
        columns={COLUMNS}
        items={items}
        keyOf={({ policy }) => `${policy.kind} ${policy.namespace}/${policy.name}`}
        cells={(item, link) => (
          <PolicyCells cluster={cluster} item={item} isRedundant={redundant.has(policyKey(item.policy))} link={link} />
        )}
        className="lg:min-h-0 lg:flex-1 lg:overflow-y-auto"
      />
    </div>
  );
}

interface PolicyCellsProps {
  readonly cluster: string;
  readonly item: PolicyListItem;
  readonly isRedundant: boolean;
  readonly link: RowLinkProps;
}

function PolicyCells({ cluster, item, isRedundant, link }: PolicyCellsProps) {
  const { policy, tier, priority, directions, selects, rules, sentence, gaps, changed } = item;
  const isNamespaced = tier === undefined;
  const place = isNamespaced ? policy.namespace : tierInShort(tier, priority);
  const title = isNamespaced ? policy.namespace : tierAndPriority(tier, priority);
  const isolation = policyFence(item);
  const tags = [
    ...(item.opensToAny ? [{ word: POLICIES.opensToAnyTag, tone: 'info', Icon: Globe } as const] : []),
    ...(isRedundant ? [{ word: POLICIES.redundantTag, tone: 'info', Icon: CopyMinus } as const] : []),
    ...(item.unread ? [{ word: POLICIES.unreadTag, tone: 'depends', Icon: FileQuestionMark } as const] : []),
  ];
  return (
    <>
      <td className="pl-4">{gaps === undefined ? null : <SeverityGlyph severity={gaps.worst} size={13} />}</td>
      <td className="text-ink-2" title={visibleText(title)}>
        {place}
      </td>
      <td>
        <span className="flex min-w-0 items-center gap-2">
          <Link
            href={policyHref(cluster, policy)}
            {...link}
            title={visibleText(policy.name)}
            className="truncate font-medium text-accent-ink outline-none after:absolute after:inset-0 hover:underline"
          >
            {policy.name}
          </Link>
          {tags.map(({ word, tone, Icon }) => (
            <span key={word} title={word} className="shrink-0">
              <Tag tone={tone}>
                <Icon className="size-3" aria-hidden="true" />
                {/* the name comes first: beside another tag there is no room for words */}
                <span className={tags.length > 1 ? 'sr-only' : 'max-sm:sr-only'}>{word}</span>
              </Tag>
            </span>
          ))}
        </span>
      </td>
      <td className="text-xs">
        <span className="flex items-center gap-2">
          <FenceGlyph isolation={isolation} size={13} />
          <span className="max-sm:sr-only">{directionWords(directions)}</span>
        </span>
      </td>
      <td className="text-right tabular-nums">{count(selects.pods)}</td>
      <td className="text-right tabular-nums max-xl:hidden">{count(rules.ingress + rules.egress)}</td>
      <td className="text-xs text-ink-2 max-md:hidden" title={visibleText(sentence)}>
        {visibleText(opensInShort(sentence))}
      </td>
      <td className="text-xs text-ink-2 max-[1439px]:hidden">{changed?.manager}</td>
      <td className="pr-4 text-right text-xs text-ink-2 max-[1439px]:hidden">
        {changed?.time === undefined ? null : <Time iso={changed.time} />}
      </td>
    </>
  );
}
