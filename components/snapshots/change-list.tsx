'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowLeftRight, BookText, Box, Database, FileCodeCorner, Minus, Plus, TriangleAlert } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useId, useMemo, useRef } from 'react';
import { ClassGlyph } from '#components/ui/class-glyph.tsx';
import { PortChip } from '#components/ui/port-chip.tsx';
import { SeverityGlyph } from '#components/ui/severity-glyph.tsx';
import type { ClassOfSnapshot } from '#lib/api/snapshot-schemas.ts';
import type { ChangeJson } from '#lib/policy/diff/diff-json.ts';
import {
  CHANGE_WORDS,
  COMPARE_PAGE,
  CONNECTION_WORDS,
  causeInWords,
  connectionName,
  dataMapEntryName,
  dataMapFieldsInWords,
  groupInWords,
  shortName,
  workloadChange,
} from '#lib/text/en/compare-page.ts';
import { dataClassWord } from '#lib/text/en/data-class-words.ts';
import { changeWords } from '#lib/text/en/diff.ts';
import { policyName } from '#lib/text/en/policy-name.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { type ChangeRow, type ChangeRowGroup, countInTab } from './change-rows.ts';

const GROUP_HEIGHT = 32;
const ROW_HEIGHT = 34;

type Line =
  | { readonly type: 'group'; readonly key: string; readonly group: ChangeRowGroup }
  | { readonly type: 'row'; readonly key: string; readonly row: ChangeRow };

interface ChangeListProps {
  readonly groups: readonly ChangeRowGroup[];
  readonly selected: string | undefined;
  readonly onSelect: (key: string) => void;
}

/** The changes under their groups: one stop for Tab, arrows or J and K move. Only the rows in sight are drawn. */
export function ChangeList({ groups, selected, onSelect }: ChangeListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const listId = useId();
  const lines = useMemo(
    () =>
      groups.flatMap((group): readonly Line[] => [
        { type: 'group', key: `group:${group.key}`, group },
        ...group.rows.map((row): Line => ({ type: 'row', key: row.key, row })),
      ]),
    [groups],
  );
  const selectedLine = lines.findIndex(({ key }) => key === selected);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (lines[index]?.type === 'group' ? GROUP_HEIGHT : ROW_HEIGHT),
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 10,
  });
  const { scrollToIndex } = virtual;
  useEffect(() => {
    if (selectedLine >= 0) scrollToIndex(selectedLine);
  }, [selectedLine, scrollToIndex]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const rows = lines.filter(({ type }) => type === 'row');
    const current = rows.findIndex(({ key }) => key === selected);
    const next = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: rows.length - 1 }[event.key];
    const target = next === undefined ? undefined : rows[Math.max(0, next)];
    if (target === undefined) return;
    event.preventDefault();
    onSelect(target.key);
  };
  const onClick = (event: MouseEvent): void => {
    const target = event.target instanceof Element ? event.target.closest('[data-change]') : null;
    const key = target?.getAttribute('data-change');
    if (key !== null && key !== undefined) onSelect(key);
  };
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto" style={{ scrollbarWidth: 'thin' }}>
      <div
        role="listbox"
        aria-label={COMPARE_PAGE.list}
        tabIndex={0}
        aria-activedescendant={selectedLine < 0 ? undefined : `${listId}-${selectedLine}`}
        onKeyDown={onKeyDown}
        onClick={onClick}
        className="relative focus-visible:-outline-offset-2"
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index];
          if (line === undefined) return null;
          const place = { top: item.start, height: item.size };
          return line.type === 'group' ? (
            <div
              key={item.key}
              role="presentation"
              className="absolute inset-x-0 flex items-center gap-2 border-b border-line-faint bg-sunken px-4 text-xs"
              style={place}
            >
              <GroupHead group={line.group} />
            </div>
          ) : (
            <div
              key={item.key}
              id={`${listId}-${item.index}`}
              role="option"
              aria-selected={line.key === selected}
              tabIndex={-1}
              data-change={line.key}
              className={`absolute inset-x-0 grid cursor-pointer grid-cols-[18px_minmax(0,1fr)_auto] items-center gap-x-2 border-b border-l-2 border-b-line-faint pr-4 pl-3.5 ${
                line.key === selected ? 'border-l-accent bg-selected' : 'border-l-transparent hover:bg-hover'
              }`}
              style={place}
            >
              <RowContent row={line.row} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function GroupHead({ group: { causes, workload, rows } }: { readonly group: ChangeRowGroup }) {
  const [first] = causes;
  const Icon =
    workload !== undefined || first?.type === 'workload' ? Box : first?.type === 'policy' ? FileCodeCorner : Database;
  const title =
    workload !== undefined
      ? workload || COMPARE_PAGE.clusterWide
      : causes.length === 0
        ? COMPARE_PAGE.noOwnCause
        : causes.map(causeInWords).join(', ');
  const of = (...types: readonly ChangeRow['type'][]): number => rows.filter(({ type }) => types.includes(type)).length;
  return (
    <>
      <Icon className="size-3.5 shrink-0 text-ink-2" strokeWidth={1.8} aria-hidden="true" />
      <span className="min-w-0 flex-1 truncate font-semibold" title={visibleText(title)}>
        {visibleText(title)}
      </span>
      <span className="shrink-0 text-ink-3 tabular-nums">
        {groupInWords(of('gap'), countInTab(rows, 'connections'), of('class', 'policy', 'data-map'))}
      </span>
    </>
  );
}

function RowContent({ row }: { readonly row: ChangeRow }) {
  switch (row.type) {
    case 'gap':
      return (
        <Cells
          sign={<SeverityGlyph severity={row.gap.severity} size={14} />}
          title={row.gap.title}
          detail={<span className="font-mono text-2xs">{row.gap.check}</span>}
          end={<ChangeTag change={row.change} />}
        />
      );
    case 'connection': {
      const { connection } = row;
      return (
        <Cells
          sign={<ConnectionSign change={connection.change} />}
          title={connectionName(connection)}
          detail={changeWords(connection.ports, connection.after.reasons)}
          end={<PortChip>{CONNECTION_WORDS[connection.change]}</PortChip>}
        />
      );
    }
    case 'workload':
      return (
        <Cells
          sign={<Box className="size-3.5 text-ink-3" aria-hidden="true" />}
          title={shortName(row.workload)}
          detail={workloadChange(row.change, row.one)}
          end={<ChangeTag change={row.change} />}
        />
      );
    case 'class':
      return (
        <Cells
          sign={<ArrowLeftRight className="size-3.5 text-ink-3" aria-hidden="true" />}
          title={shortName(row.workload)}
          detail={
            <span className="inline-flex items-center gap-1">
              <ClassOf of={row.changed.before} /> → <ClassOf of={row.changed.after} />
            </span>
          }
          end={<ChangeTag change="changed" />}
        />
      );
    case 'data-map':
      return (
        <Cells
          sign={<BookText className="size-3.5 text-ink-3" aria-hidden="true" />}
          title={dataMapEntryName(row.entry.part, row.entry.name)}
          detail={dataMapFieldsInWords(row.entry)}
          end={<ChangeTag change={row.entry.change} />}
        />
      );
    case 'policy':
      return (
        <Cells
          sign={<FileCodeCorner className="size-3.5 text-ink-3" aria-hidden="true" />}
          title={policyName(row.policy)}
          detail={null}
          end={<ChangeTag change={row.policy.change} />}
        />
      );
  }
}

interface CellsProps {
  readonly sign: ReactNode;
  readonly title: string;
  readonly detail: ReactNode;
  readonly end: ReactNode;
}

function Cells({ sign, title, detail, end }: CellsProps) {
  return (
    <>
      <span className="flex justify-center">{sign}</span>
      <span className="truncate">
        <span className="font-medium">{visibleText(title)}</span>{' '}
        <span className="text-xs text-ink-3">{typeof detail === 'string' ? visibleText(detail) : detail}</span>
      </span>
      {end}
    </>
  );
}

function ConnectionSign({ change }: { readonly change: ChangeJson['change'] }) {
  if (change === 'opened' || change === 'possibly-opened') {
    return <Plus className="size-3.5 text-opens-ink" aria-hidden="true" />;
  }
  if (change === 'closed' || change === 'ruled-out') {
    return <Minus className="size-3.5 text-closes-ink" aria-hidden="true" />;
  }
  const Icon = change === 'ports-changed' ? ArrowLeftRight : TriangleAlert;
  return <Icon className="size-3.5 text-depends-ink" aria-hidden="true" />;
}

/** The class with its shape; the word says it. */
export function ClassOf({ of }: { readonly of: ClassOfSnapshot | undefined }) {
  if (of === undefined) return COMPARE_PAGE.absent;
  return (
    <span className="inline-flex items-center gap-1">
      <ClassGlyph dataClass={of.dataClass} size={11} />
      {dataClassWord(of.dataClass)}, {of.basis}
    </span>
  );
}

const TONES: Readonly<Record<keyof typeof CHANGE_WORDS, string>> = {
  new: 'bg-opens-soft text-opens-ink',
  closed: 'bg-closes-soft text-closes-ink',
  changed: 'bg-sunken text-ink-2',
  added: 'bg-sunken text-ink-2',
  removed: 'bg-sunken text-ink-2',
};

export function ChangeTag({ change }: { readonly change: keyof typeof CHANGE_WORDS }) {
  return (
    <span
      className={`inline-flex h-5 shrink-0 items-center rounded-sm px-1.5 text-xs font-medium whitespace-nowrap ${TONES[change]}`}
    >
      {CHANGE_WORDS[change]}
    </span>
  );
}
