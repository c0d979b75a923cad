import { expect, test } from 'vitest';
import { zoneOf } from './zones.ts';

const none = { entered: false, workloads: 3, stores: 0 };

test('a namespace stands in the band of its name, of what enters it or of what it holds', () => {
  expect(zoneOf('kube-system', none)).toBe('platform');
  expect(zoneOf('shop', { ...none, entered: true })).toBe('edge');
  expect(zoneOf('crm-staging', none)).toBe('other');
  expect(zoneOf('sepa', none)).toBe('partners');
  expect(zoneOf('records', { ...none, stores: 2 })).toBe('data');
  expect(zoneOf('shop', none)).toBe('apps');
});

test('words count whole: contest, devices and vendored say nothing', () => {
  for (const name of ['contest', 'devices', 'vendored', 'latest']) expect(zoneOf(name, none)).toBe('apps');
});

test('a label wins over the name, unless it names no band', () => {
  expect(zoneOf('crm-staging', { ...none, label: 'partners' })).toBe('partners');
  expect(zoneOf('crm-staging', { ...none, label: 'nowhere' })).toBe('other');
});
