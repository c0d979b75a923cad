import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { cluster, DENY_ALL, namespace, policy, workload } from '../testing/manifests.ts';
import { recipient } from '../testing/recipients.ts';
import { gapsOf } from '../testing/report-of.ts';
import { egr001Examples } from './examples/egr-001.ts';

const CRM = [namespace('crm'), workload('crm/crm-api', { dataClass: 'personal', port: 8443 })];
const egress = (to: string) => policy('crm/out', `{podSelector: {}, policyTypes: [Egress], egress: [{to: [${to}]}]}`);

const clusterPolicy = (name: string, spec: string): string =>
  `apiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy\nmetadata: {name: ${name}}\nspec: {tier: Admin, priority: 10, subject: {namespaces: {}}, ${spec}}`;

describe('EGR-001: unrestricted egress from personal data', () => {
  it('fails where nothing isolates for egress', () => {
    expect(gapsOf(cluster(...CRM), 'EGR-001')[0]).toMatchObject({
      title: 'crm-api has unrestricted egress',
      severity: 'high',
      derivation: 'high = personal (declared) × internet (exposure 4)',
    });
  });

  it('fails for the rule of its example, and passes for the narrow one', () => {
    expect(gapsOf(egr001Examples.failing, 'EGR-001')).toHaveLength(1);
    expect(gapsOf(egr001Examples.passing, 'EGR-001')).toEqual([]);
  });

  it.each([
    ['0.0.0.0/0', '{ipBlock: {cidr: 0.0.0.0/0}}'],
    ['split halves', '{ipBlock: {cidr: 0.0.0.0/1}}, {ipBlock: {cidr: 128.0.0.0/1}}'],
    ['::/0', '{ipBlock: {cidr: "::/0"}}'],
    ['all but one address', '{ipBlock: {cidr: 0.0.0.0/0, except: [198.51.100.7/32]}}'],
  ])('fails for %s, with a rule that admits the witness', (_, to) => {
    const [gap] = gapsOf(cluster(...CRM, egress(to)), 'EGR-001');
    expect(gap?.witness).toMatchObject([
      { verdict: 'allow', because: [{ gate: 'egress', kind: 'rule', policy: { name: 'out' } }] },
    ]);
  });

  it.each([
    ['one recipient', '{ipBlock: {cidr: 203.0.113.0/24}}'],
    ['half of the internet', '{ipBlock: {cidr: 0.0.0.0/1}}'],
    ['the cluster', '{namespaceSelector: {}}'],
  ])('passes for %s', (_, to) => {
    expect(gapsOf(cluster(...CRM, egress(to)), 'EGR-001')).toEqual([]);
  });

  it('passes under a default deny', () => {
    expect(gapsOf(cluster(...CRM, policy('crm/deny', DENY_ALL)), 'EGR-001')).toEqual([]);
  });

  it('passes where everything but the web ports is open', () => {
    const smtp = policy('crm/out', '{podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: 25}]}]}');
    expect(gapsOf(cluster(...CRM, smtp), 'EGR-001')).toEqual([]);
  });

  it('fails where the web is open over UDP 443 alone, which QUIC uses', () => {
    const quic = policy(
      'crm/out',
      '{podSelector: {}, policyTypes: [Egress], egress: [{ports: [{protocol: UDP, port: 443}]}]}',
    );
    expect(gapsOf(cluster(...CRM, quic), 'EGR-001')[0]).toMatchObject({ result: 'FAIL' });
  });

  it('passes for a rule that names a domain: no name is nearly every address', () => {
    const named = clusterPolicy('names', 'egress: [{action: Accept, to: [{domainNames: [api.pay.example]}]}]');
    expect(gapsOf(cluster(...CRM, policy('crm/deny', DENY_ALL), named), 'EGR-001')).toEqual([]);
  });

  it('is UNKNOWN where a rule denies a domain name, which no version allows', () => {
    const denied = clusterPolicy('names', 'egress: [{action: Deny, to: [{domainNames: [api.pay.example]}]}]');
    expect(gapsOf(cluster(...CRM, denied), 'EGR-001')[0]).toMatchObject({
      result: 'UNKNOWN',
      unknownBecause: ['A policy or a rule could not be understood.'],
    });
  });

  it('is at most high, but for a store of special categories', () => {
    const api = workload('crm/records-api', { dataClass: 'special' });
    const db = workload('crm/records-db', { dataClass: 'special', image: 'postgres:16' });
    const severities = gapsOf(cluster(namespace('crm'), api, db), 'EGR-001').map(({ subject, severity }) => [
      subject.name,
      severity,
    ]);
    expect(severities).toEqual([
      ['records-db', 'critical'],
      ['records-api', 'high'],
    ]);
  });

  it('is UNKNOWN where a policy could not be understood', () => {
    const broken = policy(
      'crm/out',
      '{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: nowhere}}]}]}',
    );
    expect(gapsOf(cluster(...CRM, broken), 'EGR-001')[0]).toMatchObject({
      result: 'UNKNOWN',
      unknownBecause: ['A policy or a rule could not be understood.'],
    });
  });

  it('is closed by its own fix, with and without a rule to narrow', () => {
    for (const policies of [[], [egress('{ipBlock: {cidr: 0.0.0.0/0}}')]]) {
      const [gap] = gapsOf(cluster(...CRM, ...policies), 'EGR-001');
      expect(gapsOf(cluster(...CRM, ...policies, gap?.fix.yaml ?? ''), 'EGR-001')).toEqual([]);
    }
  });

  describe('keeps in its fix the recipients that declared flows from the workload name', () => {
    const dataMap = {
      recipients: [recipient('mail', { cidrs: ['203.0.113.0/24'] }), recipient('crm-saas', { fqdns: ['crm.example'] })],
      flows: [
        { line: 1, from: 'crm/Deployment/crm-api', to: 'recipient:mail', ports: [{ protocol: 'TCP', port: 587 }] },
        { line: 2, from: 'crm/Deployment/crm-api', to: 'recipient:crm-saas', ports: [] },
        { line: 3, from: 'crm/Deployment/other', to: 'recipient:mail', ports: [] },
      ] as const,
    };
    const MAIL = { to: [{ ipBlock: { cidr: '203.0.113.0/24' } }], ports: [{ protocol: 'TCP', port: 587 }] };
    const fixOf = (...policies: readonly string[]) =>
      gapsOf(cluster(...CRM, ...policies), 'EGR-001', { dataMap })[0]?.fix;
    const rulesOf = (yaml = '') => parse(yaml).spec.egress.slice(-2);

    it('beside DNS and the cluster where nothing isolates it', () => {
      const fix = fixOf();
      expect(rulesOf(fix?.yaml)).toEqual([{ to: [{ namespaceSelector: {} }] }, MAIL]);
      expect(fix?.note).toContain('the addresses of mail');
      expect(fix?.note).toContain('crm-saas is declared by name alone');
    });

    it('in place of the rule that opens the internet, on no port that this rule did not have', () => {
      expect(rulesOf(fixOf(egress('{ipBlock: {cidr: 0.0.0.0/0}}'))?.yaml)).toEqual([
        { to: [{ namespaceSelector: {} }] },
        MAIL,
      ]);
      const web = policy(
        'crm/out',
        '{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}], ports: [{port: 443}]}]}',
      );
      expect(fixOf(web)?.yaml).not.toContain('203.0.113.0/24');
    });
  });
});
