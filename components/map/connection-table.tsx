'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowRight, ChevronDown, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { ClassGlyph } from '#components/ui/class-glyph.tsx';
import { FenceGlyph } from '#components/ui/fence-glyph.tsx';
import { SeverityGlyph } from '#components/ui/severity-glyph.tsx';
import { VerdictTag } from '#components/ui/verdict-tag.tsx';
import type { FilterMatch } from '#lib/graph/filter/match-filter.ts';
import type { FencePost, Scene, SceneEdge, SceneNode } from '#lib/graph/types.ts';
import { groupDetail, TABLE, timesCount } from '#lib/text/en/map.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { ObservedWord } from './observed-word.tsx';
import { PortCell } from './port-cell.tsx';
import { someWords } from './some-words.ts';
import { OUTSIDE, type TableRow, tableRows, verdictParts } from './table-rows.ts';

const ROW = 32;
const GROUP_ROW = 28;
const OVERSCAN = 12;
/** A real table keeps its columns for assistive technology; the role adds levels and folding. */
const TREEGRID = { role: 'treegrid', tabIndex: 0 } as const;
const CELL = 'overflow-hidden border-b border-line-faint px-2.5 max-sm:px-1.5';
/** Beside what was observed a narrow window has no room for it. */
const BESIDE_OBSERVED = 'max-sm:hidden';

interface ConnectionTableProps {
  readonly scene: Scene;
  readonly filter: Pick<FilterMatch, 'nodes' | 'edges'> | undefined;
  readonly selected: string | undefined;
  readonly selectedEdge: string | undefined;
  readonly onSelect: (id: string) => void;
  readonly onSelectEdge: (id: string) => void;
  readonly onOpen: (id: string) => void;
}

/** The map's twin: every box and every line of it, with the same selection. One stop for Tab; arrows move. */
export function ConnectionTable(props: ConnectionTableProps) {
  const { scene, filter, onSelect, onSelectEdge } = props;
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [focus, setFocus] = useState(0);
  const scroller = useRef<HTMLDivElement>(null);
  const tableId = useId();
  const rows = useMemo(() => tableRows(scene, folded, filter), [scene, folded, filter]);
  const observed = scene.edges.some(({ traffic }) => traffic !== undefined);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.type === 'group' ? GROUP_ROW : ROW),
    getItemKey: (index) => `${rows[index]?.type} ${rows[index]?.key}`,
    overscan: OVERSCAN,
  });
  const current = Math.min(focus, rows.length - 1);
  const chosen = rows.findIndex((row) => isChosen(row, props));
  useEffect(() => {
    if (chosen >= 0) {
      setFocus(chosen);
      virtual.scrollToIndex(chosen, { align: 'auto' });
    }
  }, [chosen, virtual]);

  const fold = (key: string, to: boolean): void => {
    const next = new Set(folded);
    if (to) next.add(key);
    else next.delete(key);
    setFolded(next);
  };
  const choose = (row: TableRow): void => {
    if (row.type === 'edge') onSelectEdge(row.edge.id);
    else if (row.type === 'box') onSelect(row.node.id);
    else fold(row.key, !folded.has(row.key));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[current];
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 15, PageUp: -15, Home: -rows.length, End: rows.length }[
      event.key
    ];
    if (step !== undefined) {
      event.preventDefault();
      const next = Math.max(0, Math.min(rows.length - 1, current + step));
      setFocus(next);
      virtual.scrollToIndex(next, { align: 'auto' });
    } else if (row !== undefined && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
      event.preventDefault();
      if (row.type === 'group') fold(row.key, event.key === 'ArrowLeft');
      else if (event.key === 'ArrowLeft')
        setFocus(rows.findLastIndex(({ type }, at) => type === 'group' && at < current));
    } else if (row !== undefined && event.key === 'Enter') {
      event.preventDefault();
      choose(row);
    } else if (row !== undefined && event.key.toLowerCase() === 'o' && row.type !== 'group') {
      props.onOpen(row.type === 'edge' ? row.to.id : row.node.id);
    }
  };

  const items = virtual.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <div ref={scroller} className="h-full min-h-0 overflow-y-auto bg-surface">
      {rows.length === 0 ? <p className="p-4 text-ink-2">{TABLE.noMatch}</p> : null}
      <table
        aria-label={TABLE.label}
        aria-rowcount={rows.length + 1}
        {...TREEGRID}
        {...(rows.length === 0 ? {} : { 'aria-activedescendant': `${tableId}-${current}` })}
        onKeyDown={onKeyDown}
        className="group w-full table-fixed border-separate border-spacing-0 text-left focus-visible:-outline-offset-2"
      >
        <Columns observed={observed} />
        <Spacer height={before} />
        <tbody>
          {items.map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            const isCurrent = item.index === current;
            return (
              <tr
                key={item.key}
                id={`${tableId}-${item.index}`}
                aria-level={row.type === 'group' ? 1 : 2}
                aria-rowindex={item.index + 2}
                aria-expanded={row.type === 'group' ? !folded.has(row.key) : undefined}
                aria-selected={isChosen(row, props)}
                onClick={() => {
                  setFocus(item.index);
                  choose(row);
                }}
                className={`cursor-pointer ${rowTone(row, isChosen(row, props))} ${isCurrent ? 'group-focus-visible:outline-2 group-focus-visible:-outline-offset-2 group-focus-visible:outline-focus' : ''}`}
                style={{ height: item.size }}
              >
                <Cells row={row} open={!folded.has(row.key)} observed={observed} />
              </tr>
            );
          })}
        </tbody>
        <Spacer height={after} />
      </table>
    </div>
  );
}

const HEAD =
  'sticky top-0 z-10 h-[30px] border-b border-line bg-sunken px-2.5 text-xs font-medium text-ink-3 max-sm:px-1.5';

function Columns({ observed }: { readonly observed: boolean }) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th scope="col" className={`${HEAD} w-9 max-sm:w-7`}>
          <span className="sr-only">{TABLE.severity}</span>
        </th>
        <th scope="col" className={HEAD}>
          {TABLE.from}
        </th>
        <th scope="col" className={HEAD}>
          {TABLE.to}
        </th>
        <th scope="col" className={`${HEAD} w-[8.5rem] max-sm:w-[8.25rem] ${observed ? BESIDE_OBSERVED : ''}`}>
          {TABLE.verdict}
        </th>
        <th scope="col" className={`${HEAD} max-sm:hidden`}>
          {TABLE.ports}
        </th>
        <th scope="col" className={`${HEAD} w-28 max-sm:hidden`}>
          {TABLE.gaps}
        </th>
        {observed ? (
          <th scope="col" className={`${HEAD} w-44 max-sm:w-[8.5rem]`}>
            {TABLE.observed}
          </th>
        ) : null}
      </tr>
    </thead>
  );
}

/** Stands for the rows that are not drawn, so that the scroll bar is true. */
function Spacer({ height }: { readonly height: number }) {
  if (height <= 0) return null;
  return (
    <tbody aria-hidden="true">
      <tr style={{ height }}>
        <td colSpan={4} />
      </tr>
    </tbody>
  );
}

function isChosen(row: TableRow, { selected, selectedEdge }: ConnectionTableProps): boolean {
  if (row.type === 'edge') return row.edge.id === selectedEdge;
  return row.type === 'box' && row.node.id === selected;
}

function rowTone(row: TableRow, chosen: boolean): string {
  if (chosen) return 'bg-selected shadow-[inset_2px_0_var(--color-accent)]';
  return row.type === 'group' ? 'bg-page text-xs font-medium text-ink-2' : 'hover:bg-hover';
}

interface CellsProps {
  readonly row: TableRow;
  readonly open: boolean;
  /** There is a column for what was observed. */
  readonly observed: boolean;
}

function Cells({ row, open, observed }: CellsProps) {
  const last = observed ? 3 : 2; // as many columns as a narrow window hides
  switch (row.type) {
    case 'group':
      return <GroupCells row={row} open={open} last={last} />;
    case 'edge':
      return <EdgeCells edge={row.edge} from={row.from} to={row.to} observed={observed} />;
    case 'box':
      return (
        <>
          <td className={CELL}>
            {row.node.gaps === undefined ? null : <SeverityGlyph severity={row.node.gaps.worst} />}
          </td>
          <BoxCell node={row.node} />
          <td colSpan={2} className={`${CELL} truncate text-xs text-ink-3`}>
            {TABLE.noEdge}
          </td>
          <td colSpan={last} className={`${CELL} max-sm:hidden`} />
        </>
      );
  }
}

interface GroupCellsProps {
  readonly row: Extract<TableRow, { type: 'group' }>;
  readonly open: boolean;
  readonly last: number;
}

function GroupCells({ row, open, last }: GroupCellsProps) {
  const Chevron = open ? ChevronDown : ChevronRight;
  const fence = row.node?.fence;
  return (
    <>
      <td className={CELL}>
        <Chevron className="size-3.5" aria-hidden="true" />
      </td>
      <td colSpan={3} className={`${CELL} overflow-visible`}>
        <span className="flex min-w-0 items-center gap-2">
          <span className="truncate">{row.key === OUTSIDE ? TABLE.outside : row.key}</span>
          {fence === undefined ? null : (
            <FenceGlyph isolation={{ ingress: post(fence.ingress), egress: post(fence.egress) }} size={13} />
          )}
          <span className="font-normal whitespace-nowrap text-ink-3">
            {groupDetail(row.node?.detail, row.node?.gaps?.count ?? 0)}
          </span>
        </span>
      </td>
      {/* a span over columns that a narrow window hides would bring them back, empty */}
      <td colSpan={last} className={`${CELL} max-sm:hidden`} />
    </>
  );
}

const post = ({ isolated, partly, depends }: FencePost) =>
  depends === true ? 'depends' : isolated >= 1 ? 'yes' : partly === true ? 'partly' : 'no';

interface EdgeCellsProps {
  readonly edge: SceneEdge;
  readonly from: SceneNode;
  readonly to: SceneNode;
  readonly observed: boolean;
}

function EdgeCells({ edge, from, to, observed }: EdgeCellsProps) {
  const { allow, some, depends } = verdictParts(edge);
  const someOf = someWords(from, to);
  return (
    <>
      <td className={CELL}>{edge.severity === undefined ? null : <SeverityGlyph severity={edge.severity} />}</td>
      <BoxCell node={from} />
      <BoxCell node={to} arrow />
      <td className={`${CELL} ${observed ? BESIDE_OBSERVED : ''}`}>
        {allow === undefined ? null : <VerdictTag verdict="allow">{TABLE.allowed}</VerdictTag>}
        {some === undefined || allow !== undefined ? null : <VerdictTag verdict="allow">{someOf}</VerdictTag>}
        {depends === undefined || allow !== undefined || some !== undefined ? null : (
          <VerdictTag verdict="depends">{TABLE.depends}</VerdictTag>
        )}
      </td>
      <td className={`${CELL} max-sm:hidden`}>
        <PortCell allow={allow} some={some} depends={depends} someOf={someOf} />
      </td>
      <td className={`${CELL} truncate font-mono text-[11px] text-ink-2 max-sm:hidden`}>
        {[...new Set(edge.gaps.map((id) => id.split('-').slice(0, 2).join('-')))].join(' ')}
      </td>
      {observed ? <td className={CELL}>{edge.traffic === undefined ? null : <ObservedWord edge={edge} />}</td> : null}
    </>
  );
}

function BoxCell({ node, arrow = false }: { readonly node: SceneNode; readonly arrow?: boolean }) {
  return (
    <td className={CELL} title={visibleText(node.sentence)}>
      <span className="flex min-w-0 items-center gap-1.5">
        {arrow ? <ArrowRight className="mr-1 size-3.5 shrink-0 text-ink-3" aria-hidden="true" /> : null}
        {node.dataClass === undefined || node.dataClass === 'none' ? null : (
          <ClassGlyph dataClass={node.dataClass} size={11} />
        )}
        <span className="truncate font-medium">{visibleText(node.label)}</span>
        {node.count !== undefined && node.count > 1 && node.type === 'workload' ? (
          <span className="shrink-0 text-xs text-ink-3">{timesCount(node.count)}</span>
        ) : node.detail === undefined ? null : (
          <span className="min-w-0 shrink-[9999] truncate text-xs text-ink-3 max-sm:hidden">{node.detail}</span>
        )}
      </span>
    </td>
  );
}
