import { describe, expect, it } from 'vitest';
import { cluster, DENY_ALL, namespace, node, podOn, policy, replicasOn, workload } from '../testing/manifests.ts';
import { countsOf, gapsOf } from '../testing/report-of.ts';
import { cls001Examples } from './examples/cls-001.ts';

describe('CLS-001: unclassified workload connected with personal data', () => {
  it('is a gap where a workload of unknown class can connect to personal data, with the rule', () => {
    const [gap, ...more] = gapsOf(cls001Examples.failing, 'CLS-001');
    expect(more).toEqual([]);
    expect(gap).toMatchObject({
      result: 'FAIL',
      severity: 'medium',
      subject: { namespace: 'crm', kind: 'Deployment', name: 'sync' },
      peers: ['crm/StatefulSet/crm-db'],
      witness: [{ from: 'crm/Deployment/sync', to: 'crm/StatefulSet/crm-db', verdict: 'allow' }],
    });
    expect(gap?.witness[0]?.because.map(({ policy: rule }) => rule?.name)).toEqual(['sync', 'db']);
    expect(gap?.summary).toContain('too weak for a class: name crm');
  });

  it('is none where its class is declared', () => {
    expect(gapsOf(cls001Examples.passing, 'CLS-001')).toEqual([]);
  });

  it('is none where the two are not connected', () => {
    const apart = cluster(
      namespace('crm'),
      workload('crm/crm-db', { dataClass: 'personal' }),
      workload('crm/sync'),
      policy('crm/deny', DENY_ALL),
    );
    expect(gapsOf(apart, 'CLS-001')).toEqual([]);
    expect(countsOf(apart, 'CLS-001')).toMatchObject({ PASS: 1, NOT_APPLICABLE: 1 });
  });

  it('is high beside a special category, which is named before other neighbours', () => {
    const open = cluster(
      workload('crm/crm-db', { dataClass: 'personal' }),
      workload('crm/lab', { dataClass: 'special' }),
      workload('crm/sync'),
    );
    expect(gapsOf(open, 'CLS-001')).toMatchObject([{ severity: 'high', peers: ['crm/Deployment/lab'] }]);
  });

  it('names the signs that were too weak', () => {
    const open = cluster(workload('crm/crm-db', { dataClass: 'personal' }), workload('app/customer-sync'));
    expect(gapsOf(open, 'CLS-001')[0]?.summary).toContain(
      'name customer: a word for people or what they do (0.3, H-NAME-01)',
    );
  });

  it('names a label that nobody understands', () => {
    const open = cluster(
      workload('crm/crm-db', { dataClass: 'personal' }),
      workload('app/sync', { dataClass: 'Personal' }),
    );
    expect(gapsOf(open, 'CLS-001')[0]?.summary).toContain('has a value that is no class: Personal');
  });

  it('is UNKNOWN where the connection depends', () => {
    const depends = cluster(
      workload('crm/crm-db', { dataClass: 'personal' }),
      workload('crm/sync', { pod: { hostNetwork: true, containers: [{ name: 'c', image: 'acme/sync:1' }] } }),
      policy('crm/deny', DENY_ALL),
    );
    expect(gapsOf(depends, 'CLS-001')).toMatchObject([
      { result: 'UNKNOWN', derivation: expect.stringMatching(/^up to /) },
    ]);
  });

  it.each(['agent', 'db'])(
    'is a gap where an agent on every node shares only one with %s, which is closed else',
    (asked) => {
      const addresses = { n1: '192.168.1.1', n2: '192.168.1.2' };
      const onNodes = cluster(
        ...Object.entries(addresses).map(([name, address]) => node(name, {}, {}, {}, [address])),
        workload('mon/agent', {
          kind: 'DaemonSet',
          pod: { hostNetwork: true },
          ...(asked === 'agent' ? {} : { dataClass: 'personal' }),
        }),
        ...Object.keys(addresses).map((name) => podOn(name, `mon/agent-${name}`, 'agent', { hostNetwork: true })),
        ...(asked === 'agent' ? replicasOn(['n2'], 'crm/db', 'personal') : [podOn('n2', 'crm/db-0', 'db')]),
        policy('crm/deny', DENY_ALL),
      );
      const gaps = gapsOf(onNodes, 'CLS-001', { set: ['hostNetworkPods=asNodes', 'ownNodeToPod=allow'] });
      expect(gaps).toMatchObject([{ result: 'FAIL', subject: { name: asked } }]);
      expect(gaps[0]?.witness).toMatchObject([{ verdict: 'allow' }]);
    },
  );

  it('is UNKNOWN beside data that may be met, also where one of no replicas is of its class', () => {
    const scaled = cluster(
      workload('crm/web', { labels: { app: 'crm' } }),
      workload('crm/old', { labels: { app: 'crm' }, replicas: 0, dataClass: 'special' }),
      workload('lab/db', { dataClass: 'special' }),
      policy('crm/deny', DENY_ALL),
    );
    expect(gapsOf(scaled, 'CLS-001', { set: ['sctp=unsupported'] })).toMatchObject([
      { result: 'UNKNOWN', subject: { name: 'web' } },
    ]);
  });

  it('known false positive: infrastructure of the curated list holds no data of its own', () => {
    const open = cluster(
      workload('crm/crm-db', { dataClass: 'personal' }),
      workload('kube-system/coredns', { image: 'registry.k8s.io/coredns/coredns:v1.13.1' }),
      workload('db/pg-operator', { image: 'acme/postgres-operator:1' }),
    );
    expect(gapsOf(open, 'CLS-001')).toEqual([]);
  });
});
