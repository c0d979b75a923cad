import { describe, expect, it } from 'vitest';
import { cluster, DENY_ALL, namespace, policy, workload } from './testing/manifests.ts';
import { gapsOf, reportOf } from './testing/report-of.ts';

// Test seeds from peers' bugs (gdpr.md, Appendix B), as the checks see them: 3 to 7 and 13 to 15.

const CRM = [
  namespace('crm'),
  workload('crm/db', { dataClass: 'personal', labels: { role: 'database' }, port: 5432 }),
  workload('crm/web', { dataClass: 'none', labels: { role: 'web' }, port: 8080 }),
];
const idsOf = (...objects: readonly string[]) =>
  new Set(reportOf(cluster(...CRM, ...objects)).gaps.map(({ check }) => check));
const iso001 = (...objects: readonly string[]) => gapsOf(cluster(...CRM, ...objects), 'ISO-001');
const wide = (apiVersion: string, kind: string, name: string, spec: string) =>
  `apiVersion: policy.networking.k8s.io/${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}}\nspec: {${spec}}`;
const cnp = (spec: string) => wide('v1alpha2', 'ClusterNetworkPolicy', 'cnp', spec);
const anp = (action: string, priority: number) =>
  wide(
    'v1alpha1',
    'AdminNetworkPolicy',
    'anp',
    `priority: ${priority}, subject: {namespaces: {}}, ingress: [{action: ${action}, from: [{namespaces: {}}]}]`,
  );

describe('Appendix B', () => {
  it('3: a podSelector of matchExpressions alone does not mean every pod', () => {
    const some = '{matchExpressions: [{key: role, operator: In, values: [web]}]}';
    const open = policy(
      'crm/open',
      `{podSelector: ${some}, policyTypes: [Ingress], ingress: [{from: [{podSelector: ${some}}]}]}`,
    );
    expect(idsOf(policy('crm/deny', DENY_ALL), open).has('POL-001')).toBe(false);
    // The database is selected by nothing but the deny.
    expect(iso001(open)).toHaveLength(1);
    expect(iso001(open, policy('crm/deny', DENY_ALL))).toEqual([]);
  });

  it.each(['{}', '{matchLabels: {}}'])('4: endpointSelector: %s makes the same undecided', (selector) => {
    const cilium = `apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: x, namespace: crm}\nspec: {endpointSelector: ${selector}}`;
    expect(gapsOf(cluster(...CRM, cilium), 'ENF-004')).toMatchObject([
      { result: 'UNKNOWN', peers: ['crm/Deployment/db'] },
    ]);
    expect(iso001(cilium)).toMatchObject([{ result: 'UNKNOWN' }]);
  });

  it('5: policyTypes [Egress] without rules closes egress and leaves ingress alone', () => {
    const out = policy('crm/out', '{podSelector: {}, policyTypes: [Egress]}');
    expect(iso001(out)).toMatchObject([{ result: 'FAIL' }]);
    expect(idsOf(out).has('EGR-001')).toBe(false);
    expect(idsOf(out).has('DNS-001')).toBe(true);
  });

  it('6: from: [] means everybody', () => {
    const open = policy('crm/open', '{podSelector: {}, policyTypes: [Ingress], ingress: [{from: []}]}');
    expect(gapsOf(cluster(...CRM, open), 'POL-002')).toMatchObject([{ result: 'FAIL', severity: 'high' }]);
    expect(iso001(open)).toMatchObject([{ result: 'FAIL' }]);
  });

  it('7: port 53 without protocol is TCP alone', () => {
    const dns = policy('crm/dns', '{podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: 53}]}]}');
    expect(gapsOf(cluster(...CRM, dns), 'DNS-001')[0]?.summary).toContain('A port without protocol means TCP');
  });

  it('13: an Admin rule that accepts comes before NetworkPolicies', () => {
    const accept = cnp(
      'tier: Admin, priority: 1, subject: {namespaces: {}}, ingress: [{action: Accept, from: [{namespaces: {}}]}]',
    );
    const deny = policy('crm/deny', DENY_ALL);
    expect(iso001(deny)).toEqual([]);
    expect(iso001(deny, accept)).toMatchObject([{ result: 'FAIL' }]);
    const voided = gapsOf(cluster(...CRM, deny, accept), 'POL-008').filter(({ severity }) => severity === 'high');
    expect(voided).toMatchObject([{ title: 'cnp overrides what NetworkPolicies restrict' }]);
  });

  it('14: which of AdminNetworkPolicy and ClusterNetworkPolicy comes first is open', () => {
    const deny = cnp(
      'tier: Admin, priority: 1, subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {}}]}]',
    );
    expect(iso001(deny)).toEqual([]);
    expect(iso001(anp('Allow', 5), deny)).toMatchObject([{ result: 'UNKNOWN' }]);
  });

  it('15: a namespace has its name as a label, also where an old cluster or a manifest leaves it out', () => {
    const byName = policy(
      'crm/in',
      '{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: billing}}}]}]}',
    );
    const billing = [namespace('billing'), workload('billing/worker', { dataClass: 'none' })];
    const found = idsOf(byName, ...billing);
    expect(found.has('POL-006')).toBe(false);
    expect(found.has('POL-010')).toBe(false);
    expect(iso001(byName, ...billing, namespace('tools'))).toMatchObject([
      { title: 'db is reachable from any pod in billing' },
    ]);
  });
});
