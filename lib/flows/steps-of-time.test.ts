import { expect, test } from 'vitest';
import { stepsOfTime } from './steps-of-time.ts';

const HOUR = 3_600_000;
const window = { from: 0, to: 4 * HOUR };
const row = (hour: number, connectedMs: number, node = 'n1') => ({
  ...{ hour: hour * HOUR, source: 'hubble', node, connectedMs, records: 0, lost: 0 },
});
const of = (
  coverage: readonly ReturnType<typeof row>[],
  counted: readonly number[] = [],
  stepMs = HOUR,
  to = 4 * HOUR,
) =>
  stepsOfTime(
    { ...window, to },
    stepMs,
    counted.map((at) => ({ at, counts: { allowed: 1 } })),
    coverage,
  ).map(
    ({ at, counts, partly }) => `${at / HOUR} ${counts === null ? (partly ? 'partly' : 'nobody') : counts.allowed}`,
  );

test('a step in which nothing was counted is told as such only where nobody observed it', () => {
  expect(of([row(0, HOUR), row(1, 0), row(3, HOUR)], [0])).toEqual(['0 1', '1 nobody', '2 nobody']);
});

test('what was counted is told, whoever says when he observed', () => {
  expect(of([], [0, HOUR, 2 * HOUR])).toEqual(['0 1', '1 1', '2 1', '3 nobody']);
});

test('one node that was observed is enough, and so is an hour of which some minutes are missing', () => {
  expect(of([0, 1, 2, 3].flatMap((hour) => [row(hour, 0.96 * HOUR), row(hour, 0, 'n2')]))).toEqual([]);
});

test('nobody knows when in an hour a source was away: its steps are partly observed', () => {
  expect(of([row(0, HOUR), row(1, HOUR / 2), row(2, HOUR), row(3, HOUR)], [], HOUR / 2)).toEqual([
    '1 partly',
    '1.5 partly',
  ]);
});

test('of the hour that runs only what is over can have been observed', () => {
  expect(of([row(0, HOUR / 4)], [], HOUR / 4, HOUR / 4)).toEqual([]);
});

test('of steps longer than an hour each hour counts', () => {
  expect(of([row(0, HOUR), row(1, HOUR), row(2, HOUR)], [], 2 * HOUR)).toEqual(['2 partly']);
});
