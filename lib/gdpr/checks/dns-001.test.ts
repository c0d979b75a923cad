import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { cluster, namespace, policy, workload } from '../testing/manifests.ts';
import { countsOf, gapsOf } from '../testing/report-of.ts';
import { dns001Examples } from './examples/dns-001.ts';

const DNS_POD = workload('kube-system/coredns', { labels: { 'k8s-app': 'kube-dns' }, dataClass: 'none', port: 53 });
const BASE = [namespace('shop'), namespace('kube-system'), workload('shop/fraud-check')];
const TO_DNS =
  'to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}, podSelector: {matchLabels: {k8s-app: kube-dns}}}]';
const egress = (rule: string) =>
  policy('shop/restrict-egress', `{podSelector: {}, policyTypes: [Egress], egress: [${rule}]}`);
const PROVIDER = egress('{to: [{ipBlock: {cidr: 203.0.113.10/32}}], ports: [{port: 443}]}');

describe('DNS-001: egress-isolated workload without DNS', () => {
  it('fails where egress names a provider and nothing else', () => {
    expect(gapsOf(dns001Examples.failing, 'DNS-001')[0]).toMatchObject({
      result: 'FAIL',
      severity: 'medium',
      title: 'fraud-check cannot resolve names',
      summary:
        'restrict-egress isolates fraud-check for egress, and nothing lets it connect to kube-system/coredns on UDP 53.',
      witness: [{ from: 'shop/Deployment/fraud-check', to: 'kube-system/Deployment/coredns', verdict: 'deny' }],
    });
  });

  it('assumes the usual resolver where none is in the input, and says so', () => {
    expect(gapsOf(cluster(...BASE, PROVIDER), 'DNS-001')[0]?.summary).toContain('No resolver is in the input');
  });

  it('passes with UDP and TCP 53 to the resolver', () => {
    expect(gapsOf(dns001Examples.passing, 'DNS-001')).toEqual([]);
  });

  it('does not apply without isolation for egress', () => {
    expect(countsOf(cluster(...BASE, DNS_POD), 'DNS-001')).toMatchObject({ FAIL: 0, NOT_APPLICABLE: 2 });
  });

  it('tells a port without protocol from no rule at all: it means TCP', () => {
    const tcp = egress(`{${TO_DNS}, ports: [{port: 53}]}`);
    expect(gapsOf(cluster(...BASE, DNS_POD, tcp), 'DNS-001')[0]?.summary).toContain('TCP 53 only');
  });

  it('is a note where only UDP is allowed', () => {
    const udp = egress(`{${TO_DNS}, ports: [{port: 53, protocol: UDP}]}`);
    expect(gapsOf(cluster(...BASE, DNS_POD, udp), 'DNS-001')[0]).toMatchObject({
      severity: 'info',
      title: 'fraud-check cannot use DNS over TCP',
    });
  });

  it('is UNKNOWN where TCP is only possibly allowed beside UDP, and no pass', () => {
    const udp = egress(`{${TO_DNS}, ports: [{port: 53, protocol: UDP}]}`);
    const maybe = policy(
      'shop/maybe',
      '{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: nowhere}}], ports: [{port: 53}]}]}',
    );
    expect(countsOf(cluster(...BASE, DNS_POD, udp, maybe), 'DNS-001')).toMatchObject({ PASS: 0, UNKNOWN: 1 });
    expect(gapsOf(cluster(...BASE, DNS_POD, udp, maybe), 'DNS-001')[0]).toMatchObject({
      result: 'UNKNOWN',
      severity: 'info',
      title: 'fraud-check may not be able to use DNS over TCP',
      witness: [{ verdict: 'depends', ports: { TCP: [[53, 53]] } }],
    });
  });

  it('fails where the resolver’s own ingress is closed', () => {
    const dns = egress(`{${TO_DNS}}`);
    const closed = policy('kube-system/deny', '{podSelector: {}, policyTypes: [Ingress]}');
    expect(gapsOf(cluster(...BASE, DNS_POD, dns, closed), 'DNS-001')).toHaveLength(1);
  });

  it('does not apply where the pod names its own resolver', () => {
    const own = workload('shop/own', { pod: { dnsPolicy: 'None' } });
    expect(gapsOf(cluster(namespace('shop'), own, PROVIDER), 'DNS-001')).toEqual([]);
  });

  it('is UNKNOWN where a link-local resolver is allowed and none is in the input', () => {
    const local = egress('{to: [{ipBlock: {cidr: 169.254.169.254/32}}], ports: [{port: 53, protocol: UDP}]}');
    expect(gapsOf(cluster(...BASE, local), 'DNS-001')[0]).toMatchObject({ result: 'UNKNOWN' });
  });

  it('is UNKNOWN where the policies cannot be understood', () => {
    const broken = egress('{to: [{ipBlock: {cidr: nowhere}}]}');
    expect(gapsOf(cluster(...BASE, DNS_POD, broken), 'DNS-001')[0]).toMatchObject({ result: 'UNKNOWN' });
  });

  it('is closed by its own fix', () => {
    const [gap] = gapsOf(cluster(...BASE, DNS_POD, PROVIDER), 'DNS-001');
    expect(gapsOf(cluster(...BASE, DNS_POD, PROVIDER, gap?.fix.yaml ?? ''), 'DNS-001')).toEqual([]);
  });

  describe('its fix gives each resolver its own ports', () => {
    const dns = (id: string, ports: readonly object[], labels: Readonly<Record<string, string>>) => {
      const [ns = '', name = ''] = id.split('/');
      const spec = { containers: [{ name: 'dns', image: 'coredns', ports }] };
      const template = { metadata: { labels }, spec };
      const metadata = { name, namespace: ns };
      return JSON.stringify({ apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { template } });
    };
    const OPENSHIFT = dns(
      'openshift-dns/dns-default',
      [
        { containerPort: 5353, name: 'dns', protocol: 'UDP' },
        { containerPort: 5354, name: 'dns-tcp', protocol: 'TCP' },
      ],
      { 'dns.operator.openshift.io/daemonset-dns': 'default' },
    );
    const TRANSLATED = [
      dns('kube-system/moved', [{ containerPort: 8053, name: 'in', protocol: 'UDP' }], { 'k8s-app': 'kube-dns' }),
      'apiVersion: v1\nkind: Service\nmetadata: {name: kube-dns, namespace: kube-system}\nspec: {selector: {k8s-app: kube-dns}, ports: [{port: 53, protocol: UDP, targetPort: in}, {port: 53, targetPort: 8054}]}',
    ];

    it('as its containers declare them, UDP and TCP apart', () => {
      const [gap] = gapsOf(cluster(...BASE, DNS_POD, OPENSHIFT, PROVIDER), 'DNS-001');
      expect(portsIn(gap?.fix.yaml)).toEqual([
        ['UDP 53', 'TCP 53'],
        ['UDP 5353', 'TCP 5354'],
      ]);
    });

    it('as a Service translates them', () => {
      const manifests = cluster(...BASE, ...TRANSLATED, PROVIDER);
      const [gap] = gapsOf(manifests, 'DNS-001');
      expect(portsIn(gap?.fix.yaml)).toEqual([['UDP 8053', 'TCP 8054']]);
      expect(gap?.summary).toContain('on UDP 8053');
      expect(gapsOf(cluster(manifests, gap?.fix.yaml ?? ''), 'DNS-001')).toEqual([]);
    });
  });
});

/** `UDP 53` per port, one list per egress rule. */
function portsIn(yaml = ''): readonly (readonly string[])[] {
  const { spec } = parse(yaml) as {
    readonly spec: { readonly egress: readonly { readonly ports: readonly { protocol: string; port: number }[] }[] };
  };
  return spec.egress.map(({ ports }) => ports.map(({ protocol, port }) => `${protocol} ${port}`));
}
