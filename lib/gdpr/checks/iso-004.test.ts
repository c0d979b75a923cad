import { describe, expect, it } from 'vitest';
import { EMPTY_DATA_MAP } from '../data-map/types.ts';
import { runChecks } from '../run-checks.ts';
import { cluster, DENY_ALL, namespace, node, podWith, policy, replicasOn, workload } from '../testing/manifests.ts';
import { countsOf, gapsOf, modelOf } from '../testing/report-of.ts';
import { iso004Examples } from './examples/iso-004.ts';

const DB = workload('health/records-db', { dataClass: 'special', port: 5432 });
const BASE = [namespace('health'), DB, workload('health/newsletter', { dataClass: 'personal' })];
const only = (yaml: string, options = {}) => gapsOf(yaml, 'ISO-004', options);

describe('ISO-004: special-category data not separated from ordinary workloads', () => {
  it('fails at exposure 1 inside the namespace, and names who is no consumer', () => {
    const [gap, ...more] = only(iso004Examples.failing);
    expect(more).toEqual([]);
    expect(gap).toMatchObject({
      result: 'FAIL',
      severity: 'medium',
      derivation: 'medium = special category (declared) × same namespace (exposure 1)',
      title: 'records-db is not separated from ordinary workloads',
      peers: ['health/Deployment/newsletter'],
    });
    expect(gap?.summary).toContain('Nobody is declared as a consumer.');
    expect(gap?.witness[0]?.because.at(-1)).toMatchObject({ policy: { name: 'records-db' }, path: 'spec.ingress[0]' });
  });

  it('passes where its own API is admitted by name', () => {
    expect(only(iso004Examples.passing)).toEqual([]);
    expect(countsOf(iso004Examples.passing, 'ISO-004')).toMatchObject({ PASS: 2, NOT_APPLICABLE: 1 });
  });

  it('closes with its fix, which keeps who holds data of that kind', () => {
    const [gap] = only(iso004Examples.failing);
    const withoutRule = iso004Examples.failing.split('\n---\n').slice(0, -1);
    expect(gap?.fix.yaml).toContain('app: records-api');
    expect(only(cluster(...withoutRule, gap?.fix.yaml ?? ''))).toEqual([]);
  });

  it.each([
    ['another namespace', 'shop', {}, 'high', 'other namespace (exposure 2)'],
    [
      'another environment',
      'shop-dev',
      { 'ringfence.dev/environment': 'prod' },
      'critical',
      'other environment or controller (counted as exposure 3)',
    ],
  ])('has the exposure of %s', (_, other, labels, severity, words) => {
    const yaml = cluster(namespace('health', labels), namespace(other), DB, workload(`${other}/tool`));
    expect(only(yaml)).toMatchObject([
      { severity, derivation: `${severity} = special category (declared) × ${words}` },
    ]);
  });

  it('fails where nothing connects but no policy tells it from its neighbours', () => {
    const [gap, ...more] = only(cluster(...BASE, policy('health/deny', DENY_ALL)));
    expect(more).toEqual([]);
    expect(gap).toMatchObject({
      title: 'No policy in health tells records-db from its neighbours',
      severity: 'medium',
      peers: ['health/Deployment/newsletter'],
    });
    expect(gap?.witness[0]).toMatchObject({ verdict: 'deny', because: [{ policy: { name: 'deny' } }] });
    expect(only(cluster(...BASE, policy('health/deny', DENY_ALL), gap?.fix.yaml ?? ''))).toEqual([]);
  });

  it('known false positive: a consumer that is declared is none of the others', () => {
    const dataMap = {
      ...EMPTY_DATA_MAP,
      workloads: [{ line: 3, match: { name: 'records-db' }, consumers: ['health/Deployment/news*'] }],
    };
    const gaps = runChecks(modelOf(cluster(...BASE)), { dataMap }).gaps.filter(({ check }) => check === 'ISO-004');
    expect(gaps).toEqual([]);
  });

  it.each(['n1', 'n2'])('finds the pod of the host network that shares the node, be it %s', (nodeName) => {
    const pod = (id: string, spec: Readonly<Record<string, unknown>>, labels: Readonly<Record<string, string>>) => {
      const [ns, name] = id.split('/');
      const containers = [{ name: 'main', image: 'acme/app:1', ports: [{ containerPort: 5432 }] }];
      const metadata = { name, namespace: ns, labels };
      return JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers, ...spec } });
    };
    const agents = ['n1', 'n2'].map((each) => podWith(`sys/agent-${each}`, { nodeName: each, hostNetwork: true }, {}));
    const store = pod('health/db', { nodeName }, { 'ringfence.dev/data-class': 'special' });
    const deny = policy('health/deny', '{podSelector: {}, ingress: []}');
    const manifests = cluster(namespace('health'), namespace('sys'), node('n1'), node('n2'), ...agents, store, deny);
    expect(only(manifests, { profile: 'calico' })).toMatchObject([
      { result: 'FAIL', peers: [`sys/Pod/agent-${nodeName}`] },
    ]);
  });

  describe('of a store on the nodes n1 and n2, and pods of the host network', () => {
    const store = replicasOn(['n1', 'n2'], 'health/db', 'special');
    const agent = (name: string, nodeName?: string) => podWith(`sys/${name}`, { nodeName, hostNetwork: true });
    const deny = policy('health/deny', '{podSelector: {}, ingress: []}');
    const nodes = ['n1', 'n2', 'n3'].map((name) => node(name));
    const found = (...agents: string[]) =>
      only(cluster(namespace('health'), namespace('sys'), ...nodes, ...store, ...agents, deny), { profile: 'calico' });

    it('fails for the one that shares the node of one replica only', () => {
      const [gap, ...more] = found(agent('agent', 'n2'));
      expect(more).toEqual([]);
      expect(gap).toMatchObject({ result: 'FAIL', severity: 'high', peers: ['sys/Pod/agent'] });
      expect(gap?.witness[0]).toMatchObject({ from: 'sys/Pod/agent', verdict: 'allow' });
      expect(gap?.hasPeer?.('sys/Pod/agent')).toBe(true);
      expect(found(agent('agent', 'n3'))).toEqual([]);
    });

    it('names none that is like it but on a node without a replica', () => {
      const [gap] = found(agent('agent-a', 'n2'), agent('agent-b', 'n3'));
      expect(gap).toMatchObject({ result: 'FAIL', peers: ['sys/Pod/agent-a'] });
      expect(gap?.summary).not.toContain('agent-b');
      expect(gap?.hasPeer?.('sys/Pod/agent-b')).toBe(false);
    });

    it('names those alone whose node may be one of a replica, where none is for certain', () => {
      const [gap] = found(agent('agent-a'), agent('agent-b', 'n3'));
      expect(gap).toMatchObject({ result: 'UNKNOWN', peers: ['sys/Pod/agent-a'] });
    });
  });

  it('asks nothing of workloads whose class is not known', () => {
    expect(countsOf(cluster(namespace('health'), workload('health/x'), workload('health/y')), 'ISO-004')).toMatchObject(
      {
        NOT_APPLICABLE: 2,
      },
    );
  });

  it('is UNKNOWN where policies cannot be read', () => {
    const kinds = [
      {
        resource: 'networkpolicies.networking.k8s.io',
        kind: 'NetworkPolicy',
        count: 0,
        state: 'partial',
        deniedNamespaces: ['health'],
      },
    ] as const;
    expect(only(cluster(...BASE), { completeness: { kinds } })).toMatchObject([
      { result: 'UNKNOWN', title: 'records-db may not be separated from ordinary workloads' },
    ]);
  });
});
