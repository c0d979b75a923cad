import { SEVERITIES } from '#lib/gdpr/types.ts';
import { compareNames } from '#lib/text/compare-names.ts';
import type { MatrixEntry, MatrixOrder } from './types.ts';

/** What an entry is sorted by, beside itself. */
export interface Sortable {
  readonly entry: MatrixEntry;
  /** The place of its band among the bands; the outside has -1 and comes first in every order. */
  readonly band: number;
}

/**
 * The order of lines, the same for rows and columns, deterministic. No filter is part of it: filtering must not move
 * anything.
 * @param openness 0 … 1: what of the lines at `from` may connect to that at `to`; asked for `similarity` only.
 */
export function orderEntries(
  entries: readonly Sortable[],
  order: MatrixOrder,
  openness: (from: number, to: number) => number,
): readonly number[] {
  const at = (index: number): Sortable => entries[index] as Sortable;
  const indices = [...entries.keys()];
  const outsideFirst = (a: number, b: number) => Number(at(a).band >= 0) - Number(at(b).band >= 0);
  const byBand = (a: number, b: number) =>
    at(a).band - at(b).band ||
    // the outside stands as it is given
    (at(a).band < 0 ? a - b : 0) ||
    compareNames(nameOf(at(a).entry), nameOf(at(b).entry));
  switch (order) {
    case 'zone':
      return indices.sort(byBand);
    case 'gaps':
      return indices.sort((a, b) => outsideFirst(a, b) || compareGaps(at(a).entry, at(b).entry) || byBand(a, b));
    case 'similarity': {
      const inside = indices.filter((index) => at(index).band >= 0);
      const score = likeness(inside, openness);
      return indices.sort((a, b) => outsideFirst(a, b) || (score.get(b) ?? 0) - (score.get(a) ?? 0) || byBand(a, b));
    }
  }
}

const nameOf = (entry: MatrixEntry) => `${entry.label} ${entry.kind ?? ''} ${entry.id}`;

function compareGaps(a: MatrixEntry, b: MatrixEntry): number {
  const rank = ({ gaps }: MatrixEntry) => (gaps === undefined ? SEVERITIES.length : SEVERITIES.indexOf(gaps.worst));
  return rank(a) - rank(b) || (b.gaps?.count ?? 0) - (a.gaps?.count ?? 0);
}

const ROUNDS = 12;
/** Scores that differ by less come from rounding, not from the cluster. */
const GRAIN = 1e6;

/**
 * A number for each line, close for lines that may do and suffer alike: its place along the direction in which rows and
 * columns, taken as one vector, differ most (the first principal component, by power iteration from a fixed start).
 */
function likeness(lines: readonly number[], openness: (from: number, to: number) => number): Map<number, number> {
  const size = lines.length;
  const width = 2 * size;
  const cells = new Float32Array(size * width);
  const mean = new Float64Array(width);
  for (const [row, from] of lines.entries()) {
    for (const [column, to] of lines.entries()) {
      const open = openness(from, to);
      cells[row * width + column] = open;
      cells[column * width + size + row] = open;
      mean[column] = (mean[column] as number) + open / size;
      mean[size + row] = (mean[size + row] as number) + open / size;
    }
  }
  let scores = Float64Array.from({ length: size }, (_, row) => row - (size - 1) / 2);
  for (let round = 0; round < ROUNDS; round++) scores = step(cells, mean, scores);
  // The direction has no sign of its own: the more open end comes first.
  const openEnd = lines.reduce((sum, _, row) => sum + (scores[row] as number) * breadth(cells, row, width), 0);
  const sign = openEnd < 0 ? -1 : 1;
  return new Map(lines.map((line, row) => [line, Math.round(sign * (scores[row] as number) * GRAIN)]));
}

/** One round: the direction that the scores point to, and the scores along it, of length 1. */
function step(cells: Float32Array, mean: Float64Array, scores: Float64Array): Float64Array<ArrayBuffer> {
  const width = mean.length;
  const direction = new Float64Array(width);
  for (const [row, score] of scores.entries()) {
    for (let column = 0; column < width; column++) {
      direction[column] =
        (direction[column] as number) + score * ((cells[row * width + column] as number) - (mean[column] as number));
    }
  }
  const next = Float64Array.from(scores, (_, row) => {
    let sum = 0;
    for (let column = 0; column < width; column++) {
      sum += ((cells[row * width + column] as number) - (mean[column] as number)) * (direction[column] as number);
    }
    return sum;
  });
  const length = Math.sqrt(next.reduce((sum, each) => sum + each * each, 0));
  return length === 0 ? next : next.map((each) => each / length);
}

function breadth(cells: Float32Array, row: number, width: number): number {
  let sum = 0;
  for (let column = 0; column < width; column++) sum += cells[row * width + column] as number;
  return sum;
}
