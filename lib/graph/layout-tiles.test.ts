import { expect, test } from 'vitest';
import { NO_PLACES } from './known-places.ts';
import { layoutPrintedTiles, layoutTiles } from './layout-tiles.ts';

const tiles = (count: number, name: string) =>
  Array.from({ length: count }, (_, at) => ({ id: `ns:${at}`, zone: 'apps', name: `${name}-${at}` }) as const);
const widthOf = ({ places }: ReturnType<typeof layoutTiles>) => Math.max(...[...places.values()].map((at) => at.width));
const rightOf = ({ places }: ReturnType<typeof layoutTiles>) =>
  Math.max(...[...places.values()].map((at) => at.x + at.width));

test('on paper short bands have tiles as wide as their names, and the picture is no wider than a whole row', () => {
  const whole = rightOf(layoutTiles(tiles(12, 'a'), NO_PLACES));
  expect(widthOf(layoutPrintedTiles(tiles(4, 'health-records')))).toBeGreaterThan(90);
  for (const count of [1, 4, 7, 12, 40]) {
    const printed = layoutPrintedTiles(tiles(count, 'a-namespace-with-a-very-long-name-that-nobody-would-type'));
    expect(rightOf(printed), `${count}`).toBeLessThanOrEqual(whole + 0.1);
    expect(widthOf(printed), `${count}`).toBeGreaterThanOrEqual(70);
  }
});

test('names that have room in any tile leave tiles as they are, and the page never makes them wider', () => {
  expect(widthOf(layoutPrintedTiles(tiles(4, 'crm')))).toBe(70);
  expect(widthOf(layoutTiles(tiles(4, 'health-records'), NO_PLACES))).toBe(70);
});
