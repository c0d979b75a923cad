import { expect, test } from 'vitest';
import { groupReasons } from './group-reasons.ts';

test('equal reasons are told once with their number, the commonest first', () => {
  expect(groupReasons(['no pods', 'no ports', 'no ports'])).toEqual({
    groups: [
      { reason: 'no ports', results: 2 },
      { reason: 'no pods', results: 1 },
    ],
    more: 0,
  });
});

test('at most fifty are told, and how many more there are', () => {
  const { groups, more } = groupReasons(Array.from({ length: 63 }, (_, index) => `reason ${index}`));
  expect(groups).toHaveLength(50);
  expect(more).toBe(13);
});
