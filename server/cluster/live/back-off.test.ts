import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createBackOff } from './back-off.ts';

const waits: number[] = [];
const { signal } = new AbortController();

beforeAll(() => {
  vi.spyOn(timers, 'setTimeout').mockImplementation(
    async (milliseconds) => void waits.push(milliseconds ?? 0) as never,
  );
  syncBuiltinESMExports();
});
afterAll(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

test('waits double up to ten seconds, and start over after a success', async () => {
  waits.length = 0;
  const backOff = createBackOff(() => 1);
  for (let tries = 0; tries < 8; tries++) await backOff.wait(undefined, signal);
  backOff.reset();
  await backOff.wait(undefined, signal);
  expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 250]);
});

test('at least half of a wait is kept, the rest is chance', async () => {
  waits.length = 0;
  await createBackOff(() => 0).wait(undefined, signal);
  expect(waits).toEqual([125]);
});

test('a server that says how long to wait is given that time', async () => {
  waits.length = 0;
  await createBackOff(() => 0).wait(30, signal);
  expect(waits).toEqual([30_000]);
});
