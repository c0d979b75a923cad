import { describe, expect, it } from 'vitest';
import { cluster, DENY_ALL, namespace, policy, workload } from '../testing/manifests.ts';
import { countsOf, gapsOf } from '../testing/report-of.ts';
import { dns002Examples } from './examples/dns-002.ts';

const RESOLVER = workload('kube-system/coredns', { dataClass: 'none', labels: { 'k8s-app': 'kube-dns' } });
const CRM = [namespace('crm'), namespace('kube-system'), workload('crm/crm-api', { dataClass: 'personal' }), RESOLVER];
const egress = (rule: string) => policy('crm/out', `{podSelector: {}, policyTypes: [Egress], egress: [${rule}]}`);
const found = (yaml: string) =>
  gapsOf(yaml, 'DNS-002').map(({ result, severity, title }) => `${result} ${severity} ${title}`);

describe('DNS-002: DNS open to any destination', () => {
  it('fails for a rule that opens port 53 to everywhere', () => {
    expect(gapsOf(dns002Examples.failing, 'DNS-002')).toMatchObject([
      {
        result: 'FAIL',
        severity: 'medium',
        derivation: 'medium = personal (declared) × any resolver outside (counted as exposure 2)',
        title: 'crm-api can ask any resolver outside',
        summary:
          'The only rule of policy dns lets crm-api connect to nearly every address on the internet on TCP 53 and UDP 53, where DNS is answered. kube-system/coredns resolves names for the cluster. An outside resolver learns what is asked.',
        witness: [{ to: 'internet', because: [{ policy: { name: 'dns' } }] }],
      },
    ]);
  });

  it('is high for special categories', () => {
    const special = workload('crm/crm-api', { dataClass: 'special' });
    expect(found(cluster(namespace('crm'), RESOLVER, special))).toEqual([
      'FAIL high crm-api can ask any resolver outside',
    ]);
  });

  it.each([
    ['UDP 53', '{protocol: UDP, port: 53}'],
    ['DNS over TLS', '{protocol: TCP, port: 853}'],
    ['DNS over QUIC', '{protocol: UDP, port: 853}'],
    ['a range', '{protocol: TCP, port: 1, endPort: 1024}'],
  ])('fails for %s alone', (_, port) => {
    expect(found(cluster(...CRM, egress(`{ports: [${port}]}`)))).toHaveLength(1);
  });

  it.each([
    ['the web', '{ports: [{port: 443}]}'],
    [
      'one resolver outside, which is a recipient',
      '{to: [{ipBlock: {cidr: 198.51.100.53/32}}], ports: [{protocol: UDP, port: 53}]}',
    ],
  ])('passes for %s', (_, rule) => {
    expect(found(cluster(...CRM, egress(rule)))).toEqual([]);
  });

  it('passes for the resolver of the cluster and under a default deny', () => {
    expect(countsOf(dns002Examples.passing, 'DNS-002')).toMatchObject({ PASS: 1, FAIL: 0, UNKNOWN: 0 });
    expect(found(cluster(...CRM, policy('crm/deny', DENY_ALL)))).toEqual([]);
  });

  it('does not apply to resolvers themselves (false positive)', () => {
    const resolver = workload('kube-system/coredns', { labels: { 'k8s-app': 'kube-dns' } });
    expect(countsOf(cluster(namespace('kube-system'), resolver), 'DNS-002')).toMatchObject({ NOT_APPLICABLE: 1 });
  });

  it('says that a resolver is assumed where the input holds none', () => {
    const [gap] = gapsOf(cluster(namespace('crm'), workload('crm/crm-api')), 'DNS-002');
    expect(gap).toMatchObject({ result: 'FAIL', severity: 'low' });
    expect(gap?.summary).toContain('No resolver is in the input;');
  });

  it('is UNKNOWN where a rule could not be understood', () => {
    const broken = egress('{to: [{ipBlock: {cidr: nowhere}}]}');
    expect(gapsOf(cluster(...CRM, broken), 'DNS-002')).toMatchObject([
      { result: 'UNKNOWN', unknownBecause: ['A policy or a rule could not be understood.'] },
    ]);
  });

  it('is closed by its own fix, which keeps what is not DNS', () => {
    for (const policies of [[], [egress('{}')], [egress('{to: [{ipBlock: {cidr: 0.0.0.0/0}}]}')]]) {
      const [gap] = gapsOf(cluster(...CRM, ...policies), 'DNS-002');
      const after = cluster(...CRM, ...policies, gap?.fix.yaml ?? '');
      expect(found(after)).toEqual([]);
      expect(gapsOf(after, 'EGR-001')).toHaveLength(1);
      expect(gapsOf(after, 'DNS-001')).toEqual([]);
    }
  });
});
