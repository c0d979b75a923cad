'use client';

import { ArrowRight, Box, ChevronDown, Database, Timer } from 'lucide-react';
import { type MouseEvent, type ReactNode, useState } from 'react';
import { ClassGlyph } from '#components/ui/class-glyph.tsx';
import { Tag } from '#components/ui/tag.tsx';
import type { RowLinkProps } from '#components/ui/use-row-focus.ts';
import { type TableColumn, VirtualTable } from '#components/ui/virtual-table.tsx';
import type { ClassChange, DataWorkload } from '#lib/api/data-schemas.ts';
import { dataClassWord } from '#lib/text/en/data-class-words.ts';
import { basisOf, DATA_PAGE, groupSummary, unknownSource } from '#lib/text/en/data-page.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import {
  type DataGrouping,
  isPersonalClass,
  kindOf,
  nameOf,
  namespaceOf,
  type WorkloadGroup,
} from './group-workloads.ts';

const { columns } = DATA_PAGE;
const COLUMNS: readonly TableColumn[] = [
  { id: 'choose', label: columns.choose, className: 'w-10 pl-3.5', quietHead: true },
  { id: 'workload', label: columns.workload, className: 'w-[14rem] max-lg:w-auto' },
  { id: 'class', label: columns.class, className: 'w-[16rem] max-xl:w-[11rem] max-sm:w-[9rem]' },
  { id: 'basis', label: columns.basis, className: 'w-[6.5rem] max-md:hidden' },
  { id: 'source', label: columns.source, className: 'max-lg:hidden' },
  { id: 'record', label: columns.record, className: 'w-[6.5rem] pr-4 max-xl:hidden' },
];

type Row = { readonly group: WorkloadGroup } | { readonly workload: DataWorkload };

interface DataTableProps {
  readonly groups: readonly WorkloadGroup[];
  readonly grouping: DataGrouping;
  readonly selected: string | undefined;
  readonly hrefOf: (workload: string) => string;
  readonly onSelect: (workload: string) => void;
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (workloads: readonly string[], on: boolean) => void;
  readonly changes: readonly ClassChange[];
}

/** One row for each workload, under a row for its group, which folds. */
export function DataTable(props: DataTableProps) {
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const fold = (key: string): void => {
    const next = new Set(folded);
    if (!next.delete(key)) next.add(key);
    setFolded(next);
  };
  const rows = props.groups.flatMap((group): readonly Row[] => [
    { group },
    ...(folded.has(group.key) ? [] : group.workloads.map((workload) => ({ workload }))),
  ]);
  return (
    <VirtualTable
      label={DATA_PAGE.table}
      columns={COLUMNS}
      items={rows}
      keyOf={(row) => ('group' in row ? `group ${row.group.key}` : row.workload.key)}
      cells={(row, link) =>
        'group' in row ? (
          <GroupCells
            {...props}
            group={row.group}
            link={link}
            folded={folded.has(row.group.key)}
            onFold={() => fold(row.group.key)}
          />
        ) : (
          <WorkloadCells {...props} workload={row.workload} link={link} />
        )
      }
      className="min-h-0 flex-1 overflow-y-auto"
    />
  );
}

interface GroupCellsProps extends DataTableProps {
  readonly group: WorkloadGroup;
  readonly link: RowLinkProps;
  readonly folded: boolean;
  readonly onFold: () => void;
}

function GroupCells({
  group: { key, workloads },
  grouping,
  chosen,
  onChoose,
  hrefOf,
  onSelect,
  link,
  folded,
  onFold,
}: GroupCellsProps) {
  const name = groupName(key, grouping);
  const keys = workloads.map((workload) => workload.key);
  const classes = workloads.map(({ classification }) => classification.dataClass);
  return (
    <>
      <td className="bg-page pl-3.5">
        <Choice
          label={DATA_PAGE.chooseGroup(visibleText(name))}
          checked={keys.every((each) => chosen.has(each))}
          onChange={(on) => onChoose(keys, on)}
        />
      </td>
      <td colSpan={2} className="bg-page pr-4">
        <button
          type="button"
          aria-expanded={!folded}
          aria-label={(folded ? DATA_PAGE.unfoldGroup : DATA_PAGE.foldGroup)(visibleText(name))}
          onClick={onFold}
          className="relative z-1 mr-1 inline-flex size-5 items-center justify-center rounded align-middle text-ink-3 hover:bg-hover"
        >
          <ChevronDown className={`size-3.5 ${folded ? '-rotate-90' : ''}`} aria-hidden="true" />
        </button>
        <SelectLink
          href={hrefOf(keys[0] ?? '')}
          onSelect={() => onSelect(keys[0] ?? '')}
          link={link}
          className="font-semibold"
        >
          {visibleText(name)}
        </SelectLink>{' '}
        <span className="text-xs text-ink-2">
          {groupSummary(
            workloads.length,
            classes.filter(isPersonalClass).length,
            classes.filter((each) => each === 'unknown').length,
          )}
        </span>
      </td>
      {/* One for each column that a narrow window hides: a wider cell would make columns that nobody fills. */}
      <td className="bg-page max-md:hidden" />
      <td className="bg-page max-lg:hidden" />
      <td className="bg-page max-xl:hidden" />
    </>
  );
}

function groupName(key: string, grouping: DataGrouping): string {
  return grouping === 'class' ? dataClassWord(key as Parameters<typeof dataClassWord>[0]) : key;
}

interface WorkloadCellsProps extends DataTableProps {
  readonly workload: DataWorkload;
  readonly link: RowLinkProps;
}

function WorkloadCells({
  workload,
  grouping,
  selected,
  hrefOf,
  onSelect,
  chosen,
  onChoose,
  changes,
  link,
}: WorkloadCellsProps) {
  const { key, store, classification, record, recordExempt } = workload;
  const { dataClass, basis, confidence } = classification;
  const change = changes.find((each) => each.workload === key);
  const Icon = store ? Database : /Job$/.test(kindOf(key)) ? Timer : Box;
  const source = sourceOf(workload);
  return (
    <>
      <td className="pl-3.5">
        <Choice
          label={DATA_PAGE.chooseOne(visibleText(key))}
          checked={chosen.has(key)}
          onChange={(on) => onChoose([key], on)}
        />
      </td>
      <td>
        <SelectLink
          href={hrefOf(key)}
          onSelect={() => onSelect(key)}
          link={link}
          current={selected === key}
          title={visibleText(key)}
          className="flex min-w-0 items-center gap-2 after:absolute after:inset-0"
        >
          <Icon className="size-3.5 shrink-0 text-ink-3" strokeWidth={1.8} aria-hidden="true" />
          <span className="truncate font-medium">{visibleText(nameOf(key))}</span>
          {grouping === 'namespace' ? null : (
            <span className="truncate text-xs text-ink-3">{visibleText(namespaceOf(workload))}</span>
          )}
        </SelectLink>
      </td>
      <td className="text-xs">
        <span className="flex items-center gap-1.5">
          <ClassGlyph dataClass={dataClass} />
          {change === undefined ? (
            <span className="truncate">{dataClassWord(dataClass)}</span>
          ) : (
            <>
              <ArrowRight className="size-3 shrink-0 text-ink-3" aria-hidden="true" />
              <ClassGlyph dataClass={change.dataClass} />
              <span className="truncate font-medium">{dataClassWord(change.dataClass)}</span>
              <Tag tone="accent">{DATA_PAGE.notSaved}</Tag>
            </>
          )}
        </span>
      </td>
      <td className="text-xs text-ink-2 max-md:hidden">{basisOf(basis, confidence)}</td>
      <td className="text-xs text-ink-2 max-lg:hidden" title={visibleText(source)}>
        {visibleText(source)}
      </td>
      <td className="pr-4 text-xs text-ink-2 max-xl:hidden">
        {record === undefined ? (recordExempt === true ? DATA_PAGE.exempt : '–') : visibleText(record)}
      </td>
    </>
  );
}

/** Where the class comes from; of an unknown one, what was looked at. */
export function sourceOf({ classification, signals = [], noOwnData, store }: DataWorkload): string {
  if (classification.basis !== 'unknown' || classification.source.includes('no class:')) return classification.source;
  const hints = signals.filter(({ gives }) => gives !== 'data-at-rest');
  return unknownSource(hints.length, noOwnData !== undefined, store);
}

interface SelectLinkProps {
  readonly href: string;
  readonly onSelect: () => void;
  readonly link: RowLinkProps;
  readonly current?: boolean;
  readonly title?: string;
  readonly className: string;
  readonly children: ReactNode;
}

/** An address that can be opened elsewhere; here it only chooses: the page has all that it shows already. */
function SelectLink({ href, onSelect, link, current = false, title, className, children }: SelectLinkProps) {
  const onClick = (event: MouseEvent): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onSelect();
  };
  return (
    <a
      href={href}
      {...link}
      onClick={onClick}
      aria-current={current ? 'true' : undefined}
      title={title}
      className={`outline-none ${className}`}
    >
      {children}
    </a>
  );
}

function Choice({
  label,
  checked,
  onChange,
}: {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (on: boolean) => void;
}) {
  return (
    <input
      type="checkbox"
      aria-label={label}
      checked={checked}
      onChange={(event) => onChange(event.target.checked)}
      className="relative z-1 size-4 cursor-pointer align-middle accent-accent"
    />
  );
}
