import { expect, test } from 'vitest';
import { unevaluatedKind } from './unevaluated-kind.ts';

test('a kind that is evaluated in another version is named with its version, any other by its name', () => {
  expect(unevaluatedKind({ kind: 'NetworkPolicy', apiVersion: 'extensions/v1beta1' })).toBe(
    'NetworkPolicy extensions/v1beta1',
  );
  expect(unevaluatedKind({ kind: 'CiliumNetworkPolicy', apiVersion: 'cilium.io/v2' })).toBe('CiliumNetworkPolicy');
});
