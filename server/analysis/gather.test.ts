import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createGatherer, LONGEST_MS, QUIET_MS } from './gather.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('changes that lie close together become one revision', () => {
  const flush = vi.fn();
  const { changed } = createGatherer(flush);
  changed();
  vi.advanceTimersByTime(QUIET_MS - 1);
  changed();
  vi.advanceTimersByTime(QUIET_MS);
  expect(flush).toHaveBeenCalledTimes(1);
});

test('constant changes do not starve the picture', () => {
  const flush = vi.fn();
  const { changed } = createGatherer(flush);
  for (let time = 0; time < LONGEST_MS; time += 10) {
    changed();
    vi.advanceTimersByTime(10);
  }
  expect(flush).toHaveBeenCalledTimes(1);
});

test('stopped, it flushes no more', () => {
  const flush = vi.fn();
  const { changed, stop } = createGatherer(flush);
  changed();
  stop();
  vi.advanceTimersByTime(LONGEST_MS);
  expect(flush).not.toHaveBeenCalled();
});
