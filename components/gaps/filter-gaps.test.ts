import { describe, expect, it } from 'vitest';
import type { GapListItem } from '#lib/api/gap-types.ts';
import { filterGaps, filterOptions } from './filter-gaps.ts';

const BEGUN = '2026-11-24T10:00:00Z';
const TIMES = { now: Date.parse('2026-11-24T14:00:00Z'), watchedSince: BEGUN };

function gap(id: string, more: Partial<GapListItem> = {}): GapListItem {
  const subject = { namespace: 'crm', kind: 'Deployment', name: id };
  const articles = ['32(1)(b)', '25(2)'];
  return {
    ...{ id, check: 'ISO-001', result: 'FAIL', severity: 'high', title: id, subject, articles },
    ...{ dataClass: 'personal', firstSeen: BEGUN },
    ...more,
  };
}
const GAPS = [
  gap('a'),
  gap('b', { severity: 'critical', dataClass: 'special', articles: ['25(2)'] }),
  gap('c', { check: 'POL-004', firstSeen: '2026-11-24T11:00:00Z' }),
  gap('d', { check: 'POL-004', firstSeen: '2026-11-24T13:30:00Z' }),
];
const ids = (filters: Parameters<typeof filterGaps>[1]) =>
  filterGaps(GAPS, filters, TIMES)
    .map(({ id }) => id)
    .join('');

describe('filters of the gap list', () => {
  it.each([
    [{}, 'abcd'],
    [{ severity: 'critical' }, 'b'],
    [{ article: '25(2)' }, 'abcd'],
    [{ article: '32(1)(b)', check: 'ISO-001' }, 'a'],
    [{ class: 'special' }, 'b'],
    [{ ns: 'shop' }, ''],
  ])('%j leaves %s', (filters, left) => {
    expect(ids(filters)).toBe(left);
  });

  it('new since this run leaves out what was there when it began, for that may be old', () => {
    expect(ids({ new: 'run' })).toBe('cd');
    expect(ids({ new: '1h' })).toBe('d');
    expect(ids({ new: '24h' })).toBe('cd');
  });

  it('counts what each value would leave under the other filters', () => {
    expect(filterOptions(GAPS, 'severity', { check: 'POL-004' }, TIMES)).toEqual([{ value: 'high', gaps: 2 }]);
    expect(filterOptions(GAPS, 'check', { check: 'POL-004', class: 'special' }, TIMES)).toEqual([
      { value: 'ISO-001', gaps: 1 },
      { value: 'POL-004', gaps: 0 },
    ]);
  });

  it('lists the worst severity and the most sensitive class first', () => {
    expect(filterOptions(GAPS, 'severity', {}, TIMES).map(({ value }) => value)).toEqual(['critical', 'high']);
    expect(filterOptions(GAPS, 'class', {}, TIMES).map(({ value }) => value)).toEqual(['special', 'personal']);
  });
});
