import { expect, test } from 'vitest';
import { laneSentence, notMeasuredIn } from './traffic-page.ts';

test('three times that were not measured are named, and how many more there are', () => {
  expect(notMeasuredIn([])).toBe('');
  expect(notMeasuredIn(['a', 'b', 'c', 'd', 'e'])).toBe('Not measured: a, b, c and 2 more.');
  expect(notMeasuredIn(['a'], true)).toBe('Not wholly measured: a.');
});

test('a lane of which nobody counted anything says so, and not 0', () => {
  expect(laneSentence('used', null)).toBe('used: not measured.');
  expect(laneSentence('used', null, true)).toBe('used: not wholly measured.');
  expect(laneSentence('used', 0)).toBe('used: 0 connections.');
});
