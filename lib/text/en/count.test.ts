import { expect, test } from 'vitest';
import { count, countOf, shareOf } from './count.ts';

test('thousands are grouped by a narrow space', () => {
  expect(count(9840)).toBe('9\u202f840');
  expect(count(1234567)).toBe('1\u202f234\u202f567');
  expect(count(412)).toBe('412');
});

test('a noun follows its number', () => {
  expect(countOf(1, 'pod')).toBe('1 pod');
  expect(countOf(0, 'policy', 'policies')).toBe('0 policies');
  expect(shareOf(1, 40, 'pod')).toBe('1 of 40 pods');
});
