'use client';

import { type KeyboardEvent, type MouseEvent, useEffect, useId, useMemo, useState } from 'react';
import type { MatrixMatch } from '#lib/graph/filter/match-matrix.ts';
import type { MatrixEntry } from '#lib/graph/matrix/types.ts';
import type { OpenWindow } from '#lib/graph/matrix/window.ts';
import { cellSentence, MATRIX } from '#lib/text/en/matrix.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { CELL, lineAt, linesBetween, matrixGeometry } from './matrix-geometry.ts';
import { ColumnHeads, RowHeads, rowHeadWidth } from './matrix-heads.tsx';
import { afterKey, type Place } from './move-focus.ts';
import type { TrafficOfCells } from './traffic-marks.tsx';
import { usePaintedCells } from './use-painted-cells.ts';
import type { CellsInSight } from './use-sight.ts';
import { useViewport } from './use-viewport.ts';

export interface MatrixGridProps {
  readonly entries: readonly MatrixEntry[];
  /** Bands stand together in this order. */
  readonly banded: boolean;
  readonly swapped: boolean;
  readonly onSwap: () => void;
  readonly cells: OpenWindow;
  readonly match: MatrixMatch | undefined;
  /** What was observed; absent: nobody asked. */
  readonly traffic?: TrafficOfCells | undefined;
  readonly gapsOnly: boolean;
  readonly selected: string | undefined;
  readonly selectedCell: string | undefined;
  readonly onSelect: (id: string) => void;
  readonly onSelectCell: (from: string, to: string) => void;
  readonly onSight: (sight: CellsInSight) => void;
}

const HEAD = 124; // names of 128 px at 60°
const TAIL = 52;
const END = 16; // free space behind the last line
const AHEAD = 20; // lines whose cells are asked for before they come into sight

/**
 * The grid of cells. A canvas draws them: 2,000 elements a frame would be too many for a smooth scroll, and a cell holds
 * nothing that a person selects or copies. Over it lies a grid for keys and screen readers, of which only the heads in
 * sight and the focused cell are elements.
 */
export function MatrixGrid(props: MatrixGridProps) {
  const { entries, swapped, cells, match } = props;
  const id = useId();
  const geometry = useMemo(() => matrixGeometry(entries, props.banded), [entries, props.banded]);
  const { scroller, width, height, left, top } = useViewport();
  const isWide = width >= 640;
  const label = rowHeadWidth(entries, isWide);
  const rows = linesBetween(geometry, top, top + height - HEAD);
  const columns = linesBetween(geometry, left, left + width - label - TAIL);
  const chosen = useMemo(
    () => chosenPlace(entries, props.selectedCell, swapped),
    [entries, props.selectedCell, swapped],
  );
  const [focus, setFocus] = useState<Place>(chosen ?? { row: 0, column: 0 });
  const [hover, setHover] = useState<Place>();
  const [focused, setFocused] = useState(false);
  const line = entries.findIndex((entry) => entry.id === props.selected);
  const cross = hover ?? (focused ? focus : (chosen ?? (line < 0 ? undefined : { row: line, column: line })));
  const at = (place: Place) => (swapped ? { row: place.column, column: place.row } : place);

  const { onSight } = props;
  const [firstRow, lastRow, firstColumn, lastColumn] = [...rows, ...columns];
  useEffect(() => {
    const sight = {
      rows: [Math.max(0, firstRow - AHEAD), lastRow + AHEAD],
      columns: [Math.max(0, firstColumn - AHEAD), lastColumn + AHEAD],
    } as const;
    onSight(swapped ? { rows: sight.columns, columns: sight.rows } : sight);
  }, [onSight, swapped, firstRow, lastRow, firstColumn, lastColumn]);

  const canvas = usePaintedCells({
    ...props,
    geometry,
    rows,
    columns,
    left,
    top,
    width: width - label,
    cellsWidth: width - label - TAIL,
    height: height - HEAD,
    cross,
    chosen,
  });

  const move = (place: Place): void => {
    setFocus(place);
    setHover(undefined);
    const into = scroller.current;
    if (into === null) return;
    const scroll = (line: number, begin: number, room: number): number => {
      const offset = geometry.offsets[Math.max(0, line)] ?? 0;
      if (line <= 0 || offset < begin) return Math.max(0, offset - CELL);
      return offset + 2 * CELL > begin + room ? offset + 2 * CELL - room : begin;
    };
    into.scrollTo({
      left: scroll(place.column, into.scrollLeft, width - label - TAIL),
      top: scroll(place.row, into.scrollTop, height - HEAD),
    });
  };
  const open = (place: Place): void => {
    setFocus(place);
    const { row, column } = at(place);
    const [from, to] = [entries[row], entries[column]];
    const head = entries[Math.max(place.row, place.column)];
    if (place.row < 0 || place.column < 0) {
      if (head !== undefined) props.onSelect(head.id);
    } else if (from !== undefined && to !== undefined) props.onSelectCell(from.id, to.id);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.metaKey) return;
    const last = entries.length - 1;
    const next = afterKey(focus, event.key, event.ctrlKey, last, Math.max(1, rows[1] - rows[0]));
    if (next !== undefined) move(next);
    else if (event.key === 'Enter' || event.key === ' ') open(focus);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const placeOf = (event: MouseEvent): Place | undefined => {
    const box = event.currentTarget.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    if (x < label || y < HEAD || x > width - TAIL || y > height) return undefined;
    const place = { row: lineAt(geometry, top + y - HEAD), column: lineAt(geometry, left + x - label) };
    const inside = top + y - HEAD < geometry.total && left + x - label < geometry.total;
    return place.row < 0 || place.column < 0 || !inside ? undefined : place;
  };

  const first = at({ row: rows[0], column: columns[0] });
  const active = at(focus);
  const [from, to] = [entries[active.row], entries[active.column]];
  const isCell = focus.row >= 0 && focus.column >= 0 && from !== undefined && to !== undefined;
  const heads = { entries, geometry, cross, match, id, onOpen: open, focus: focused ? focus : undefined };
  return (
    <div ref={scroller} className="relative min-h-0 flex-1 overflow-auto overscroll-contain bg-surface">
      <div style={{ width: label + geometry.total + TAIL + END, height: HEAD + geometry.total + END }}>
        {/* biome-ignore lint/a11y/useSemanticElements: a table of 4,000,000 cells is not to be in the page */}
        <div
          role="grid"
          tabIndex={0}
          aria-label={`${MATRIX.label}. ${MATRIX.help}`}
          aria-rowcount={entries.length + 1}
          aria-colcount={entries.length + 1}
          aria-activedescendant={focused ? activeId(id, focus) : undefined}
          data-ready={width > 0 && cells.relation(first.row, first.column) !== undefined}
          className="sticky top-0 left-0 overflow-hidden outline-none"
          style={{ width, height }}
          onKeyDown={onKeyDown}
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
          onPointerMove={(event) => setHover((known) => samePlace(known, placeOf(event)))}
          onPointerLeave={() => setHover(undefined)}
          onClick={(event) => {
            const place = placeOf(event);
            if (place !== undefined) open(place);
          }}
        >
          <canvas
            ref={canvas}
            className="absolute"
            style={{ left: label, top: HEAD, width: Math.max(0, width - label), height: Math.max(0, height - HEAD) }}
          />
          <ColumnHeads
            {...heads}
            shown={columns}
            scroll={left}
            indent={label}
            height={HEAD}
            width={width - label - TAIL}
            swapped={swapped}
            banded={props.banded}
          />
          <RowHeads
            {...heads}
            shown={rows}
            scroll={top}
            indent={HEAD}
            width={label}
            height={height - HEAD}
            banded={props.banded}
            wide={isWide}
            cell={
              isCell ? (
                // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its active cell
                // biome-ignore lint/a11y/useSemanticElements: a cell of a grid without a table
                <div
                  role="gridcell"
                  id={activeId(id, focus)}
                  aria-colindex={focus.column + 2}
                  aria-selected={chosen?.row === focus.row && chosen.column === focus.column}
                  className={`absolute rounded-[3px] ${focused ? 'outline-2 outline-offset-1 outline-focus' : ''}`}
                  style={{
                    left: label - left + (geometry.offsets[focus.column] ?? 0),
                    top: geometry.offsets[focus.row] ?? 0,
                    width: CELL,
                    height: CELL,
                    pointerEvents: 'none',
                    clipPath: 'inset(-4px)',
                  }}
                >
                  <span className="sr-only">
                    {visibleText(
                      cellSentence(
                        from.label,
                        to.label,
                        cells.relation(active.row, active.column),
                        cells.gap(active.row, active.column),
                      ),
                    )}{' '}
                    {visibleText(props.traffic?.(from.id, to.id)?.sentence ?? '')}
                  </span>
                </div>
              ) : null
            }
          />
          <Hint
            entries={entries}
            cells={cells}
            traffic={props.traffic}
            place={hover === undefined ? undefined : at(hover)}
          />
        </div>
      </div>
    </div>
  );
}

/** What stands under the pointer, in a sentence at the edge that hides no cell. */
function Hint({
  entries,
  cells,
  traffic,
  place,
}: {
  readonly entries: readonly MatrixEntry[];
  readonly cells: OpenWindow;
  readonly traffic: TrafficOfCells | undefined;
  readonly place: Place | undefined;
}) {
  const [from, to] = [entries[place?.row ?? -1], entries[place?.column ?? -1]];
  if (place === undefined || from === undefined || to === undefined) return null;
  const words = cellSentence(
    from.label,
    to.label,
    cells.relation(place.row, place.column),
    cells.gap(place.row, place.column),
  );
  return (
    <p
      aria-hidden="true"
      className="pointer-events-none absolute top-2 left-2 z-10 max-w-[calc(100%-16px)] rounded-md bg-inverse px-2 py-1 text-xs text-ink-inverse"
    >
      {visibleText([words, traffic?.(from.id, to.id)?.sentence ?? ''].join(' '))}
    </p>
  );
}

export const activeId = (id: string, { row, column }: Place) => `${id}-${row}-${column}`;

const samePlace = (known: Place | undefined, next: Place | undefined) =>
  known?.row === next?.row && known?.column === next?.column ? known : next;

/** The place of the chosen cell, whose ends the address joins as the map joins those of a line. */
function chosenPlace(entries: readonly MatrixEntry[], cell: string | undefined, swapped: boolean): Place | undefined {
  if (cell === undefined) return undefined;
  for (const [row, entry] of entries.entries()) {
    if (!cell.startsWith(`${entry.id}→`)) continue;
    const column = entries.findIndex(({ id }) => id === cell.slice(entry.id.length + 1));
    if (column >= 0) return swapped ? { row: column, column: row } : { row, column };
  }
  return undefined;
}
