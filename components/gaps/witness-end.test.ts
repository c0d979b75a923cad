import { expect, test } from 'vitest';
import { witnessEnd } from './witness-end.ts';

test('a phantom pod is named by its labels', () => {
  expect(witnessEnd('shop/?')).toEqual({ name: 'Any new pod', detail: 'in shop', phantom: true });
  expect(witnessEnd('shop/?app.kubernetes.io/name=x')).toMatchObject({
    name: 'A pod with app.kubernetes.io/name=x',
    phantom: true,
  });
});

test('workloads and pods stand with their namespace', () => {
  expect(witnessEnd('crm/StatefulSet/crm-db')).toEqual({ name: 'crm-db', detail: 'StatefulSet · crm', phantom: false });
  expect(witnessEnd('crm/crm-db-0')).toEqual({ name: 'crm-db-0', detail: 'crm', phantom: false });
});

test('what lies outside the cluster is named as it is', () => {
  for (const id of ['internet', '203.0.113.0/24', '2001:db8::/32']) {
    expect(witnessEnd(id)).toEqual({ name: id, detail: '', phantom: false });
  }
});
