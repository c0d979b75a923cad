import { expect, test } from 'vitest';
import { growthExponent, percentile } from './timing.ts';

test('a figure that doubles with the size grows with exponent 1, one that quadruples with 2', () => {
  const sizes = [10, 20, 40, 80];
  expect(growthExponent(sizes.map((x) => [x, 3 * x]))).toBeCloseTo(1);
  expect(growthExponent(sizes.map((x) => [x, x * x]))).toBeCloseTo(2);
});

test('the median is the middle value, the 99th percentile the last of a few', () => {
  expect(percentile([5, 1, 3], 0.5)).toBe(3);
  expect(percentile([5, 1, 3], 0.99)).toBe(5);
});
