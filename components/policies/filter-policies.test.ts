import { expect, test } from 'vitest';
import type { PolicyListItem } from '#lib/api/policy-types.ts';
import { choiceOptions, filterPolicies, quickCount } from './filter-policies.ts';

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
const REDUNDANT = new Set(['crm/NetworkPolicy/edge']);
const NONE: ReadonlySet<string> = new Set();
const names = (items: readonly PolicyListItem[]): readonly string[] => items.map(({ policy }) => policy.name);

test('what the filter of the page keeps is kept, and nothing else', () => {
  expect(names(filterPolicies(ITEMS, { kept: new Set(['crm/NetworkPolicy/db-egress']) }, NONE))).toEqual(['db-egress']);
  expect(names(filterPolicies(ITEMS, {}, NONE))).toEqual(['db-egress', 'edge', 'lost']);
});

test('quick filters count over the whole list', () => {
  expect(quickCount(ITEMS, 'nothing', NONE)).toBe(1);
  expect(quickCount(ITEMS, 'gap', NONE)).toBe(0);
  expect(quickCount(ITEMS, 'redundant', REDUNDANT)).toBe(1);
  expect(names(filterPolicies(ITEMS, { quick: 'any' }, NONE))).toEqual(['edge']);
  expect(names(filterPolicies(ITEMS, { quick: 'redundant' }, REDUNDANT))).toEqual(['edge']);
});

test('a list of values names one value, not a prefix of it', () => {
  expect(names(filterPolicies(ITEMS, { namespace: 'crm' }, NONE))).toEqual(['db-egress', 'edge']);
  expect(names(filterPolicies(ITEMS, { namespace: 'crm', manager: 'helm' }, NONE))).toEqual(['db-egress']);
});

test('a list of values counts under everything else, and keeps what is chosen', () => {
  expect(choiceOptions(ITEMS, 'namespace', { namespace: 'crm' }, NONE)).toEqual([
    { value: 'crm', found: 2 },
    { value: 'crm-eu', found: 1 },
  ]);
  expect(choiceOptions(ITEMS, 'manager', { manager: 'argocd', namespace: 'crm' }, NONE)).toEqual([
    { value: 'argocd', found: 0 },
    { value: 'helm', found: 1 },
  ]);
});
