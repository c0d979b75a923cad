import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { missingRbac } from './missing-rbac.ts';

const kinds = [
  { resource: 'pods', kind: 'Pod', count: 1, state: 'read' },
  { resource: 'services', kind: 'Service', count: 0, state: 'forbidden' },
  { resource: 'nodes', kind: 'Node', count: 0, state: 'forbidden' },
  { resource: 'networkpolicies.networking.k8s.io', kind: 'NetworkPolicy', count: 2, state: 'partial' },
] as const;

test('the rules to paste name what is forbidden or partial, group by group', () => {
  expect(parse(missingRbac({ kinds, unread: [], notes: [] }) ?? '')).toEqual({
    rules: [
      { apiGroups: [''], resources: ['nodes', 'services'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: ['get', 'list', 'watch'] },
    ],
  });
});

test('where everything is read there is nothing to paste', () => {
  expect(missingRbac({ kinds: [kinds[0]], unread: [], notes: [] })).toBeUndefined();
});
