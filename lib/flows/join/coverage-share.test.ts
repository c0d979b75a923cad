import { expect, test } from 'vitest';
import type { CoverageRow } from '../flow-row.ts';
import { coverageShares } from './coverage-share.ts';

const HOUR = 60 * 60_000;
const MINUTE = 60_000;
const row = (hour: number, minutes: number, part: Partial<CoverageRow> = {}): CoverageRow => ({
  ...{ hour: hour * HOUR, source: 'hubble', node: 'n1', connectedMs: minutes * MINUTE, records: 1, lost: 0 },
  ...part,
});
const shareOf = (from: number, to: number, rows: readonly CoverageRow[], node = 'n1') =>
  coverageShares({ from: from * HOUR, to: to * HOUR }, rows, ['hubble', 'other']).of(node);

test('a node is observed in the hours in which its source was connected', () => {
  expect(shareOf(0, 2, [row(0, 60), row(1, 30)])).toBe(0.75);
  expect(shareOf(0, 2, [row(0, 60), row(1, 60)], 'n2')).toBe(0);
});

test('of an hour that lies in the window only in part, what was missed is taken to lie in that part', () => {
  expect(shareOf(0.5, 1, [row(0, 60)])).toBe(1);
  expect(shareOf(0.5, 1, [row(0, 45)])).toBe(0.5);
  expect(shareOf(0.5, 1, [row(0, 20)])).toBe(0);
  // the hour that runs: nobody could observe what is still to come
  expect(shareOf(0, 0.5, [row(0, 30)])).toBe(1);
  expect(shareOf(0, 0.5, [row(0, 27)])).toBeCloseTo(0.9);
});

test('an hour of which anything was lost counts for nothing', () => {
  expect(shareOf(0, 2, [row(0, 60, { lost: 1 }), row(1, 60)])).toBe(0.5);
  expect(shareOf(0, 2, [row(0, 60), row(1, 60), row(1, 0, { node: '', lost: 3 })])).toBe(0.5);
});

test('a source that does not say where observes all nodes', () => {
  expect(shareOf(0, 1, [row(0, 60, { node: '' })])).toBe(1);
});

test('of two sources the one that observed more of an hour counts, and never the sum of both', () => {
  const rows = [row(0, 30), row(0, 40, { source: 'other' }), row(1, 60, { source: 'other', lost: 1 }), row(1, 20)];
  expect(shareOf(0, 2, rows)).toBeCloseTo(60 / 120);
});

test('a source that does not see everything says nothing', () => {
  expect(shareOf(0, 1, [row(0, 60, { source: 'file' })])).toBe(0);
});

test('a node is the same with and without the name of its cluster', () => {
  expect(shareOf(0, 1, [row(0, 60, { node: 'prod/n1' })])).toBe(1);
});

test('a window that begins long before the first hour with a row is summed from that hour on', () => {
  const years = 8_000_000;
  const share = shareOf(-years, 2, [row(0, 60), row(1, 30)]);
  expect(share * (years + 2)).toBeCloseTo(1.5);
  expect(shareOf(-1, 3, [row(1, 60), row(2, 60)])).toBe(0.5);
  expect(shareOf(-0.5, 2, [row(0, 60), row(1, 60)])).toBe(0.8);
});

test('an empty window has nothing to observe', () => {
  expect(shareOf(1, 1, [row(0, 60)])).toBe(0);
});
