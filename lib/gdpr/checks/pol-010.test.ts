import { describe, expect, it } from 'vitest';
import { cluster, namespace, policy, workload } from '../testing/manifests.ts';
import { countsOf, gapsOf } from '../testing/report-of.ts';
import { pol010Examples } from './examples/pol-010.ts';

const CLUSTER = [
  namespace('crm'),
  namespace('billing', { team: 'sales' }),
  workload('crm/db', { dataClass: 'personal', port: 5432 }),
  workload('billing/worker', { dataClass: 'none', labels: { role: 'client' } }),
];
const admits = (peer: string, metadata = '') =>
  policy('crm/clients', `{podSelector: {}, policyTypes: [Ingress], ingress: [{from: [${peer}]}]}`, metadata);
const of = (...objects: readonly string[]) => gapsOf(cluster(...CLUSTER, ...objects), 'POL-010');

describe('POL-010: trust boundary made of labels that the other side can set', () => {
  it('fails for a label of namespaces other than their name', () => {
    const [gap, ...more] = gapsOf(pol010Examples.failing, 'POL-010');
    expect(more).toEqual([]);
    expect(gap).toMatchObject({
      ...{ result: 'FAIL', severity: 'medium', title: 'clients trusts labels that others can set' },
      witness: [{ from: 'billing/Deployment/worker', to: 'crm/Deployment/db' }],
      peers: ['billing/Deployment/worker'],
    });
    expect(gap?.summary).toContain('whatever namespace carries team=sales, today billing.');
    expect(gap?.fix.yaml).toContain('kubernetes.io/metadata.name: billing');
  });

  it('passes for namespaces by their name, also beside other labels', () => {
    expect(countsOf(pol010Examples.passing, 'POL-010')).toMatchObject({ PASS: 1, FAIL: 0 });
    expect(
      of(admits('{namespaceSelector: {matchLabels: {team: sales, kubernetes.io/metadata.name: billing}}}')),
    ).toEqual([]);
  });

  it('fails high for labels of pods in whatever namespace: any pod can carry them', () => {
    const [gap] = of(admits('{namespaceSelector: {}, podSelector: {matchLabels: {role: client}}}'));
    expect(gap).toMatchObject({ severity: 'high' });
    expect(gap?.summary).toContain('pods labelled role=client of every namespace');
  });

  it('fails though no pod carries the labels today: somebody can create one', () => {
    const [gap] = of(admits('{namespaceSelector: {}, podSelector: {matchLabels: {role: nobody}}}'));
    expect(gap).toMatchObject({ witness: [{ from: 'billing/?role=nobody' }], fix: { yaml: '' } });
  });

  it('is closed by its own fix', () => {
    const fix = gapsOf(pol010Examples.failing, 'POL-010')[0]?.fix.yaml ?? '';
    expect(of(fix)).toEqual([]);
  });

  it('passes where the peer is the own namespace, every pod, or means no namespace', () => {
    expect(of(admits('{podSelector: {matchLabels: {role: client}}}'))).toEqual([]);
    expect(of(admits('{namespaceSelector: {}}'))).toEqual([]); // ISO-001
    expect(of(admits('{namespaceSelector: {matchLabels: {team: nobody}}}'))).toEqual([]);
  });

  it('passes where the labels open nothing to personal data', () => {
    const web = workload('shop/web', { dataClass: 'none' });
    const into = policy(
      'shop/in',
      '{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: sales}}}]}]}',
    );
    expect(of(namespace('shop'), web, into)).toEqual([]);
  });

  it('finds a cluster-wide rule, and leaves the fix to those who own it', () => {
    const wide =
      'apiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy\nmetadata: {name: in}\nspec: {tier: Admin, priority: 1, subject: {namespaces: {}}, ingress: [{action: Accept, from: [{namespaces: {matchLabels: {team: sales}}}]}]}';
    const deny = policy('crm/deny', '{podSelector: {}, policyTypes: [Ingress]}');
    expect(of(wide, deny)[0]).toMatchObject({
      subject: { namespace: '', kind: 'ClusterNetworkPolicy', name: 'in' },
      fix: { yaml: '' },
    });
  });

  it('is UNKNOWN where the labels of a namespace are not known', () => {
    const unread = cluster(
      workload('billing/worker', { dataClass: 'none' }),
      namespace('crm'),
      workload('crm/db', { dataClass: 'personal' }),
      admits('{namespaceSelector: {matchLabels: {team: sales}}}'),
    );
    expect(gapsOf(unread, 'POL-010')[0]).toMatchObject({ result: 'UNKNOWN' });
  });

  it('passes where an admission policy guards the labels and the policy says so', () => {
    const guarded = admits(
      '{namespaceSelector: {matchLabels: {team: sales}}}',
      ', annotations: {ringfence.dev/intent: guarded-labels}',
    );
    expect(of(guarded)).toEqual([]);
  });

  it('does not evaluate a policy that could not be read', () => {
    expect(countsOf(policy('crm/x', '{podSelector: 7}'), 'POL-010')).toMatchObject({ NOT_EVALUATED: 1 });
  });
});
