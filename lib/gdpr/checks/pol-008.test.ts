import { describe, expect, it } from 'vitest';
import { cluster, DENY_ALL, namespace, podWith, policy, workload } from '../testing/manifests.ts';
import { countsOf, gapsOf } from '../testing/report-of.ts';
import { pol008Examples } from './examples/pol-008.ts';

const CRM = [namespace('crm'), workload('crm/db', { dataClass: 'personal', port: 5432 })];
const wide = (name: string, rules: string, more = 'tier: Admin, priority: 1') =>
  `apiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy\nmetadata: {name: ${name}}\nspec: {${more}, subject: {namespaces: {}}, ingress: [${rules}]}`;
const of = (...objects: readonly string[]) => gapsOf(cluster(...CRM, ...objects), 'POL-008');
const ACCEPT_ALL = '{action: Accept, from: [{namespaces: {}}]}';

describe('POL-008: redundant, shadowed or overridden rule', () => {
  it('fails for a rule that another one covers, and names it', () => {
    const [gap, ...more] = gapsOf(pol008Examples.failing, 'POL-008');
    expect(more).toEqual([]);
    expect(gap).toMatchObject({ result: 'FAIL', severity: 'info', title: 'A rule of clients changes nothing' });
    expect(gap?.summary).toContain('Rule 2 of 2 allows what spec.ingress[0] of clients allows too');
    expect(gap?.fix.effect).toMatchObject({ closes: 0, opens: 0 });
  });

  it('fails for a rule that means only the very pod that it selects, and for none that means a second', () => {
    const inside = policy('crm/in', '{podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}');
    const [gap, ...more] = of(inside);
    expect(more).toEqual([]);
    expect(gap).toMatchObject({ result: 'FAIL', severity: 'info', title: 'A rule of in changes nothing' });
    expect(gap?.summary).toContain('means only the pod that the policy selects, and nothing keeps a pod from itself');
    expect(of(inside, workload('crm/api'))).toEqual([]);
    const replica = (name: string) =>
      podWith(
        `crm/${name}`,
        {},
        {
          labels: { pod: name },
          ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db', controller: true }],
        },
      );
    const own =
      '{podSelector: {matchLabels: {pod: db-0}}, ingress: [{from: [{podSelector: {matchLabels: {pod: db-0}}}]}]}';
    expect(
      gapsOf(cluster(namespace('crm'), replica('db-0'), replica('db-1'), policy('crm/own', own)), 'POL-008'),
    ).toMatchObject([{ result: 'FAIL', title: 'A rule of own changes nothing' }]);
    const two = workload('crm/db', { dataClass: 'personal', port: 5432, replicas: 2 });
    expect(gapsOf(cluster(namespace('crm'), two, inside), 'POL-008')).toEqual([]);
    const none = workload('crm/db', { dataClass: 'personal', port: 5432, replicas: 0 });
    expect(gapsOf(cluster(namespace('crm'), none, inside), 'POL-008')).toEqual([]);
  });

  it('passes for a rule that alone admits somebody', () => {
    expect(countsOf(pol008Examples.passing, 'POL-008')).toMatchObject({ PASS: 1, FAIL: 0 });
  });

  it('passes for two rules of which each admits a port or a block of its own', () => {
    const rule = (port: number) => `{from: [{podSelector: {}}], ports: [{port: ${port}}]}`;
    expect(
      of(policy('crm/p', `{podSelector: {}, ingress: [${rule(80)}, ${rule(5432)}]}`), workload('crm/api')),
    ).toEqual([]);
    const block = (cidr: string) => `{to: [{ipBlock: {cidr: ${cidr}}}]}`;
    const two = `{podSelector: {}, policyTypes: [Egress], egress: [${block('203.0.113.0/24')}, ${block('198.51.100.0/24')}]}`;
    expect(of(policy('crm/p', two))).toEqual([]);
  });

  it('fails for a rule of an ordered tier behind one that decides everything', () => {
    const [gap] = of(
      workload('crm/api'),
      wide('a', `{action: Deny, from: [{namespaces: {}}]}, {action: Deny, from: [{namespaces: {}}]}`),
    );
    expect(gap).toMatchObject({ severity: 'info', title: 'A rule of a is never reached', fix: { yaml: '' } });
  });

  it('fails high for an Admin rule that voids what NetworkPolicies restrict on personal data', () => {
    const found = of(policy('crm/deny', DENY_ALL), wide('open', ACCEPT_ALL)).find(({ title }) =>
      title.includes('overrides'),
    );
    expect(found).toMatchObject({
      ...{ result: 'FAIL', severity: 'high', title: 'open overrides what NetworkPolicies restrict' },
      subject: { namespace: '', kind: 'ClusterNetworkPolicy', name: 'open' },
      witness: [{ from: 'default/?', to: 'crm/Deployment/db', verdict: 'allow' }],
      peers: ['crm/Deployment/db'],
    });
    expect(found?.fix.note).toContain('Change Accept to Pass');
  });

  it('passes where no NetworkPolicy restricts, or one admits the same', () => {
    const overrides = (...objects: readonly string[]) =>
      of(...objects).filter(({ title }) => title.includes('overrides'));
    expect(overrides(wide('open', ACCEPT_ALL))).toEqual([]);
    expect(overrides(policy('crm/all', '{podSelector: {}, ingress: [{}]}'), wide('open', ACCEPT_ALL))).toEqual([]);
    expect(overrides(policy('crm/deny', DENY_ALL), wide('open', '{action: Pass, from: [{namespaces: {}}]}'))).toEqual(
      [],
    );
  });

  it('tells a NetworkPolicy rule that cluster-wide rules decide beforehand', () => {
    const inside = policy('crm/in', '{podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}');
    const gap = of(workload('crm/api'), inside, wide('open', ACCEPT_ALL)).find(({ subject }) => subject.name === 'in');
    expect(gap).toMatchObject({ severity: 'info', title: 'A rule of in is overridden' });
  });

  it('is UNKNOWN where another kind of policy may decide', () => {
    const cilium =
      'apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: x, namespace: crm}\nspec: {endpointSelector: {}}';
    expect(gapsOf(cluster(pol008Examples.failing, cilium), 'POL-008')[0]).toMatchObject({ result: 'UNKNOWN' });
  });

  it('passes where a rule is kept on purpose and the policy says so', () => {
    const meant = pol008Examples.failing.replace(
      'namespace: crm}\nspec: {podSelector',
      'namespace: crm, annotations: {ringfence.dev/intent: defence-in-depth}}\nspec: {podSelector',
    );
    expect(gapsOf(meant, 'POL-008')).toEqual([]);
  });

  it('asks for a hundred rules of a small cluster, and says how many it leaves out of three hundred', () => {
    const rules = (count: number) =>
      `{podSelector: {}, ingress: [${Array.from({ length: count }, () => '{from: [{podSelector: {}}]}').join()}]}`;
    const manifests = (count: number) => cluster(...CRM, workload('crm/api'), policy('crm/in', rules(count)));
    expect(countsOf(manifests(100), 'POL-008')).toMatchObject({ FAIL: 100, NOT_EVALUATED: 0 });
    expect(countsOf(manifests(300), 'POL-008')).toMatchObject({ FAIL: 240, NOT_EVALUATED: 1 });
  });

  it('does not evaluate a policy that could not be read', () => {
    expect(countsOf(policy('crm/x', '{podSelector: 7}'), 'POL-008')).toMatchObject({ NOT_EVALUATED: 1 });
  });
});
