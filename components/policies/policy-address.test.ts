import { expect, test } from 'vitest';
import { namespaceOfPart, namespacePart } from '#lib/api/cluster-scope.ts';
import { policyHref } from './policy-address.ts';

test('a policy of the whole cluster has an address without an empty part', () => {
  const ref = { kind: 'ClusterNetworkPolicy', namespace: '', name: 'deny all' };
  expect(policyHref('demo', ref)).toBe('/demo/policies/ClusterNetworkPolicy/-/deny%20all');
  expect(['', 'shop'].map((namespace) => namespaceOfPart(namespacePart(namespace)))).toEqual(['', 'shop']);
});
