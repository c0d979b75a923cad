import { expect, test } from 'vitest';
import { createNameHistory, type NameHolder } from './name-history.ts';

const pod = (workload: string): NameHolder => ({ type: 'pod', workload, listens: [] });
const web = pod('shop/Deployment/web');
const db = pod('shop/StatefulSet/db');

test('an address belongs to whoever had it at the time of the flow', () => {
  const history = createNameHistory();
  history.change({ name: '10.0.0.7', at: 1_000, holder: web });
  history.change({ name: '10.0.0.7', at: 5_000, holder: null });
  history.change({ name: '10.0.0.7', at: 6_000, holder: db });
  expect([999, 1_000, 4_999, 5_000, 5_999, 6_000].map((time) => history.holderAt('10.0.0.7', time))).toEqual([
    undefined,
    web,
    web,
    undefined,
    undefined,
    db,
  ]);
});

test('whoever takes an address over ends the time of the one before', () => {
  const history = createNameHistory();
  history.change({ name: '10.0.0.7', at: 1_000, holder: web });
  history.change({ name: '10.0.0.7', at: 5_000, holder: db });
  expect(history.holderAt('10.0.0.7', 4_999)).toBe(web);
  expect(history.holderAt('10.0.0.7', 5_000)).toBe(db);
});

test('a pod that was made earlier has the address only since the one before it gave it back', () => {
  const history = createNameHistory();
  history.change({ name: '10.0.0.7', at: 1_000, holder: web });
  history.change({ name: '10.0.0.7', at: 5_000, holder: null });
  history.change({ name: '10.0.0.7', at: 2_000, holder: db });
  expect(history.holderAt('10.0.0.7', 4_000)).toBe(web);
  expect(history.holderAt('10.0.0.7', 5_000)).toBe(db);
});

test('the next pod of the same workload with the same address goes on where it was', () => {
  const history = createNameHistory();
  const named: NameHolder = {
    ...web,
    type: 'pod',
    listens: [{ protocol: 6, port: 80 }],
    workload: 'shop/Deployment/web',
  };
  history.change({ name: '10.0.0.7', at: null, holder: web });
  history.change({ name: '10.0.0.7', at: 9_000, holder: named });
  expect(history.holderAt('10.0.0.7', 0)).toBe(named);
});

test('what ended is known until it is forgotten; what lasts is never', () => {
  const history = createNameHistory();
  history.change({ name: '10.0.0.7', at: 0, holder: web });
  history.change({ name: '10.0.0.7', at: 5_000, holder: null });
  history.change({ name: '10.0.0.8', at: 0, holder: db });
  history.forget(5_000);
  expect(history.holderAt('10.0.0.7', 4_000)).toBe(web);
  history.forget(5_001);
  expect(history.holderAt('10.0.0.7', 4_000)).toBeUndefined();
  expect(history.holderAt('10.0.0.8', 4_000)).toBe(db);
});
