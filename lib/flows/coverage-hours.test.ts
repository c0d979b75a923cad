import { expect, test } from 'vitest';
import { createCoverageHours, HOUR_MS } from './coverage-hours.ts';
import { MINUTE_MS } from './flow-windows.ts';

const ALL = Number.POSITIVE_INFINITY;
const sumOf = (rows: ReturnType<ReturnType<typeof createCoverageHours>['take']>) =>
  rows.reduce((sum, { lost, records }) => sum + lost + records, 0);

test('where there is no room counts are of no node and of their hour, and none is missing', () => {
  const hours = createCoverageHours(4);
  for (let node = 0; node < 10; node++) hours.records('hubble', `n${node}`, node * MINUTE_MS);
  hours.lost('hubble', 'n99', HOUR_MS, 7);
  expect(hours.isFilling).toBe(true);
  const rows = hours.take(ALL);
  expect(sumOf(rows)).toBe(17);
  expect(rows.map(({ hour, node, records, lost }) => [hour, node, records + lost])).toEqual([
    ...[0, 1, 2, 3].map((node) => [0, `n${node}`, 1]),
    [0, '', 6],
    [HOUR_MS, '', 7],
  ]);
  expect(hours.isFilling).toBe(false);
  hours.records('hubble', 'n5', 0);
  expect(hours.take(ALL)).toMatchObject([{ node: 'n5', records: 1 }]);
});

test('of hours that are long over counts are held by the hour', () => {
  const hours = createCoverageHours(100);
  hours.take(10 * HOUR_MS);
  for (let minute = 0; minute < 60; minute++) hours.lost('hubble', 'n1', minute * MINUTE_MS, 1);
  expect(hours.isFilling).toBe(false);
  expect(hours.take(10 * HOUR_MS)).toMatchObject([{ hour: 0, lost: 60 }]);
});

test('who was observed is remembered when all was taken: the same time counts once', () => {
  const hours = createCoverageHours();
  hours.connected('hubble', 'n1', 0, MINUTE_MS);
  expect(hours.take(ALL)).toMatchObject([{ connectedMs: MINUTE_MS }]);
  hours.connected('hubble', 'n1', 0, MINUTE_MS);
  expect(hours.take(ALL)).toEqual([]);
});
