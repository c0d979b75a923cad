import { SEVERITIES } from '#lib/gdpr/types.ts';
import type { Matrix } from './build-matrix.ts';
import type { MatrixGap, MatrixRelation } from './types.ts';

/** Lines of one window; a matrix of so many namespaces is one answer. */
export const WINDOW_LINES = 200;

type WindowGap = readonly [number, number, number, number, number];

/** A part of a matrix as it travels: 200 × 200 cells stay under 200 kB. */
export interface MatrixWindow {
  readonly row: number;
  readonly column: number;
  readonly columns: number;
  /**
   * One text for each row, cell by cell: the place in `relations` in base 36, where several equal cells follow each
   * other with `*` and their number, joined by spaces.
   */
  readonly rows: readonly string[];
  readonly relations: readonly MatrixRelation[];
  /** Row, column, place of the severity among SEVERITIES, count, place in `checks`; in the numbers of the whole matrix. */
  readonly gaps: readonly WindowGap[];
  /** Checks that a cell names together, joined by spaces. */
  readonly checks: readonly string[];
}

/** The window that begins at a cell, as far as the matrix goes. */
export function matrixWindow(matrix: Matrix, row: number, column: number): MatrixWindow {
  const size = matrix.entries.length;
  const lastRow = Math.min(size, row + WINDOW_LINES);
  const lastColumn = Math.min(size, column + WINDOW_LINES);
  const places = new Map<string, number>();
  const relations: MatrixRelation[] = [];
  const gaps: WindowGap[] = [];
  const checks = new Map<string, number>();
  const place = (at: number, to: number): number => {
    const key = matrix.relationKey(at, to);
    let known = places.get(key);
    if (known === undefined) {
      known = relations.length;
      places.set(key, known);
      relations.push(matrix.relation(at, to));
    }
    return known;
  };
  const rows: string[] = [];
  for (let at = row; at < lastRow; at++) {
    const cells: number[] = [];
    for (let to = column; to < lastColumn; to++) {
      cells.push(place(at, to));
      const worst = matrix.gaps(at, to)?.worst;
      if (worst === undefined) continue;
      const named = worst.checks.join(' ');
      const known = checks.get(named) ?? checks.size;
      checks.set(named, known);
      gaps.push([at, to, SEVERITIES.indexOf(worst.severity), worst.count, known]);
    }
    rows.push(runsOf(cells));
  }
  return { row, column, columns: Math.max(0, lastColumn - column), rows, relations, gaps, checks: [...checks.keys()] };
}

function runsOf(cells: readonly number[]): string {
  const runs: string[] = [];
  for (let begin = 0; begin < cells.length; ) {
    let end = begin + 1;
    while (end < cells.length && cells[end] === cells[begin]) end++;
    const code = (cells[begin] as number).toString(36);
    runs.push(end - begin === 1 ? code : `${code}*${(end - begin).toString(36)}`);
    begin = end;
  }
  return runs.join(' ');
}

/** A window as it is drawn: cells are asked in the numbers of the whole matrix. */
export interface OpenWindow {
  relation(row: number, column: number): MatrixRelation | undefined;
  gap(row: number, column: number): MatrixGap | undefined;
}

/** Reads the texts of a window once. */
export function openWindow({ row, column, columns, rows, relations, gaps, checks }: MatrixWindow): OpenWindow {
  const cells = rows.map((text) => cellsOf(text, columns));
  const at = new Map(
    gaps.map(([from, to, severity, count, named]) => [
      from * 0x10000 + to,
      { severity: SEVERITIES[severity] ?? 'info', count, checks: checks[named]?.split(' ') ?? [] },
    ]),
  );
  return {
    relation: (from, to) => relations[cells[from - row]?.[to - column] ?? -1],
    gap: (from, to) => at.get(from * 0x10000 + to),
  };
}

function cellsOf(text: string, columns: number): Uint16Array {
  const cells = new Uint16Array(columns);
  let position = 0;
  for (const run of text === '' ? [] : text.split(' ')) {
    const [code = '', length = '1'] = run.split('*');
    const end = position + Number.parseInt(length, 36);
    cells.fill(Number.parseInt(code, 36), position, end);
    position = end;
  }
  return cells;
}
