'use client';

import { ChevronDown, ChevronRight, Globe, Network } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, type ReactNode, type Ref, useId } from 'react';
import { ClassGlyph } from '#components/ui/class-glyph.tsx';
import { PortChip } from '#components/ui/port-chip.tsx';
import { SeverityGlyph } from '#components/ui/severity-glyph.tsx';
import type { HopColumn as Column, HopEnd, HopRow } from '#lib/api/hops-schemas.ts';
import { dataClassWord } from '#lib/text/en/data-class-words.ts';
import { columnCount, foldWord, HOPS } from '#lib/text/en/hops.ts';
import { podsOf } from '#lib/text/en/pod.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { ACTIVE_ITEM } from '../active-item.ts';
import { KindIcon } from '../peer-row.tsx';
import { type HopItem, notSent } from './hop-items.ts';

interface HopColumnProps {
  readonly column: Column;
  readonly items: readonly HopItem[];
  readonly active: number;
  /** On the chosen way; the last of them is chosen. */
  readonly onWay: ReadonlySet<string>;
  readonly chosen: string | undefined;
  readonly tree: Ref<HTMLDivElement>;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onItem: (index: number) => void;
  readonly children?: ReactNode;
}

/** One card a hop: a tree of its workloads. */
export function HopColumn(props: HopColumnProps) {
  const { column, items, active, onWay, chosen, tree, onKeyDown, onItem, children } = props;
  const id = useId();
  const current = Math.min(active, Math.max(0, items.length - 1));
  const onClick = (event: MouseEvent): void => {
    const target = event.target instanceof Element ? event.target.closest('[data-index]') : null;
    const index = Number(target?.getAttribute('data-index') ?? Number.NaN);
    if (items[index] !== undefined) onItem(index);
  };
  const left = notSent(column);
  return (
    <section className="min-w-0 self-start overflow-hidden rounded-lg border border-line bg-surface">
      <header className="flex min-h-10 flex-wrap items-center gap-x-2 border-b border-line-faint px-3">
        <h2 className="font-semibold">{HOPS.hop(column.hop)}</h2>
        <span className="text-xs text-ink-3">{columnCount(column.workloads, column.all, column.personal)}</span>
      </header>
      {items.length === 0 ? (
        <p className="px-3 py-3 text-ink-2">{column.all === 0 ? HOPS.noneAtHop : HOPS.noneMatches}</p>
      ) : (
        <div
          ref={tree}
          role="tree"
          aria-label={HOPS.rowsLabel(column.hop, column.workloads)}
          tabIndex={0}
          aria-activedescendant={`${id}-${current}`}
          onKeyDown={onKeyDown}
          onClick={onClick}
          className="group/tree rounded-xs"
        >
          {items.map((item, index) => (
            <Item
              key={item.id}
              id={`${id}-${index}`}
              item={item}
              index={index}
              active={index === current}
              onWay={onWay.has(item.id)}
              chosen={item.id === chosen}
            />
          ))}
        </div>
      )}
      {left === 0 ? null : (
        <p className="border-t border-line-faint px-3 py-2 text-xs text-ink-3">{HOPS.notSent(left)}</p>
      )}
      {children}
    </section>
  );
}

interface ItemProps {
  readonly id: string;
  readonly item: HopItem;
  readonly index: number;
  readonly active: boolean;
  readonly onWay: boolean;
  readonly chosen: boolean;
}

function Item({ id, item, index, active, onWay, chosen }: ItemProps) {
  const ring = active ? ACTIVE_ITEM : '';
  if (item.type === 'fold') {
    const Chevron = item.folded ? ChevronRight : ChevronDown;
    return (
      <div
        id={id}
        role="treeitem"
        tabIndex={-1}
        aria-level={1}
        aria-expanded={!item.folded}
        aria-selected={active}
        data-index={index}
        className={`flex min-h-7 cursor-pointer items-center gap-1.5 border-t border-line-faint bg-sunken px-3 text-xs text-ink-2 first:border-t-0 ${ring}`}
      >
        <Chevron className="size-3 shrink-0" aria-hidden="true" />
        <span className="truncate">
          {item.of === 'addresses' ? HOPS.addresses : foldWord(item.of, dataClassWord(item.of))}
        </span>
        <span className="ml-auto tabular-nums">{item.count}</span>
      </div>
    );
  }
  return (
    <div
      id={id}
      role="treeitem"
      tabIndex={-1}
      aria-level={item.type === 'row' ? item.level : 1}
      aria-selected={chosen}
      data-index={index}
      data-hop={item.id}
      className={`grid min-h-[42px] cursor-pointer grid-cols-[14px_minmax(0,1fr)_auto_28px] content-center items-center gap-x-2 border-t border-line-faint px-3 first:border-t-0 ${
        onWay ? 'bg-selected' : 'hover:bg-hover'
      } ${chosen ? 'shadow-[inset_2px_0_var(--color-accent)]' : ''} ${ring}`}
    >
      {item.type === 'row' ? <RowContent row={item.row} /> : <EndContent end={item.end} />}
    </div>
  );
}

function RowContent({ row }: { readonly row: HopRow }) {
  const [namespace = '', kind, name = ''] = row.workload.split('/');
  const place = [namespace, viaWords(row), row.of > 1 ? podsOf(row.pods, row.of) : undefined];
  return (
    <>
      <KindIcon kind={kind} />
      <Name title={row.workload}>{name}</Name>
      <Ports ports={row.ports} depends={row.depends} />
      <span className="flex items-center justify-end gap-1">
        {row.gaps === undefined ? null : <SeverityGlyph severity={row.gaps.worst} size={13} />}
        {row.dataClass === 'none' ? null : <ClassGlyph dataClass={row.dataClass} size={11} />}
      </span>
      <Place parts={place} />
    </>
  );
}

function EndContent({ end }: { readonly end: HopEnd }) {
  const Icon = end.id === 'internet' ? Globe : Network;
  const name = end.id === 'internet' ? HOPS.internet : end.id;
  return (
    <>
      <Icon className="size-3.5 shrink-0 text-ink-3" aria-hidden="true" />
      <Name title={end.id}>{name}</Name>
      <Ports ports={end.ports} depends={end.depends} />
      <Place parts={[HOPS.endOfWay, viaWords(end)]} />
    </>
  );
}

function Name({ title, children }: { readonly title: string; readonly children: string }) {
  return (
    <span className="truncate leading-4 font-medium" title={title}>
      {visibleText(children)}
    </span>
  );
}

/** The second line of a row, under all of it. */
function Place({ parts }: { readonly parts: readonly (string | undefined)[] }) {
  return (
    <span className="col-span-3 col-start-2 truncate text-2xs leading-[14px] text-ink-3">
      {visibleText(parts.filter((part) => part !== undefined).join(' · '))}
    </span>
  );
}

/** "via storefront +1" */
function viaWords({ via, otherVias }: Pick<HopRow, 'via' | 'otherVias'>): string | undefined {
  return via === undefined ? undefined : HOPS.viaName(via.slice(via.lastIndexOf('/') + 1), otherVias);
}

/** One port, or how many; what depends has its word. */
function Ports({ ports, depends }: Pick<HopRow, 'ports' | 'depends'>) {
  return (
    <span className="flex items-center gap-1.5">
      {depends ? <span className="text-2xs text-depends-ink">{HOPS.depends}</span> : null}
      <PortChip tone={depends ? 'depends' : 'plain'}>
        <span title={ports.join(', ')}>{ports.length > 1 ? HOPS.ports(ports.length) : ports[0]}</span>
      </PortChip>
    </span>
  );
}
