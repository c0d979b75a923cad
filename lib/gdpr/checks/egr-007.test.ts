import { describe, expect, it } from 'vitest';
import { cluster, DENY_ALL, namespace, node, podWith, policy, replicasOn, workload } from '../testing/manifests.ts';
import { countsOf, gapsOf, type ReportOptions, resultOf } from '../testing/report-of.ts';
import { egr007Examples } from './examples/egr-007.ts';

const API = workload('crm/crm-api', { dataClass: 'personal' });
const CRM = [namespace('crm'), API];
const insideOnly = (id: string) =>
  policy(id, '{podSelector: {}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: {}}]}]}');
const found = (yaml: string, options?: ReportOptions) =>
  gapsOf(yaml, 'EGR-007', options).map(({ result, severity, title }) => `${result} ${severity} ${title}`);

describe('EGR-007 (a): indirect way out', () => {
  it('fails for a workload that leads outside, with both hops', () => {
    expect(gapsOf(egr007Examples.failing, 'EGR-007')).toMatchObject([
      {
        result: 'FAIL',
        severity: 'medium',
        derivation: 'medium = personal (declared) × indirect way out (counted as exposure 2)',
        title: 'crm-api has an indirect way out through shop/Deployment/cart',
        peers: ['shop/Deployment/cart'],
        witness: [
          { from: 'crm/Deployment/crm-api', to: 'shop/Deployment/cart' },
          { from: 'shop/Deployment/cart', to: 'internet', because: [{ kind: 'absence' }] },
        ],
      },
    ]);
  });

  it('is high for special categories', () => {
    const special = egr007Examples.failing.replace('"personal"', '"special"');
    expect(gapsOf(special, 'EGR-007')[0]?.severity).toBe('high');
  });

  it('passes where the other cannot get out either', () => {
    expect(countsOf(egr007Examples.passing, 'EGR-007')).toMatchObject({ PASS: 1, FAIL: 0, UNKNOWN: 0 });
  });

  it('passes where the direct way is open: that is EGR-001’s matter', () => {
    const open = cluster(...CRM, namespace('shop'), workload('shop/cart', { dataClass: 'none', port: 8080 }));
    expect(found(open)).toEqual([]);
  });

  it('fails where the relay lets it in on any port: what it listens on it need not declare', () => {
    const other = policy('shop/other', '{podSelector: {}, policyTypes: [Ingress], ingress: [{ports: [{port: 3128}]}]}');
    const [gap] = gapsOf(cluster(egr007Examples.failing, other), 'EGR-007');
    expect(gap).toMatchObject({ result: 'FAIL', witness: [{ ports: { TCP: [[3128, 3128]] } }, {}] });
  });

  it('passes where the relay lets nobody in', () => {
    const closed = policy('shop/closed', '{podSelector: {}, policyTypes: [Ingress]}');
    expect(found(cluster(egr007Examples.failing, closed))).toEqual([]);
  });

  it('takes a resolver for no relay', () => {
    const resolver = workload('kube-system/coredns', { dataClass: 'none', labels: { 'k8s-app': 'kube-dns' } });
    expect(found(cluster(...CRM, namespace('kube-system'), resolver, insideOnly('crm/inside')))).toEqual([]);
  });

  it('passes for a declared egress gateway, and for a broker that is declared as relay: data (false positives)', () => {
    expect(found(egr007Examples.failing, { dataMap: { egressGateways: ['shop/Deployment/cart'] } })).toEqual([]);
    const workloads = [{ line: 1, match: { namespace: 'shop', name: 'cart' }, relay: 'data' as const }];
    expect(found(egr007Examples.failing, { dataMap: { workloads } })).toEqual([]);
  });

  it('is UNKNOWN where the way to the relay depends', () => {
    const broken = policy(
      'shop/in',
      '{podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{podSelector: 7}]}]}',
    );
    expect(gapsOf(cluster(egr007Examples.failing, broken), 'EGR-007')).toMatchObject([
      { result: 'UNKNOWN', unknownBecause: ['A policy or a rule could not be understood.'] },
    ]);
  });

  it('is not evaluated where the direct way depends', () => {
    const broken = policy(
      'crm/out',
      '{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: x}}]}]}',
    );
    expect(resultOf(cluster(...CRM, broken), 'EGR-007')?.notEvaluated).toEqual([
      'Whether crm/Deployment/crm-api has a direct way out cannot be decided (EGR-001), so indirect ones are not looked for.',
    ]);
  });

  it('is not evaluated where the doubt is only that an agent shares the node', () => {
    const agent =
      'apiVersion: v1\nkind: Pod\nmetadata: {name: agent, namespace: kube-system, labels: {app: agent, ringfence.dev/data-class: none}}\nspec: {nodeName: n1, hostNetwork: true, containers: [{name: c}]}\nstatus: {phase: Running, podIP: 192.0.2.10}';
    const yaml = cluster(...CRM, namespace('kube-system'), agent, policy('crm/deny', DENY_ALL));
    expect(gapsOf(yaml, 'EGR-007')).toEqual([]);
    expect(resultOf(yaml, 'EGR-007')?.notEvaluated).toEqual([
      'Whether crm/Deployment/crm-api can connect to kube-system/Pod/agent, which runs on the host network of its node and leads outside, is up to the network plugin.',
    ]);
  });

  it('looks at the node of each replica, and of each agent that is like another', () => {
    const nodes = ['n1', 'n2', 'n3'].map((name) => node(name));
    const agent = (name: string, nodeName: string) => podWith(`sys/${name}`, { nodeName, hostNetwork: true });
    const found = (on: readonly string[], ...agents: string[]) => {
      const store = replicasOn(on, 'crm/db', 'personal');
      const deny = policy('crm/deny', DENY_ALL);
      return resultOf(cluster(namespace('crm'), namespace('sys'), ...nodes, ...store, ...agents, deny), 'EGR-007')
        ?.notEvaluated;
    };
    for (const shared of ['n1', 'n2'])
      expect(found(['n1', 'n2'], agent('agent', shared))).toEqual([
        expect.stringContaining('crm/StatefulSet/db can connect to sys/Pod/agent,'),
      ]);
    expect(found(['n2'], agent('agent-a', 'n1'), agent('agent-b', 'n2'))).toEqual([
      expect.stringContaining('sys/Pod/agent-b'),
    ]);
    expect(found(['n1', 'n2'], agent('agent', 'n3'))).toEqual([]);
  });

  it('is closed by its own fix', () => {
    const [gap] = gapsOf(egr007Examples.failing, 'EGR-007');
    expect(found(cluster(egr007Examples.failing, gap?.fix.yaml ?? ''))).toEqual([]);
    const ruled = cluster(
      egr007Examples.failing,
      policy('shop/out', '{podSelector: {}, policyTypes: [Egress], egress: [{}]}'),
    );
    expect(found(cluster(ruled, gapsOf(ruled, 'EGR-007')[0]?.fix.yaml ?? ''))).toEqual([]);
  });
});

describe('EGR-007 (b): past the egress gateway', () => {
  const GATEWAY = [namespace('egress'), workload('egress/squid', { dataClass: 'none', port: 3128 })];
  const declared: ReportOptions = { dataMap: { egressGateways: ['egress/Deployment/squid'] } };
  const block = policy(
    'crm/out',
    '{podSelector: {}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: {}}]}, {to: [{ipBlock: {cidr: 198.51.100.0/24}}]}]}',
  );

  it('fails for a direct way beside a declared gateway, with the rule', () => {
    expect(gapsOf(cluster(...CRM, ...GATEWAY, block), 'EGR-007', declared)).toMatchObject([
      {
        title: 'crm-api can go past the egress gateway',
        summary:
          'egress/Deployment/squid is declared as the way out. crm-api can also connect to 198.51.100.0/24 on any port directly.',
        witness: [{ because: [{ policy: { name: 'out' }, path: 'spec.egress[1]' }] }],
      },
    ]);
  });

  it('passes where the gateway is the only way', () => {
    expect(found(cluster(...CRM, ...GATEWAY, insideOnly('crm/inside')), declared)).toEqual([]);
  });

  it('takes over from EGR-001 for whoever can connect to the gateway', () => {
    const open = cluster(...CRM, ...GATEWAY);
    expect(gapsOf(open, 'EGR-001', declared)).toEqual([]);
    expect(found(open, declared)).toEqual(['FAIL medium crm-api can go past the egress gateway']);
    const closed = cluster(open, policy('egress/closed', '{podSelector: {}, policyTypes: [Ingress]}'));
    expect(gapsOf(closed, 'EGR-001', declared)).toHaveLength(1);
  });

  it('says where a declared gateway is not there, and spares nobody for it', () => {
    const gone: ReportOptions = { dataMap: { egressGateways: ['egress/Deployment/gone'] } };
    expect(resultOf(cluster(...CRM), 'EGR-007', gone)?.notEvaluated).toEqual([
      'Egress gateway egress/Deployment/gone is no workload of the input.',
    ]);
    expect(gapsOf(cluster(...CRM), 'EGR-001', gone)).toHaveLength(1);
  });

  it('is UNKNOWN where a direct way depends', () => {
    const broken = policy(
      'crm/out',
      '{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: x}}], ports: [{port: 25}]}]}',
    );
    expect(gapsOf(cluster(...CRM, ...GATEWAY, broken), 'EGR-007', declared)[0]).toMatchObject({ result: 'UNKNOWN' });
  });

  it('is closed by its own fix, with and without a rule', () => {
    for (const policies of [[], [block]]) {
      const yaml = cluster(...CRM, ...GATEWAY, ...policies);
      const [gap] = gapsOf(yaml, 'EGR-007', declared);
      expect(found(cluster(yaml, gap?.fix.yaml ?? ''), declared)).toEqual([]);
    }
  });
});
