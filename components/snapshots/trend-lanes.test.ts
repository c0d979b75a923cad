import { expect, it } from 'vitest';
import type { SnapshotItem } from '#lib/api/snapshot-schemas.ts';
import { isPartial, openGaps, trendLanes } from './trend-lanes.ts';

const NONE = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
const item = (seq: number, fail: Partial<typeof NONE>): SnapshotItem =>
  ({ seq, notRead: [], gaps: { FAIL: { ...NONE, ...fail }, WAIVED: NONE, UNKNOWN: NONE } }) as unknown as SnapshotItem;

it('draws the last snapshots from the oldest to the newest, each lane against its own highest', () => {
  const { shown, lanes } = trendLanes([item(3, { high: 1 }), item(2, { high: 4 }), item(1, { high: 9 })], 2);
  expect(shown.map(({ seq }) => seq)).toEqual([2, 3]);
  expect(lanes.find(({ severity }) => severity === 'high')).toMatchObject({ values: [4, 1], most: 4 });
  expect(lanes.find(({ severity }) => severity === 'low')).toMatchObject({ values: [0, 0], most: 1 });
});

it('has a lane for info only where there is such a gap', () => {
  expect(trendLanes([item(1, {})], 12).lanes.map(({ severity }) => severity)).not.toContain('info');
  expect(trendLanes([item(1, { info: 1 })], 12).lanes.map(({ severity }) => severity)).toContain('info');
});

it('calls a snapshot partial by its scope and by what could not be read', () => {
  expect(isPartial(item(1, {}))).toBe(false);
  expect(isPartial({ scope: ['crm'], notRead: [] })).toBe(true);
  expect(isPartial({ scope: undefined, notRead: [{ resource: 'pods', state: 'denied' }] })).toBe(true);
});

it('counts open gaps of every severity', () => {
  expect(openGaps(item(1, { critical: 2, info: 1 }))).toBe(3);
});
