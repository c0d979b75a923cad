import { expect, test } from 'vitest';
import type { PolicyChange } from '#lib/flows/observed.ts';
import { lanesOf, marksOf, ticksOf, uncountedOf } from './lane-columns.ts';

const HOUR = 3_600_000;
const window = { from: 100 * HOUR, to: 104 * HOUR };

test('each lane has a column for each step of the window and a scale of its own', () => {
  const lanes = lanesOf({
    window,
    stepMs: HOUR,
    steps: [
      { at: 100 * HOUR, counts: { used: 40, denied: 2 } },
      { at: 103 * HOUR, counts: { used: 10 } },
    ],
    changes: [],
  });
  expect(lanes.map(({ state, total, most, values }) => [state, total, most, values])).toEqual([
    ['used', 50, 40, [40, 0, 0, 10]],
    ['denied', 2, 2, [2, 0, 0, 0]],
  ]);
});

test('the lane of what is used stands there even where nothing was seen', () => {
  expect(lanesOf({ window, stepMs: HOUR, steps: [], changes: [] }).map(({ state }) => state)).toEqual(['used']);
});

test('what nobody counted is not 0, and steps of it beside each other are one span', () => {
  const steps = [
    { at: 100 * HOUR, counts: null },
    { at: 101 * HOUR, counts: null },
    { at: 102 * HOUR, counts: { used: 3 } },
  ];
  const over = { window, stepMs: HOUR, steps, changes: [] };
  expect(lanesOf(over)[0]?.values).toEqual([null, null, 3, 0]);
  expect(uncountedOf(over)).toEqual([{ from: 100 * HOUR, to: 102 * HOUR, partly: false }]);
});

test('what was not wholly measured is a span of its own, beside what nobody measured', () => {
  const steps = [
    { at: 100 * HOUR, counts: null },
    { at: 101 * HOUR, counts: null, partly: true as const },
  ];
  expect(uncountedOf({ window, stepMs: HOUR, steps, changes: [] })).toEqual([
    { from: 100 * HOUR, to: 101 * HOUR, partly: false },
    { from: 101 * HOUR, to: 102 * HOUR, partly: true },
  ]);
});

test('where nobody counted at all the lane has no total, and not 0', () => {
  const steps = [100, 101, 102, 103].map((hour) => ({ at: hour * HOUR, counts: null }));
  expect(lanesOf({ window, stepMs: HOUR, steps, changes: [] }).map(({ total }) => total)).toEqual([null]);
  expect(lanesOf({ window, stepMs: HOUR, steps: steps.slice(1), changes: [] }).map(({ total }) => total)).toEqual([0]);
});

test('the axis names round times of the clock of the reader, at most nine', () => {
  expect(ticksOf({ from: 100.5 * HOUR, to: 103.5 * HOUR }, 0, 900)).toEqual([101, 102, 103].map((hour) => hour * HOUR));
  expect(ticksOf({ from: 96 * HOUR, to: 120 * HOUR }, -60, 900).map((at) => at / HOUR)).toEqual([
    98, 101, 104, 107, 110, 113, 116, 119,
  ]);
});

test('the axis names no more times than have room in its width', () => {
  const day = { from: 96 * HOUR, to: 120 * HOUR };
  expect(ticksOf(day, 0, 230).map((at) => at / HOUR)).toEqual([96, 102, 108, 114]);
  expect(ticksOf(day, 0, 120).map((at) => at / HOUR)).toEqual([96, 108]);
});

test('changes of policies within one step of time are one mark, at the time of the first', () => {
  const change = (at: number, name: string): PolicyChange => ({
    at,
    name,
    verb: 'changed',
    kind: 'NetworkPolicy',
    told: 'object',
  });
  const marks = marksOf({ stepMs: HOUR, changes: [change(5 * HOUR, 'c'), change(1.5 * HOUR, 'b'), change(HOUR, 'a')] });
  expect(marks.map(({ at, changes }) => [at / HOUR, changes.map(({ name }) => name)])).toEqual([
    [1, ['a', 'b']],
    [5, ['c']],
  ]);
});
