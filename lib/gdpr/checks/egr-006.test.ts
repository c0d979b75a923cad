import { describe, expect, it } from 'vitest';
import type { DeclaredFlow } from '../data-map/types.ts';
import { cluster, DENY_ALL, namespace, node, podWith, policy, replicasOn, workload } from '../testing/manifests.ts';
import { recipient } from '../testing/recipients.ts';
import { countsOf, gapsOf, type ReportOptions, resultOf } from '../testing/report-of.ts';
import { egr006Examples } from './examples/egr-006.ts';

const store = (dataClass = 'personal') =>
  workload('crm/crm-db', { dataClass, kind: 'StatefulSet', image: 'postgres:16', port: 5432 });
const CRM = [namespace('crm'), store()];
const egress = (...rules: string[]) =>
  policy('crm/db-out', `{podSelector: {}, policyTypes: [Egress], egress: [${rules.join(', ')}]}`);
const toNamespace = (name: string) =>
  `{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ${name}}}}]}`;
const SHOP = [namespace('shop'), workload('shop/cart', { port: 8080 })];
const found = (yaml: string, options?: ReportOptions) =>
  gapsOf(yaml, 'EGR-006', options).map(({ result, severity, title }) => `${result} ${severity} ${title}`);
const flow = (parts: Partial<DeclaredFlow>): ReportOptions => ({
  dataMap: { flows: [{ line: 1, from: 'crm/StatefulSet/crm-db', to: '', ports: [], ...parts }] },
});

describe('EGR-006: data store starts outbound connections', () => {
  it('fails where nothing isolates a store for egress, critical for special categories', () => {
    expect(found(cluster(...CRM))).toEqual([
      'FAIL high Data store crm-db can start connections to any address on the internet',
    ]);
    expect(found(cluster(namespace('crm'), store('special')))).toEqual([
      'FAIL critical Data store crm-db can start connections to any address on the internet',
    ]);
  });

  it('fails for a workload of another application, with the rule', () => {
    expect(gapsOf(egr006Examples.failing, 'EGR-006')).toMatchObject([
      {
        result: 'FAIL',
        severity: 'medium',
        derivation: 'medium = personal (declared) × other namespace (exposure 2)',
        title: 'Data store crm-db can start connections to shop/Deployment/cart',
        peers: ['shop/Deployment/cart'],
        witness: [{ to: 'shop/Deployment/cart', because: [{ policy: { name: 'db-out' } }, { kind: 'absence' }] }],
      },
    ]);
  });

  it('passes for DNS and its own application', () => {
    expect(countsOf(egr006Examples.passing, 'EGR-006')).toMatchObject({ PASS: 1, FAIL: 0, UNKNOWN: 0 });
    const resolver = workload('kube-system/coredns', { dataClass: 'none', labels: { 'k8s-app': 'kube-dns' } });
    const dns = cluster(...CRM, namespace('kube-system'), resolver, egress(toNamespace('kube-system')));
    expect(found(dns)).toEqual([]);
  });

  it('takes parts of one application in two namespaces for one', () => {
    const labels = { 'app.kubernetes.io/part-of': 'crm' };
    const parts = cluster(
      namespace('crm'),
      namespace('crm-web'),
      workload('crm/crm-db', { dataClass: 'personal', image: 'postgres:16', labels }),
      workload('crm-web/web', { dataClass: 'none', labels }),
      egress(toNamespace('crm-web')),
    );
    expect(found(parts)).toEqual([]);
  });

  it('fails for addresses outside: exposure 4 on the internet, 3 in a private network', () => {
    const node = 'apiVersion: v1\nkind: Node\nmetadata: {name: n1}\nspec: {podCIDRs: [10.244.0.0/24]}';
    const block = (cidr: string) => cluster(...CRM, node, egress(`{to: [{ipBlock: {cidr: ${cidr}}}]}`));
    expect(gapsOf(block('198.51.100.0/24'), 'EGR-006')[0]?.derivation).toBe(
      'high = personal (declared) × internet (exposure 4)',
    );
    expect(gapsOf(block('192.168.7.0/24'), 'EGR-006')[0]?.derivation).toBe(
      'high = personal (declared) × private network (counted as exposure 3)',
    );
  });

  it('counts another environment as exposure 3', () => {
    const both = cluster(
      namespace('crm', { 'ringfence.dev/environment': 'prod' }),
      namespace('shop', { 'ringfence.dev/environment': 'test' }),
      store(),
      workload('shop/cart', { port: 8080 }),
      egress(toNamespace('shop')),
    );
    expect(gapsOf(both, 'EGR-006')[0]?.derivation).toBe(
      'high = personal (declared) × other environment (counted as exposure 3)',
    );
  });

  it('passes for declared replicas and backup targets', () => {
    const yaml = cluster(...CRM, ...SHOP, egress(toNamespace('shop')));
    expect(found(yaml, flow({ to: 'shop/Deployment/cart', kind: 'backup' }))).toEqual([]);
    expect(
      found(yaml, flow({ from: 'shop/Deployment/cart', to: 'crm/StatefulSet/crm-db', kind: 'replication' })),
    ).toEqual([]);
    expect(found(yaml, flow({ to: 'shop/Deployment/cart' }))).toHaveLength(1);
  });

  it('passes for a backup target outside', () => {
    const yaml = cluster(...CRM, egress('{to: [{ipBlock: {cidr: 198.51.100.0/24}}]}'));
    const { dataMap } = flow({ to: 'recipient:vault', kind: 'backup' });
    const recipients = [recipient('vault', { cidrs: ['198.51.100.0/24'] })];
    expect(found(yaml, { dataMap: { ...dataMap, recipients } })).toEqual([]);
    expect(found(yaml, { dataMap: { recipients } })).toHaveLength(1);
  });

  it('passes under a default deny, and does not apply to what is no store', () => {
    expect(found(cluster(...CRM, policy('crm/deny', DENY_ALL)))).toEqual([]);
    const api = workload('crm/crm-api', { dataClass: 'personal', port: 8080 });
    expect(countsOf(cluster(namespace('crm'), api), 'EGR-006')).toMatchObject({ NOT_APPLICABLE: 1 });
  });

  it('takes a workload that is declared to hold data at rest for a store', () => {
    const workloads = [{ line: 1, match: { name: 'crm-api' }, dataAtRest: true }];
    const api = cluster(namespace('crm'), workload('crm/crm-api', { dataClass: 'personal', port: 8080 }));
    expect(found(api, { dataMap: { workloads } })).toHaveLength(1);
  });

  it('is UNKNOWN where a rule could not be understood', () => {
    const broken = cluster(...CRM, egress('{to: [{ipBlock: {cidr: nowhere}}]}'));
    expect(gapsOf(broken, 'EGR-006')).toMatchObject([
      { result: 'UNKNOWN', unknownBecause: ['A policy or a rule could not be understood.'] },
    ]);
  });

  it('is not evaluated where the doubt is only that an agent shares the node', () => {
    const agent =
      'apiVersion: v1\nkind: Pod\nmetadata: {name: agent, namespace: kube-system, labels: {app: agent}}\nspec: {nodeName: n1, hostNetwork: true, containers: [{name: c}]}\nstatus: {phase: Running, podIP: 192.0.2.10}';
    const yaml = cluster(...CRM, namespace('kube-system'), agent, policy('crm/deny', DENY_ALL));
    expect(countsOf(yaml, 'EGR-006')).toMatchObject({ FAIL: 0, UNKNOWN: 0, NOT_EVALUATED: 1 });
  });

  describe('of a store on the nodes n1 and n2, and pods of the host network', () => {
    const replicas = workload('crm/crm-db', { kind: 'StatefulSet', image: 'postgres:16', port: 5432 });
    const nodes = ['n1', 'n2', 'n3'].map((name) => node(name));
    const agent = (name: string, nodeName?: string) =>
      podWith(`sys/${name}`, { nodeName, hostNetwork: true, containers: [{ name: 'c' }] });
    const store = (...on: string[]) => [...nodes, replicas, ...replicasOn(on, 'crm/crm-db', 'personal')];
    const around = (...pods: string[]) =>
      cluster(namespace('crm'), namespace('sys'), policy('crm/deny', DENY_ALL), ...pods);

    it.each(['n1', 'n2'])('is not evaluated where one replica shares the node of an agent, be it %s', (nodeName) => {
      const yaml = around(...store('n1', 'n2'), agent('agent', nodeName));
      expect(resultOf(yaml, 'EGR-006')?.notEvaluated).toEqual([
        expect.stringContaining('crm/StatefulSet/crm-db can connect to sys/Pod/agent,'),
      ]);
      expect(countsOf(around(...store('n1', 'n2'), agent('agent', 'n3')), 'EGR-006')).toMatchObject({ PASS: 1 });
    });

    it('looks at the node of each of several agents that are alike', () => {
      const yaml = around(...store('n2'), agent('agent-a', 'n1'), agent('agent-b', 'n2'));
      expect(resultOf(yaml, 'EGR-006')?.notEvaluated).toEqual([expect.stringContaining('sys/Pod/agent-b')]);
    });

    it('fails where the plugin lets every pod connect to its own node, and names that agent only', () => {
      const yaml = around(...store('n1', 'n2'), agent('agent-a', 'n2'), agent('agent-b', 'n3'));
      const [gap, ...more] = gapsOf(yaml, 'EGR-006', { profile: 'calico', set: ['podToOwnNode=allow'] });
      expect(more).toEqual([]);
      expect(gap).toMatchObject({ result: 'FAIL', peers: ['sys/Pod/agent-a'] });
      expect(gap?.witness[0]).toMatchObject({
        from: 'crm/StatefulSet/crm-db',
        to: 'sys/Pod/agent-a',
        verdict: 'allow',
      });
      expect(gap?.hasPeer?.('sys/Pod/agent-a')).toBe(true);
      expect(gap?.hasPeer?.('sys/Pod/agent-b')).toBe(false);
    });

    it('names all agents that are alike, where all are open to it', () => {
      const agents = ['n1', 'n2', 'n3'].map((nodeName) => agent(`agent-${nodeName}`, nodeName));
      const yaml = cluster(...CRM, namespace('sys'), ...nodes, ...agents, egress('{to: [{namespaceSelector: {}}]}'));
      expect(gapsOf(yaml, 'EGR-006', { profile: 'np-guard' })).toMatchObject([
        { result: 'FAIL', peers: ['sys/Pod/agent-n1', 'sys/Pod/agent-n2', 'sys/Pod/agent-n3'] },
      ]);
    });
  });

  it('is closed by its own fix, with and without a rule, and keeps DNS and declared copies', () => {
    const options = flow({ to: 'shop/Deployment/cart', kind: 'backup' });
    for (const policies of [[], [egress('{}')], [egress('{to: [{namespaceSelector: {}}]}')]]) {
      const rest = [...CRM, ...SHOP, namespace('hr'), workload('hr/portal', { port: 8080 })];
      const [gap] = gapsOf(cluster(...rest, ...policies), 'EGR-006', options);
      expect(gapsOf(cluster(...rest, ...policies, gap?.fix.yaml ?? ''), 'EGR-006', options)).toEqual([]);
      expect(gap?.fix.yaml).toContain('kube-dns');
      expect(gap?.fix.yaml).toContain('app: cart');
    }
  });

  it('tells what may be worse beside what is certain', () => {
    const special = [namespace('crm'), store('special'), ...SHOP];
    const rules = egress(toNamespace('shop'), '{to: [{ipBlock: {cidr: nowhere}}]}');
    const gaps = gapsOf(cluster(...special, rules), 'EGR-006');
    expect(gaps.map(({ result, severity, peer }) => `${result} ${severity} ${peer}`).sort()).toEqual([
      'FAIL high outbound:workload',
      'UNKNOWN critical outbound:internet',
    ]);
    expect(new Set(gaps.map(({ id }) => id)).size).toBe(2);
  });

  it('is another gap for another kind of target: a waiver for a workload does not cover the internet', () => {
    const fingerprintOf = (rule: string) =>
      gapsOf(cluster(...CRM, ...SHOP, egress(rule)), 'EGR-006').map(({ fingerprint }) => fingerprint);
    const [workloads, more] = [fingerprintOf(toNamespace('shop')), fingerprintOf('{}')];
    const privates = fingerprintOf('{to: [{ipBlock: {cidr: 192.168.7.0/24}}]}');
    expect(new Set([...workloads, ...more, ...privates]).size).toBe(3);
    expect(fingerprintOf('{to: [{ipBlock: {cidr: 198.51.100.0/24}}]}')).toEqual(more);
  });
});
