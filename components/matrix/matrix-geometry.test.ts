import { expect, it } from 'vitest';
import type { MatrixEntry } from '#lib/graph/matrix/types.ts';
import { lineAt, linesBetween, matrixGeometry } from './matrix-geometry.ts';

const line = (label: string, band: string): MatrixEntry => ({ id: `ns:${label}`, type: 'tile', label, band, pods: 1 });
const ENTRIES = [line('a', 'Apps'), line('b', 'Apps'), line('c', 'Data')];

it('has 22 pixels a line and 5 more between bands', () => {
  const geometry = matrixGeometry(ENTRIES, true);
  expect([...geometry.offsets]).toEqual([0, 22, 49]);
  expect(geometry.bands).toEqual([
    { label: 'Apps', first: 0, last: 1 },
    { label: 'Data', first: 2, last: 2 },
  ]);
  expect([...matrixGeometry(ENTRIES, false).offsets]).toEqual([0, 22, 44]);
});

it('finds the line at a place, and those in sight', () => {
  const geometry = matrixGeometry(ENTRIES, true);
  expect([-1, 0, 21, 22, 48, 49, 500].map((place) => lineAt(geometry, place))).toEqual([-1, 0, 0, 1, 1, 2, 2]);
  expect(linesBetween(geometry, 23, 30)).toEqual([1, 1]);
});

it('finds few lines in sight among 2,000, without walking them', () => {
  const many = Array.from({ length: 2000 }, (_, place) => line(`n${place}`, 'Apps'));
  const [first, last] = linesBetween(matrixGeometry(many, true), 22_000, 22_600);
  expect([first, last]).toEqual([1000, 1027]);
});
