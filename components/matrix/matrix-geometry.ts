import type { MatrixEntry } from '#lib/graph/matrix/types.ts';

/** Pixels, as the design has them. */
export const CELL = 20;
const PITCH = 22; // cell and gap
const BAND_GAP = 5;

/** Where lines stand along one axis: rows from the top, columns from the left, both alike. */
export interface MatrixGeometry {
  readonly offsets: Float64Array;
  readonly total: number;
  /** Lines that belong together, where they stand together. */
  readonly bands: readonly { readonly label: string; readonly first: number; readonly last: number }[];
}

/** @param banded bands stand together in this order; else only the outside stands apart. */
export function matrixGeometry(entries: readonly MatrixEntry[], banded: boolean): MatrixGeometry {
  const offsets = new Float64Array(entries.length);
  const bands: { label: string; first: number; last: number }[] = [];
  let at = 0;
  for (const [line, entry] of entries.entries()) {
    const before = entries[line - 1];
    const parts =
      before !== undefined && (banded ? before.band !== entry.band : isOutside(before) !== isOutside(entry));
    if (parts) at += BAND_GAP;
    const last = bands.at(-1);
    if (banded && (last === undefined || before?.band !== entry.band)) {
      bands.push({ label: entry.band, first: line, last: line });
    } else if (last !== undefined) last.last = line;
    offsets[line] = at;
    at += PITCH;
  }
  return { offsets, total: at, bands };
}

const isOutside = ({ type }: MatrixEntry) => type !== 'tile' && type !== 'workload';

/** The line at a place, or the last one before it; -1 before the first. */
export function lineAt({ offsets }: MatrixGeometry, place: number): number {
  let [low, high] = [0, offsets.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((offsets[middle] as number) <= place) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Lines in sight, first and last; empty where last is before first. */
export function linesBetween(geometry: MatrixGeometry, begin: number, end: number): readonly [number, number] {
  return [Math.max(0, lineAt(geometry, begin)), lineAt(geometry, end)];
}
