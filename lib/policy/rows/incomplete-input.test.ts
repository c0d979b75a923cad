import { describe, expect, test } from 'vitest';
import { clusterOf, policy, reasons, type TestCluster, verdict } from '../testing/cluster-of.ts';

// policy-semantics.md §3.11: what may not be read weakens the answer in both directions.

const base: TestCluster = {
  namespaces: { one: { team: 'a' }, two: {} },
  nodes: { n1: { addresses: ['192.168.1.1'] } },
  pods: {
    'one/a': { ip: '10.0.0.1', node: 'n1' },
    'two/b': { ip: '10.0.0.2', node: 'n1' },
    'two/c': { ip: '10.0.0.3', node: 'n1' },
  },
};
const unreadable = (kind: string, resource: string, deniedNamespaces?: string[]) => ({
  resource,
  kind,
  count: 0,
  state: deniedNamespaces === undefined ? ('forbidden' as const) : ('partial' as const),
  ...(deniedNamespaces === undefined ? {} : { deniedNamespaces }),
});

describe('§3.11 what may not be read', () => {
  test('policies of a namespace: its gates allow nothing for certain and everything possibly', () => {
    const model = clusterOf({
      ...base,
      kinds: [unreadable('NetworkPolicy', 'networkpolicies.networking.k8s.io', ['one'])],
    });
    expect(verdict(model, 'two/b', 'one/a')).toBe('depends');
    expect(verdict(model, 'one/a', 'two/b')).toBe('depends');
    expect(reasons(model, 'two/b', 'one/a')).toEqual(['policies-not-read']);
    expect(verdict(model, 'two/b', 'two/c')).toBe('allow');
  });

  test('all policies: every gate is undecided', () => {
    const model = clusterOf({ ...base, kinds: [unreadable('NetworkPolicy', 'networkpolicies.networking.k8s.io')] });
    expect(verdict(model, 'two/b', 'two/c')).toBe('depends');
  });

  test('namespaces: selectors on their labels depend, their names are certain', () => {
    const kinds = [unreadable('Namespace', 'namespaces')];
    const ask = (selector: string) =>
      verdict(
        clusterOf({
          ...base,
          namespaces: {},
          kinds,
          yaml: policy(`podSelector: {}\ningress: [{from: [{namespaceSelector: {matchLabels: {${selector}}}}]}]`, {
            namespace: 'two',
          }),
        }),
        'one/a',
        'two/b',
      );
    expect(ask('team: a')).toBe('depends');
    expect(ask('kubernetes.io/metadata.name: one')).toBe('allow');
    expect(ask('kubernetes.io/metadata.name: two')).toBe('deny');
  });

  test('a policy kind that is not evaluated makes the pairs it could touch depend', () => {
    const yaml =
      '---\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: x, namespace: one}\nspec: {}\n';
    const model = clusterOf({ ...base, yaml });
    expect(verdict(model, 'two/b', 'one/a')).toBe('depends');
    expect(reasons(model, 'two/b', 'one/a')).toEqual(['policy-kind-not-evaluated']);
    expect(verdict(model, 'two/b', 'two/c')).toBe('allow');
  });

  test('a policy that cannot be understood at all leaves the gates of its namespace undecided', () => {
    const model = clusterOf({ ...base, yaml: policy('podSelector: [wrong]') });
    expect(verdict(model, 'two/b', 'one/a')).toBe('depends');
    expect(reasons(model, 'two/b', 'one/a')).toEqual(['policy-not-understood']);
  });

  test('a rule that cannot be understood: the policy isolates for certain, the rule may admit anyone', () => {
    const model = clusterOf({
      ...base,
      yaml: policy('podSelector: {}\ningress: [{from: [{ipBlock: {cidr: 300.0.0.0/8}}]}]'),
    });
    expect(verdict(model, 'two/b', 'one/a')).toBe('depends');
    expect(verdict(model, 'one/a', 'two/b')).toBe('allow');
  });
});
