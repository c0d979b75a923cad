'use client';

import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { THEME_EVENT } from '#components/shell/theme.ts';
import type { MatrixMatch } from '#lib/graph/filter/match-matrix.ts';
import type { MatrixEntry } from '#lib/graph/matrix/types.ts';
import type { OpenWindow } from '#lib/graph/matrix/window.ts';
import { CELL, type MatrixGeometry } from './matrix-geometry.ts';
import type { Place } from './move-focus.ts';
import { type MatrixTheme, paintCell } from './paint-cell.ts';
import { readMatrixTheme } from './read-matrix-theme.ts';
import type { TrafficOfCells } from './traffic-marks.tsx';

interface Painting {
  readonly entries: readonly MatrixEntry[];
  readonly geometry: MatrixGeometry;
  readonly cells: OpenWindow;
  readonly match: MatrixMatch | undefined;
  /** What was observed; absent: nobody asked. */
  readonly traffic?: TrafficOfCells | undefined;
  readonly gapsOnly: boolean;
  readonly swapped: boolean;
  /** First and last line in sight. */
  readonly rows: readonly [number, number];
  readonly columns: readonly [number, number];
  readonly left: number;
  readonly top: number;
  /** Of the canvas, and of its part that holds cells; behind them stand the shares of each row. */
  readonly width: number;
  readonly cellsWidth: number;
  readonly height: number;
  readonly cross: Place | undefined;
  readonly chosen: Place | undefined;
}

// What a filter drops is dimmed, as on the map; a gap stays to be seen.
const DIMMED = 0.16;
const DIMMED_GAP = 0.4;
const TAIL = 44; // behind the last cell of a row
const BARS = { width: 26, height: 5, gap: 2, indent: 10 };

/** A canvas that shows what was last rendered. */
export function usePaintedCells(painting: Painting) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useRef<MatrixTheme>(undefined);
  const [, setThemed] = useState(0);
  useEffect(() => {
    const retheme = (): void => {
      theme.current = undefined;
      setThemed((times) => times + 1);
    };
    window.addEventListener(THEME_EVENT, retheme);
    return () => window.removeEventListener(THEME_EVENT, retheme);
  }, []);
  useLayoutEffect(() => {
    const element = canvas.current;
    if (element === null || painting.width <= 0 || painting.height <= 0) return;
    const scale = window.devicePixelRatio;
    const [width, height] = [Math.round(painting.width * scale), Math.round(painting.height * scale)];
    if (element.width !== width || element.height !== height) {
      element.width = width;
      element.height = height;
    }
    const context = element.getContext('2d', { alpha: false });
    if (context === null) return;
    theme.current ??= readMatrixTheme();
    context.setTransform(scale, 0, 0, scale, 0, 0);
    paint(context, theme.current, painting);
  });
  return canvas;
}

function paint(context: CanvasRenderingContext2D, theme: MatrixTheme, painting: Painting): void {
  const { geometry, left, top, width, cellsWidth, height, cross, chosen } = painting;
  context.fillStyle = theme.surface;
  context.fillRect(0, 0, width, height);
  const x = (column: number) => (geometry.offsets[column] ?? 0) - left;
  const y = (row: number) => (geometry.offsets[row] ?? 0) - top;
  context.fillStyle = theme.selected;
  if (cross !== undefined && cross.row >= 0)
    context.fillRect(0, y(cross.row) - 1, Math.min(width, geometry.total - left + TAIL), CELL + 2);
  if (cross !== undefined && cross.column >= 0)
    context.fillRect(x(cross.column) - 1, 0, CELL + 2, Math.min(height, geometry.total - top));
  context.save();
  context.beginPath();
  context.rect(0, 0, cellsWidth, height);
  context.clip();
  paintCells(context, theme, painting, x, y);
  if (chosen !== undefined) {
    context.strokeStyle = theme.accent;
    context.lineWidth = 2;
    context.strokeRect(x(chosen.column) - 1, y(chosen.row) - 1, CELL + 2, CELL + 2);
  }
  context.restore();
  const shares = Math.min(geometry.total - left, cellsWidth) + BARS.indent;
  paintShares(context, theme, painting, shares, y);
}

function paintCells(
  context: CanvasRenderingContext2D,
  theme: MatrixTheme,
  { rows, columns, cells, match, gapsOnly, swapped, traffic, entries }: Painting,
  x: (column: number) => number,
  y: (row: number) => number,
): void {
  for (let row = rows[0]; row <= rows[1]; row++) {
    for (let column = columns[0]; column <= columns[1]; column++) {
      const [from, to] = swapped ? [column, row] : [row, column];
      const relation = cells.relation(from, to);
      if (relation === undefined) {
        context.fillStyle = theme.line;
        context.fillRect(x(column) + 7, y(row) + 9, 6, 2);
        continue;
      }
      const gap = cells.gap(from, to);
      const dimmed = match?.cell(from, to, relation, gap) === false || (gapsOnly && gap === undefined);
      context.globalAlpha = !dimmed ? 1 : gap === undefined ? DIMMED : DIMMED_GAP;
      paintCell(context, theme, x(column), y(row), relation, gap, row === column);
      traffic?.(entries[from]?.id ?? '', entries[to]?.id ?? '')?.paint(context, x(column), y(row));
    }
  }
  context.globalAlpha = 1;
}

/** At the end of each row how much of the line is isolated: in above, out below. */
function paintShares(
  context: CanvasRenderingContext2D,
  theme: MatrixTheme,
  { rows, entries }: Painting,
  left: number,
  y: (row: number) => number,
): void {
  for (let row = rows[0]; row <= rows[1]; row++) {
    const fence = entries[row]?.fence;
    if (fence === undefined) continue;
    for (const [place, post] of [fence.ingress, fence.egress].entries()) {
      const at = y(row) + (CELL - 2 * BARS.height - BARS.gap) / 2 + place * (BARS.height + BARS.gap);
      context.strokeStyle = theme.strong;
      context.lineWidth = 1;
      context.strokeRect(left + 0.5, at + 0.5, BARS.width - 1, BARS.height - 1);
      context.fillStyle = theme.ink;
      context.fillRect(left, at, Math.round(BARS.width * post.isolated), BARS.height);
    }
  }
}
