'use client';

import type { ReactNode } from 'react';
import { ClassGlyph } from '#components/ui/class-glyph.tsx';
import { SeverityGlyph } from '#components/ui/severity-glyph.tsx';
import type { MatrixMatch } from '#lib/graph/filter/match-matrix.ts';
import type { MatrixEntry } from '#lib/graph/matrix/types.ts';
import { headTitle, MATRIX, shareIsolated } from '#lib/text/en/matrix.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { CELL, type MatrixGeometry } from './matrix-geometry.ts';
import type { Place } from './move-focus.ts';

interface HeadsProps {
  readonly entries: readonly MatrixEntry[];
  readonly geometry: MatrixGeometry;
  /** First and last line in sight. */
  readonly shown: readonly [number, number];
  readonly scroll: number;
  /** What stands before the first line: the other heads. */
  readonly indent: number;
  readonly width: number;
  readonly height: number;
  readonly cross: Place | undefined;
  /** Set while the grid has the focus. */
  readonly focus: Place | undefined;
  readonly match: MatrixMatch | undefined;
  readonly banded: boolean;
  readonly id: string;
  readonly onOpen: (place: Place) => void;
}

const BAND = { namespaces: 24, workloads: 104 };
const NAME = { wide: 172, narrow: 108 };
const UPRIGHT_CHARACTER = 6; // pixels along a band
const HEAD_LENGTH = 122; // along the slope

/** Of the heads of all rows: the names, and beside them what they belong to. */
export function rowHeadWidth(entries: readonly MatrixEntry[], wide: boolean): number {
  return (wide ? bandWidth(entries) : 0) + (wide ? NAME.wide : NAME.narrow);
}

const bandWidth = (entries: readonly MatrixEntry[]) =>
  entries.some(({ type }) => type === 'workload') ? BAND.workloads : BAND.namespaces;

function linesShown([first, last]: readonly [number, number], focused: number | undefined): readonly number[] {
  const lines = Array.from({ length: Math.max(0, last - first + 1) }, (_, place) => first + place);
  // the focused cell is an element wherever it is, so that it can be read out
  return focused === undefined || focused < 0 || (first <= focused && focused <= last) ? lines : [...lines, focused];
}

/** Names of the columns at 60°, and above the rows which way the matrix reads. */
export function ColumnHeads({
  entries,
  geometry,
  shown,
  scroll,
  indent,
  width,
  height,
  cross,
  focus,
  match,
  id,
  onOpen,
  swapped,
}: HeadsProps & { readonly swapped: boolean }) {
  const focused = focus?.row === -1 ? focus.column : undefined;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its active cell
    // biome-ignore lint/a11y/useSemanticElements: rows of a grid, of which only those in sight are elements
    <div role="row" aria-rowindex={1} className="absolute inset-x-0 top-0 bg-surface" style={{ height }}>
      {/* biome-ignore lint/a11y/useFocusableInteractive: says which way the matrix reads */}
      {/* biome-ignore lint/a11y/useSemanticElements: a head of a grid without a table */}
      <div
        role="columnheader"
        aria-colindex={1}
        className="absolute bottom-1.5 left-0 flex justify-end gap-3 pr-3 text-xs text-ink-3"
        style={{ width: indent }}
      >
        <span>{swapped ? MATRIX.to : MATRIX.from} ↓</span>
        <span>{swapped ? MATRIX.from : MATRIX.to} →</span>
      </div>
      <div
        className="absolute top-0 overflow-hidden"
        role="presentation"
        style={{ left: indent - 6, width: Math.max(0, width + 64), height }}
      >
        <div role="presentation" className="absolute inset-0" style={{ transform: `translateX(${-scroll}px)` }}>
          {linesShown(shown, focused).map((line) => {
            const entry = entries[line];
            if (entry === undefined) return null;
            const isCrossed = cross?.column === line;
            return (
              // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its active cell
              // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys
              // biome-ignore lint/a11y/useSemanticElements: a head of a grid without a table
              <div
                key={entry.id}
                role="columnheader"
                id={`${id}--1-${line}`}
                aria-colindex={line + 2}
                title={visibleText(headTitle(entry))}
                onClick={() => onOpen({ row: -1, column: line })}
                className={`absolute bottom-1 origin-bottom-left cursor-pointer truncate rounded-sm text-[11px] leading-4 ${nameLook(match, line, isCrossed)} ${focused === line ? 'outline-2 outline-focus' : ''}`}
                style={{
                  left: 6 + CELL / 2 + 6 + (geometry.offsets[line] ?? 0),
                  maxWidth: HEAD_LENGTH,
                  transform: 'rotate(-60deg)',
                }}
              >
                {visibleText(entry.label)}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** Names of the rows with their signs; beside them the bands. */
export function RowHeads({
  entries,
  geometry,
  shown,
  scroll,
  indent,
  width,
  height,
  cross,
  focus,
  match,
  banded,
  id,
  onOpen,
  cell,
  wide,
}: HeadsProps & { readonly cell: ReactNode; readonly wide: boolean }) {
  const band = wide ? bandWidth(entries) : 0;
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows of a grid, of which only those in sight are elements
    <div
      role="rowgroup"
      className="pointer-events-none absolute left-0 overflow-hidden"
      style={{ top: indent, height: Math.max(0, height), width: '100%' }}
    >
      <div role="presentation" className="absolute inset-0" style={{ transform: `translateY(${-scroll}px)` }}>
        {banded && wide ? (
          <Bands geometry={geometry} shown={shown} width={band} upright={band === BAND.workloads} />
        ) : null}
        {linesShown(shown, focus?.row).map((line) => {
          const entry = entries[line];
          if (entry === undefined) return null;
          const isCrossed = cross?.row === line;
          const isFocused = focus?.row === line && focus.column === -1;
          return (
            // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its active cell
            // biome-ignore lint/a11y/useSemanticElements: rows of a grid, of which only those in sight are elements
            <div key={entry.id} role="row" aria-rowindex={line + 2}>
              {/* biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its active cell */}
              {/* biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys */}
              {/* biome-ignore lint/a11y/useSemanticElements: a head of a grid without a table */}
              <div
                role="rowheader"
                id={`${id}-${line}--1`}
                aria-colindex={1}
                title={visibleText(headTitle(entry))}
                onClick={() => onOpen({ row: line, column: -1 })}
                className={`pointer-events-auto absolute flex cursor-pointer items-center justify-end gap-1.5 rounded-sm pr-2 text-[12px] leading-5 ${isCrossed ? 'bg-selected' : 'bg-surface'} ${nameLook(match, line, isCrossed)} ${isFocused ? 'outline-2 -outline-offset-2 outline-focus' : ''}`}
                style={{ top: (geometry.offsets[line] ?? 0) - 1, left: band, width: width - band, height: CELL + 2 }}
              >
                {banded || !wide || entry.type !== 'workload' ? null : (
                  <span className="min-w-0 flex-1 truncate pl-2 text-left text-[11px] font-normal text-ink-3">
                    {visibleText(entry.namespace ?? '')}
                  </span>
                )}
                {entry.gaps === undefined ? null : <SeverityGlyph severity={entry.gaps.worst} size={11} />}
                <span className="min-w-0 truncate">{visibleText(entry.label)}</span>
                <span className="grid w-3 shrink-0 place-items-center">
                  {entry.dataClass === undefined || entry.dataClass === 'none' ? null : (
                    <ClassGlyph dataClass={entry.dataClass} size={10} />
                  )}
                </span>
                {entry.fence === undefined ? null : (
                  <span className="sr-only">
                    {shareIsolated(entry.fence.ingress.isolated, entry.fence.egress.isolated)}
                  </span>
                )}
              </div>
              {focusRow(focus, line) ? cell : null}
            </div>
          );
        })}
      </div>
    </div>
  );
}

const focusRow = (focus: Place | undefined, line: number) => (focus?.row ?? -1) === line;

const nameLook = (match: MatrixMatch | undefined, line: number, isCrossed: boolean) =>
  isCrossed
    ? 'font-semibold text-ink'
    : match === undefined
      ? 'text-ink-2'
      : match.line(line)
        ? 'font-medium text-ink'
        : 'text-ink-3';

/** What lines belong to, along them: a zone upright, a namespace beside its first line. */
function Bands({
  geometry,
  shown,
  width,
  upright,
}: {
  readonly geometry: MatrixGeometry;
  readonly shown: readonly [number, number];
  readonly width: number;
  readonly upright: boolean;
}) {
  return geometry.bands
    .filter(({ first, last }) => last >= shown[0] && first <= shown[1])
    .map(({ label, first, last }) => {
      const top = geometry.offsets[first] ?? 0;
      const height = (geometry.offsets[last] ?? 0) + CELL - top;
      return (
        <div
          key={label}
          role="presentation"
          className="absolute left-2 overflow-hidden border-r border-line-strong text-[11px] text-ink-3"
          style={{ top, height, width: width - 10 }}
        >
          {upright ? (
            <span className="sticky top-0 block truncate pr-1.5 text-left leading-5" title={visibleText(label)}>
              {visibleText(label)}
            </span>
          ) : height < label.length * UPRIGHT_CHARACTER ? null : (
            <span
              className="absolute inset-0 truncate text-center leading-3 [writing-mode:vertical-rl]"
              style={{ transform: 'rotate(180deg)' }}
            >
              {visibleText(label)}
            </span>
          )}
        </div>
      );
    });
}
