import { expect, test } from 'vitest';
import { endHref } from './pod-address.ts';

test('pods and workloads have pages', () => {
  expect(endHref('demo', 'crm/crm-db-0')).toBe('/demo/pods/crm/crm-db-0');
  expect(endHref('demo', 'crm/StatefulSet/crm-db')).toBe('/demo/workloads/crm/StatefulSet/crm-db');
  expect(endHref('demo', 'feed/beef')).toBe('/demo/pods/feed/beef');
});

test('ranges, addresses, the internet and phantom pods have none', () => {
  for (const end of ['10.20.0.0/24', '2001:db8::/32', '10.0.0.1', 'internet', 'shop/?', 'shop/?app=x']) {
    expect(endHref('demo', end)).toBeUndefined();
  }
});
