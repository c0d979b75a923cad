import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { cluster, DENY_ALL, namespace, policy, workload } from '../testing/manifests.ts';
import { countsOf, gapsOf } from '../testing/report-of.ts';
import { iso001Examples } from './examples/iso-001.ts';

const BASE = [namespace('crm'), namespace('shop'), workload('shop/cart')];
const DB = workload('crm/crm-db', { kind: 'StatefulSet', dataClass: 'personal', port: 5432 });

describe('ISO-001: personal data reachable from any pod', () => {
  it('fails where no policy isolates the workload, with both proofs of absence', () => {
    const [gap] = gapsOf(iso001Examples.failing, 'ISO-001');
    expect(gap).toMatchObject({
      result: 'FAIL',
      severity: 'high',
      title: 'crm-db is reachable from any pod',
      derivation: 'high = personal (declared) × any pod (exposure 3)',
      subject: { namespace: 'crm', kind: 'StatefulSet', name: 'crm-db' },
      peers: ['shop/Deployment/cart'],
    });
    expect(gap?.witness).toEqual([
      {
        from: 'shop/?',
        to: 'crm/StatefulSet/crm-db',
        ports: { TCP: [[5432, 5432]], UDP: [], SCTP: [] },
        verdict: 'allow',
        because: [
          {
            gate: 'egress',
            kind: 'absence',
            text: 'No NetworkPolicy in shop selects a pod without labels for egress.',
          },
          { gate: 'ingress', kind: 'absence', text: 'No NetworkPolicy in crm selects app=crm-db for ingress.' },
        ],
      },
    ]);
  });

  it('passes where a rule names who may connect', () => {
    expect(gapsOf(iso001Examples.passing, 'ISO-001')).toEqual([]);
  });

  it('passes where the namespace denies by default', () => {
    expect(gapsOf(cluster(...BASE, DB, policy('crm/deny', DENY_ALL)), 'ISO-001')).not.toContainEqual(
      expect.objectContaining({ subject: expect.objectContaining({ name: 'crm-db' }) }),
    );
  });

  it('names the rule where an empty "from" opens an isolated workload', () => {
    const open = policy('crm/open', '{podSelector: {}, policyTypes: [Ingress], ingress: [{ports: [{port: 5432}]}]}');
    const gap = gapsOf(cluster(...BASE, DB, open), 'ISO-001').find(({ subject }) => subject.namespace === 'crm');
    expect(gap?.title).toBe('crm-db is reachable from any pod');
    expect(gap?.witness[0]?.because[1]).toMatchObject({
      kind: 'rule',
      policy: { name: 'open' },
      path: 'spec.ingress[0]',
    });
  });

  it('names the namespace, at the same exposure 3, where a rule admits one other namespace whole', () => {
    const open = policy(
      'crm/open',
      '{podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}}]}]}',
    );
    const manifests = cluster(...BASE, namespace('web'), DB, open);
    const gap = gapsOf(manifests, 'ISO-001').find(({ subject }) => subject.namespace === 'crm');
    expect(gap).toMatchObject({ title: 'crm-db is reachable from any pod in shop', severity: 'high' });
  });

  it('passes where only ports are open that the workload does not serve', () => {
    const open = policy('crm/open', '{podSelector: {}, policyTypes: [Ingress], ingress: [{ports: [{port: 9000}]}]}');
    const gaps = gapsOf(cluster(...BASE, DB, open), 'ISO-001');
    expect(gaps.filter(({ subject }) => subject.namespace === 'crm')).toEqual([]);
  });

  it('leaves out a declared none, and judges an unknown class with its own column', () => {
    const none = workload('crm/site', { dataClass: 'none' });
    expect(countsOf(cluster(...BASE, none), 'ISO-001')).toMatchObject({ NOT_APPLICABLE: 1, FAIL: 1 });
    expect(gapsOf(cluster(...BASE), 'ISO-001')[0]).toMatchObject({
      severity: 'medium',
      derivation: 'medium = unknown class × any pod (exposure 3)',
    });
  });

  it('is critical for special categories', () => {
    const db = workload('crm/records-db', { dataClass: 'special' });
    expect(gapsOf(cluster(...BASE, db), 'ISO-001')[0]).toMatchObject({ severity: 'critical' });
  });

  it('is UNKNOWN, "up to", where the policies of the namespace cannot be read', () => {
    const kinds = [
      {
        resource: 'networkpolicies.networking.k8s.io',
        kind: 'NetworkPolicy',
        count: 0,
        state: 'partial',
        deniedNamespaces: ['crm'],
      },
    ] as const;
    const gaps = gapsOf(cluster(...BASE, DB), 'ISO-001', { completeness: { kinds } });
    expect(gaps.find(({ subject }) => subject.namespace === 'crm')).toMatchObject({
      result: 'UNKNOWN',
      title: 'crm-db may be reachable from any pod',
      derivation: 'up to high = personal (declared) × any pod (exposure 3)',
      unknownBecause: ['Policies of a namespace cannot be read.'],
    });
  });

  it('keeps the clients of its own namespace in the fix, and the ports that are served', () => {
    const api = workload('crm/crm-api', { dataClass: 'personal', port: 8443 });
    const gap = gapsOf(cluster(...BASE, DB, api), 'ISO-001').find(({ subject }) => subject.name === 'crm-db');
    expect(gap?.fix.yaml).toContain('app: crm-api');
    expect(gap?.fix.yaml).toContain('port: 5432');
    const fixed = gapsOf(cluster(...BASE, DB, api, gap?.fix.yaml ?? ''), 'ISO-001');
    expect(fixed.some(({ subject }) => subject.name === 'crm-db')).toBe(false);
  });

  it('keeps in its fix the declared clients of other namespaces, and nobody else there', () => {
    const shop = [
      namespace('shop'),
      workload('shop/web', { dataClass: 'none' }),
      workload('shop/job', { dataClass: 'none' }),
    ];
    const report = workload('shop/report', { dataClass: 'none' });
    const dataMap = {
      flows: [{ line: 1, from: 'shop/Deployment/web', to: 'crm/StatefulSet/crm-db', ports: [] }],
      workloads: [{ line: 2, match: { name: 'crm-db' }, consumers: ['shop/Deployment/report'] }],
    };
    const yaml = cluster(...BASE, DB, ...shop, report);
    const gap = gapsOf(yaml, 'ISO-001', { dataMap }).find(({ subject }) => subject.name === 'crm-db');
    const { from } = parse(gap?.fix.yaml ?? '').spec.ingress[0];
    expect(from).toEqual(
      ['report', 'web'].map((app) => ({
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } },
        podSelector: { matchLabels: { app } },
      })),
    );
    expect(gap?.fix.note).toContain('2 declared clients of other namespaces');
    const left = gapsOf(cluster(yaml, gap?.fix.yaml ?? ''), 'ISO-001', { dataMap });
    expect(left.some(({ subject }) => subject.name === 'crm-db')).toBe(false);
  });
});
