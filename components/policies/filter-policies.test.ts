import { expect, test } from 'vitest';
import type { PolicyListItem } from '#lib/api/types.ts';
import { filterPolicies, quickCount } from './filter-policies.ts';

function item(namespace: string, name: string, more: Partial<PolicyListItem> = {}): PolicyListItem {
  return {
    policy: { kind: 'NetworkPolicy', namespace, name },
    directions: ['ingress'],
    selects: { pods: 1, workloads: 1 },
    rules: { ingress: 1, egress: 0 },
    sentence: '',
    opensToAny: false,
    unread: false,
    ...more,
  };
}

const ITEMS = [
  item('crm', 'db-egress', { changed: { manager: 'helm' } }),
  item('crm', 'edge', { opensToAny: true }),
  item('crm-eu', 'lost', { selects: { pods: 0, workloads: 0 } }),
];
const names = (items: readonly PolicyListItem[]): readonly string[] => items.map(({ policy }) => policy.name);

test('every word must match somewhere', () => {
  expect(names(filterPolicies(ITEMS, 'crm helm', undefined))).toEqual(['db-egress']);
});

test('ns: names one namespace, not a prefix', () => {
  expect(names(filterPolicies(ITEMS, 'ns:crm', undefined))).toEqual(['db-egress', 'edge']);
});

test('quick filters count over the whole list', () => {
  expect(quickCount(ITEMS, 'nothing')).toBe(1);
  expect(quickCount(ITEMS, 'gap')).toBe(0);
  expect(names(filterPolicies(ITEMS, '', 'any'))).toEqual(['edge']);
});
