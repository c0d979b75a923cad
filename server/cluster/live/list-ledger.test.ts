import { expect, test } from 'vitest';
import { createListLedger } from './list-ledger.ts';
import { kindNamed, listingOf } from './testing.ts';

const POD = kindNamed('Pod');
const at = Date.UTC(2026, 10, 23, 9, 41, 7);

test('a list is on record with its version, its times, and what its watch told since', () => {
  const ledger = createListLedger();
  const pods = ledger.open(POD, 'shop');
  expect(ledger.records()).toEqual([]);
  pods.listed(listingOf('98', [], at), []);
  pods.changed({ name: 'shop/web', change: 'written', resourceVersion: '101' });
  pods.watched('101');
  pods.watched('140');
  expect(ledger.records()).toEqual([
    {
      resource: 'pods',
      namespace: 'shop',
      apiVersion: 'v1',
      resourceVersion: '98',
      started: '2026-11-23T09:41:07.000Z',
      ended: '2026-11-23T09:41:07.010Z',
      pages: 1,
      count: 0,
      watchedTo: '140',
      changes: 1,
    },
  ]);
  pods.close();
  expect(ledger.records()).toEqual([]);
});

test('the first list differs from nothing', () => {
  const pods = createListLedger().open(POD, undefined);
  pods.listed(listingOf('98', [], at), [{ name: 'shop/web', change: 'written' }]);
  expect(pods.sinceListBefore()).toBeUndefined();
});

test('of many changes the first are named and the rest counted', () => {
  const pods = createListLedger().open(POD, undefined);
  pods.listed(listingOf('98', [], at), []);
  for (let number = 0; number < 250; number++) pods.changed({ name: `shop/web-${number}`, change: 'written' });
  pods.listed(listingOf('99', [], at), []);
  expect(pods.sinceListBefore()?.objects).toHaveLength(200);
  expect(pods.sinceListBefore()?.more).toBe(50);
});

test('whoever asks while a list is on its way gets that list', async () => {
  const pods = createListLedger().open(POD, undefined);
  const { signal } = new AbortController();
  const both = Promise.all([pods.readAgain(signal), pods.readAgain(signal)]);
  expect(pods.listAgain().aborted).toBe(true);
  pods.listed(listingOf('98', [], at), []);
  await both;
  expect(pods.listAgain().aborted).toBe(false);
});
