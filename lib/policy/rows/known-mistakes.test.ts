import { describe, expect, test } from 'vitest';
import { clusterOf, endOf, policy, type TestCluster, verdict } from '../testing/cluster-of.ts';

// policy-semantics.md, "What known engines got wrong": each is a regression test.

const base: TestCluster = {
  namespaces: { one: { env: 'prod' }, two: { env: 'dev' } },
  pods: {
    'one/web': { labels: { app: 'web' }, ip: '10.0.0.1' },
    'one/db': { labels: { app: 'db' }, ip: '10.0.0.2' },
    'two/web': { labels: { app: 'web' }, ip: '10.0.0.3' },
  },
};
const cluster = (...yaml: string[]) => clusterOf({ ...base, yaml: yaml.join('') });

describe('what known engines got wrong', () => {
  test('egress allows TCP/80 and ingress allows TCP/443: there is no connection', () => {
    const model = cluster(
      policy('podSelector: {matchLabels: {app: web}}\npolicyTypes: [Egress]\negress: [{ports: [{port: 80}]}]', {
        name: 'out',
      }),
      policy('podSelector: {matchLabels: {app: db}}\ningress: [{ports: [{port: 443}]}]', { name: 'in' }),
    );
    expect(verdict(model, 'one/web', 'one/db', 'TCP/80')).toBe('deny');
    expect(verdict(model, 'one/web', 'one/db', 'TCP/443')).toBe('deny');
  });

  test('a pod under default deny still reaches itself by its own address', () => {
    expect(verdict(cluster(policy('podSelector: {}\npolicyTypes: [Ingress, Egress]')), 'one/db', 'one/db')).toBe(
      'allow',
    );
  });

  test('a policy without policyTypes isolates', () => {
    expect(verdict(cluster(policy('podSelector: {}')), 'one/web', 'one/db')).toBe('deny');
  });

  test('protocol UDP without port is not any protocol', () => {
    expect(
      verdict(cluster(policy('podSelector: {}\ningress: [{ports: [{protocol: UDP}]}]')), 'one/web', 'one/db'),
    ).toBe('deny');
  });

  test('a selector with only matchExpressions does not match everything', () => {
    const model = cluster(policy('podSelector: {matchExpressions: [{key: app, operator: In, values: [db]}]}'));
    expect(verdict(model, 'one/web', 'one/db')).toBe('deny');
    expect(verdict(model, 'one/db', 'one/web')).toBe('allow');
  });

  test('namespaceSelector is evaluated with the labels of the namespace', () => {
    const model = cluster(
      policy('podSelector: {}\ningress: [{from: [{namespaceSelector: {matchLabels: {env: dev}}}]}]'),
    );
    expect(verdict(model, 'two/web', 'one/db')).toBe('allow');
    expect(verdict(model, 'one/web', 'one/db')).toBe('deny');
  });

  test('a private-range ipBlock matches the pods in it, not every workload', () => {
    const model = cluster(
      policy(
        'podSelector: {matchLabels: {app: db}}\npolicyTypes: [Egress]\negress: [{to: [{ipBlock: {cidr: 10.0.0.3/32}}]}]',
      ),
    );
    expect(verdict(model, 'one/db', 'two/web')).toBe('allow');
    expect(verdict(model, 'one/db', 'one/web')).toBe('deny');
  });

  test('address ranges with the same verdict are one range', () => {
    const excepts = Array.from({ length: 64 }, (_, index) => `203.0.113.${index * 2}/32`).join(', ');
    const model = cluster(
      policy(
        `podSelector: {matchLabels: {app: db}}\npolicyTypes: [Egress]\negress: [{to: [{ipBlock: {cidr: 203.0.113.0/24, except: [${excepts}]}}]}]`,
      ),
    );
    const rows = model.externalRows(endOf(model, 'one/db'), 'egress').filter((row) => row.relation.may.TCP.length > 0);
    expect(rows).toHaveLength(1);
  });

  test('an egress-only policy does not decide the ingress of its pods', () => {
    const model = cluster(policy('podSelector: {}\npolicyTypes: [Egress]'));
    expect(verdict(model, 'two/web', 'one/db')).toBe('allow');
    expect(model.gate(endOf(model, 'one/db'), 'ingress').isolated).toBe('no');
  });

  test('an explanation credits the rule that matched, not every policy that shares its podSelector', () => {
    const model = cluster(
      policy('podSelector: {matchLabels: {app: db}}\ningress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]', {
        name: 'admits',
      }),
      policy('podSelector: {matchLabels: {app: db}}\ningress: [{from: [{podSelector: {matchLabels: {app: none}}}]}]', {
        name: 'does-not',
      }),
    );
    const { ingress } = model.explain(endOf(model, 'one/web'), endOf(model, 'one/db'), { protocol: 'TCP', port: 80 });
    const admitting = ingress.rules.filter((rule) => rule.outcome === 'admits').map((rule) => rule.policy.name);
    expect(admitting).toEqual(['admits']);
  });
});
