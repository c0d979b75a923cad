import { expect, test } from 'vitest';
import { widthOfRate } from './traffic-lines.ts';

test('a line grows by 0.68 px with each tenfold of connections an hour, from 1.1 to 3.8 px', () => {
  expect(widthOfRate(0)).toBeCloseTo(1.1);
  expect(widthOfRate(9)).toBeCloseTo(1.78);
  expect(widthOfRate(999)).toBeCloseTo(3.14);
  expect(widthOfRate(10_000_000)).toBe(3.8);
});
