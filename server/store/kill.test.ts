import { expect, test } from 'vitest';
import { killWriters } from './testing/kill-writers.ts';

test('a kill at any moment loses nothing that was told to be kept, and shows nothing half-written', {
  timeout: 120_000,
}, async () => {
  const report = await killWriters(5); // two writers each time
  expect(report.problems).toEqual([]);
  expect(report.snapshots).toBeGreaterThan(0);
  expect(report.told).toBeGreaterThan(10);
});
