import { describe, expect, it } from 'vitest';
import { cluster, DENY_ALL, namespace, policy, workload } from '../testing/manifests.ts';
import { countsOf, gapsOf } from '../testing/report-of.ts';
import { pol002Examples } from './examples/pol-002.ts';

const CRM = [namespace('crm'), workload('crm/db', { dataClass: 'personal', port: 5432 })];
const ingress = (rule: string) => `{podSelector: {}, policyTypes: [Ingress], ingress: [${rule}]}`;
const egress = (rule: string) => `{podSelector: {}, policyTypes: [Egress], egress: [${rule}]}`;
const of = (...objects: readonly string[]) => gapsOf(cluster(...CRM, ...objects), 'POL-002');

describe('POL-002: allow-all rule', () => {
  it('fails for a rule {}, lifted to the connection that ends without it', () => {
    const [gap, ...more] = gapsOf(pol002Examples.failing, 'POL-002');
    expect(more).toEqual([]);
    expect(gap).toMatchObject({
      result: 'FAIL',
      severity: 'high',
      title: 'open lets everybody in',
      subject: { namespace: 'crm', kind: 'NetworkPolicy', name: 'open' },
      witness: [{ from: 'default/?', to: 'crm/Deployment/db', verdict: 'allow' }],
    });
    expect(gap?.derivation).toContain('base low of POL-002, lifted by what is behind it');
    expect(gap?.fix.yaml).toContain('app: api');
  });

  it('passes for a rule that names its clients', () => {
    expect(countsOf(pol002Examples.passing, 'POL-002')).toMatchObject({ PASS: 1, FAIL: 0 });
  });

  it.each([
    ['from: []', '{from: [], ports: [{port: 5432}]}'],
    ['every IPv4 address', '{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}'],
    ['every IPv6 address', '{from: [{ipBlock: {cidr: "::/0"}}]}'],
    ['both halves of the address space', '{from: [{ipBlock: {cidr: 0.0.0.0/1}}, {ipBlock: {cidr: 128.0.0.0/1}}]}'],
  ])('fails for %s', (_, rule) => {
    expect(of(policy('crm/open', ingress(rule)))).toHaveLength(1);
  });

  it('passes for one half, and for a block with an except', () => {
    expect(of(policy('crm/half', ingress('{from: [{ipBlock: {cidr: 0.0.0.0/1}}]}')))).toEqual([]);
    expect(of(policy('crm/cut', egress('{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}]}')))).toEqual([]);
  });

  it('fails at its base for workloads without personal data, whom it opens all the same', () => {
    const web = cluster(
      namespace('crm'),
      workload('crm/web', { dataClass: 'none' }),
      policy('crm/open', ingress('{}')),
    );
    expect(gapsOf(web, 'POL-002')).toMatchObject([
      { result: 'FAIL', severity: 'low', witness: [{ verdict: 'allow' }] },
    ]);
  });

  it('says that IPv4 alone is restricted', () => {
    const [gap] = of(policy('crm/v6', egress('{to: [{ipBlock: {cidr: 10.0.0.0/8}}, {ipBlock: {cidr: "::/0"}}]}')));
    expect(gap?.summary).toContain('IPv4 is restricted and IPv6 is not.');
  });

  it('keeps its base where another rule admits the same: nothing changes when this one is repaired', () => {
    const gaps = of(policy('crm/one', ingress('{}')), policy('crm/two', ingress('{}')));
    expect(gaps.map(({ severity }) => severity)).toEqual(['low', 'low']);
    expect(gaps[0]?.summary).toContain('Other rules admit the same connections today');
  });

  it('keeps its base where the other gate is closed today', () => {
    const [gap] = of(
      policy('crm/open', ingress('{from: []}')),
      policy('crm/quiet', DENY_ALL),
      'apiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy\nmetadata: {name: x}\nspec: {tier: Admin, priority: 1, subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {}}]}]}',
    );
    expect(gap).toMatchObject({ severity: 'low', witness: [] });
  });

  it('rates name resolution by any server no higher than DNS-002 does', () => {
    const [gap] = of(policy('crm/dns', egress('{ports: [{port: 53, protocol: UDP}]}')));
    expect(gap).toMatchObject({ severity: 'medium', witness: [{ to: 'internet' }] });
  });

  it('judges by the unknown column where the class is unknown', () => {
    const unknown = cluster(namespace('crm'), workload('crm/db'), policy('crm/open', ingress('{}')));
    expect(gapsOf(unknown, 'POL-002')[0]).toMatchObject({ severity: 'medium' });
  });

  it('finds a cluster-wide rule that lets to every address, and leaves the fix to those who own it', () => {
    const wide =
      'apiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy\nmetadata: {name: out}\nspec: {tier: Admin, priority: 1, subject: {namespaces: {}}, egress: [{action: Accept, to: [{networks: [0.0.0.0/0]}]}]}';
    expect(of(wide)[0]).toMatchObject({ subject: { kind: 'ClusterNetworkPolicy', name: 'out' }, fix: { yaml: '' } });
  });

  it('is UNKNOWN where another kind of policy may decide', () => {
    const cilium =
      'apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: x, namespace: crm}\nspec: {endpointSelector: {}}';
    const [gap] = of(cilium, policy('crm/open', ingress('{}')));
    expect(gap).toMatchObject({ result: 'UNKNOWN', severity: 'high' });
    expect(gap?.derivation).toMatch(/^up to /);
  });

  it('passes for a public front end that is annotated as one', () => {
    const meant = policy('crm/front', ingress('{}'), ', annotations: {ringfence.dev/intent: public}');
    expect(of(meant)).toEqual([]);
  });

  it('does not evaluate a policy that could not be read, and does not apply to one that selects nothing', () => {
    const counts = countsOf(
      cluster(
        ...CRM,
        policy('crm/broken', '{podSelector: 7}'),
        policy('crm/idle', '{podSelector: {matchLabels: {a: b}}, ingress: [{}]}'),
      ),
      'POL-002',
    );
    expect(counts).toMatchObject({ FAIL: 0, NOT_EVALUATED: 1, NOT_APPLICABLE: 1 });
  });
});
