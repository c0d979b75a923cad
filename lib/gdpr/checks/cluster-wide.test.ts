import { describe, expect, it } from 'vitest';
import { cluster, DENY_ALL, namespace, policy, workload } from '../testing/manifests.ts';
import { countsOf, gapsOf } from '../testing/report-of.ts';

// What the checks make of policies for the whole cluster.

const clusterPolicy = (name: string, spec: string): string =>
  `apiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy\nmetadata: {name: ${name}}\nspec: {priority: 10, subject: {namespaces: {}}, ${spec}}`;
const SHOP = [namespace('shop'), workload('shop/cart', { dataClass: 'personal' })];
const EVERY_ADDRESS = '{networks: ["0.0.0.0/0", "::/0"]}';

describe('ISO-002', () => {
  it('tells a default deny that leaves out what is outside', () => {
    const closed = clusterPolicy('closed', 'tier: Baseline, ingress: [{action: Deny, from: [{namespaces: {}}]}]');
    const [, ingress] = gapsOf(cluster(...SHOP, closed), 'ISO-002');
    expect(ingress).toMatchObject({
      title: 'Default deny in shop for ingress leaves somebody out',
      witness: [{ from: 'internet', verdict: 'allow' }],
    });
  });

  const ONLY_WEB =
    'tier: Baseline, egress: [{action: Accept, to: [{namespaces: {}}], protocols: [{tcp: {destinationPort: {number: 443}}}]}';
  const CLOSED = `{action: Deny, to: [{namespaces: {}}, ${EVERY_ADDRESS}]}`;

  it('tells the ports on which a pod elsewhere can be reached, where the internet cannot', () => {
    const [egress] = gapsOf(cluster(...SHOP, clusterPolicy('web', `${ONLY_WEB}, ${CLOSED}]`)), 'ISO-002');
    expect(egress).toMatchObject({
      title: 'Default deny in shop for egress leaves somebody out',
      witness: [{ from: 'shop/?', to: 'default/?', verdict: 'allow', ports: { TCP: [[443, 443]], UDP: [], SCTP: [] } }],
    });
  });

  it('tells what the gate alone lets through, and who closes it, where nobody connects today', () => {
    const others = ['default', 'kube-system'].flatMap((name) => [
      namespace(name),
      policy(`${name}/closed`, '{podSelector: {}, policyTypes: [Ingress]}'),
    ]);
    const web = clusterPolicy('web', `${ONLY_WEB}, ${CLOSED}]`);
    const [egress] = gapsOf(cluster(...SHOP, ...others, web), 'ISO-002');
    expect(egress?.witness).toMatchObject([
      { from: 'shop/?', to: 'default/?', verdict: 'deny', ports: { TCP: [[443, 443]], UDP: [], SCTP: [] } },
    ]);
    expect(egress?.witness[0]?.because.map(({ gate, policy: by }) => [gate, by?.name])).toEqual([
      ['egress', 'web'],
      ['ingress', 'closed'],
    ]);
  });

  it('passes where cluster-wide policies keep everything in', () => {
    const closed = clusterPolicy('closed', `tier: Baseline, egress: [{action: Deny, to: [${EVERY_ADDRESS}]}]`);
    expect(gapsOf(cluster(...SHOP, closed), 'ISO-002').map(({ title }) => title)).toEqual([
      'No default deny in shop for ingress',
    ]);
  });
});

describe('DNS-001', () => {
  const DNS_POD = workload('kube-system/coredns', { labels: { 'k8s-app': 'kube-dns' }, dataClass: 'none', port: 53 });
  const all = [namespace('kube-system'), DNS_POD, ...SHOP];

  it('finds a workload that a cluster-wide policy cuts off, and proposes no NetworkPolicy', () => {
    const closed = clusterPolicy('no-egress', 'tier: Admin, egress: [{action: Deny, to: [{namespaces: {}}]}]');
    const gap = gapsOf(cluster(...all, closed), 'DNS-001')[0];
    expect(gap?.summary).toBe(
      'no-egress decides on what leaves cart, and nothing lets it connect to kube-system/coredns on UDP 53.',
    );
    expect(gap?.witness[0]?.because[0]).toMatchObject({
      policy: { kind: 'ClusterNetworkPolicy', namespace: '', name: 'no-egress' },
      path: 'spec.egress[0]',
    });
    expect(gap?.fix.yaml).toBe('');
  });

  it('passes where a gate is closed to others only', () => {
    const metadata = clusterPolicy(
      'metadata',
      'tier: Admin, egress: [{action: Deny, to: [{networks: [169.254.169.254/32]}]}]',
    );
    expect(countsOf(cluster(...all, metadata), 'DNS-001')).toMatchObject({ FAIL: 0, PASS: 1 });
  });
});

describe('ISO-001 and EGR-001', () => {
  const deny = policy('shop/deny', DENY_ALL);

  it('name the cluster-wide rule that opens, and leave its fix to those who own it', () => {
    const open = clusterPolicy('open', 'tier: Admin, ingress: [{action: Accept, from: [{namespaces: {}}]}]');
    const gap = gapsOf(cluster(...SHOP, namespace('other'), deny, open), 'ISO-001')[0];
    expect(gap?.witness[0]?.because.find(({ gate }) => gate === 'ingress')).toMatchObject({
      policy: { kind: 'ClusterNetworkPolicy', name: 'open' },
    });
    expect(gap?.fix).toMatchObject({
      yaml: '',
      note: 'ClusterNetworkPolicy open admits it for the whole cluster: narrow its rule there.',
    });
  });

  it('do the same for egress', () => {
    const open = clusterPolicy('open', `tier: Admin, egress: [{action: Accept, to: [${EVERY_ADDRESS}]}]`);
    const gap = gapsOf(cluster(...SHOP, deny, open), 'EGR-001')[0];
    expect(gap?.fix.note).toBe('ClusterNetworkPolicy open admits it for the whole cluster: narrow its rule there.');
  });
});

describe('POL checks', () => {
  it('look at NetworkPolicy alone', () => {
    const unused = clusterPolicy('nobody', 'tier: Admin, ingress: [{action: Accept, from: [{namespaces: {}}]}]');
    for (const check of ['POL-001', 'POL-003', 'POL-004', 'POL-005'] as const) {
      expect(countsOf(cluster(...SHOP, unused), check), check).toMatchObject({ FAIL: 0 });
    }
  });
});
