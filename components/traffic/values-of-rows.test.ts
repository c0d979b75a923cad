import { expect, test } from 'vitest';
import type { JoinedEdgeView } from '#lib/api/observed-schemas.ts';
import { valuesOfRows } from './values-of-rows.ts';

const HOUR = 3_600_000;
const row = (from: string, state: JoinedEdgeView['state'], first: number): JoinedEdgeView => ({
  ...{
    key: from,
    from,
    to: 'shop/StatefulSet/db',
    port: 5432,
    protocol: 6,
    state,
    decisions: [],
    reasons: [],
    gaps: [],
  },
  ever: { first, last: first },
  fromEnd: { type: 'workload', label: from, namespace: 'shop', dataClass: 'none' },
  toEnd: { type: 'workload', label: 'db', namespace: 'shop', dataClass: 'personal' },
});
const rows = [row('web', 'used', 0), row('api', 'used', 99 * HOUR)];

test('a key offers what its rows have, each with how many rows it would leave', () => {
  expect([...valuesOfRows(rows, 'from', 100 * HOUR)]).toEqual([
    ['web', 1],
    ['api', 1],
  ]);
  expect(valuesOfRows(rows, 'ns', 0).get('shop')).toBe(2);
});

test('of a few words all are offered, with those that no row has', () => {
  const states = valuesOfRows(rows, 'state', 0);
  expect([states.get('used'), states.get('unused')]).toEqual([2, 0]);
});

test('a row that was refused though policies allow it is found by either word', () => {
  const states = valuesOfRows([{ ...row('web', 'denied', 0), refusedThoughAllowed: true }], 'state', 0);
  expect([states.get('denied'), states.get('denied-allowed')]).toEqual([1, 1]);
});

test('since: counts back from the end of the window', () => {
  expect(valuesOfRows(rows, 'since', 100 * HOUR).get('1h')).toBe(1);
  expect(valuesOfRows(rows, 'since', 100 * HOUR).get('7d')).toBe(2);
});
