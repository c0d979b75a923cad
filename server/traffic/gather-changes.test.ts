import { afterEach, expect, test, vi } from 'vitest';
import { gatherChanges } from './gather-changes.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('the first change is told at once, those that follow within five seconds as the newest of them', () => {
  vi.useFakeTimers();
  const told: string[] = [];
  const changed = gatherChanges((cluster, seq) => told.push(`${cluster} ${seq}`));
  for (const seq of [1, 2, 3]) changed('demo', seq);
  changed('prod', 1);
  expect(told).toEqual(['demo 1', 'prod 1']);
  vi.advanceTimersByTime(5_000);
  expect(told).toEqual(['demo 1', 'prod 1', 'demo 3']);
  changed('demo', 4);
  expect(told).toHaveLength(3);
  vi.advanceTimersByTime(5_000);
  expect(told.at(-1)).toBe('demo 4');
  vi.advanceTimersByTime(60_000);
  changed('demo', 5);
  expect(told.at(-1)).toBe('demo 5');
});
