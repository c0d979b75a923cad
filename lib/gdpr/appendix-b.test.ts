import { describe, expect, it } from 'vitest';
import type { PolicyModel, Relation, SingleEnd } from '#lib/policy/model.ts';
import { hasPort, NO_PORTS } from '#lib/policy/port-set.ts';
import { cluster, DENY_ALL, namespace, policy, workload } from './testing/manifests.ts';
import { gapsOf, modelOf } from './testing/report-of.ts';

/** The seeds of gdpr.md, Appendix B, that are about connections and exposure; those about policies: appendix-b-policies. */

const SHOP = [namespace('shop'), workload('shop/web', { port: 8080 }), workload('shop/db', { port: 5432 })];

function relationOf(model: PolicyModel, from: string, to: string): Relation {
  return model.relation(classEnd(model, from), classEnd(model, to));
}
function classEnd(model: PolicyModel, workloadKey: string): SingleEnd {
  return { type: 'class', class: [...model.classesOfWorkload(workloadKey).keys()][0] ?? -1 };
}
const WEB = 'shop/Deployment/web';
const DB = 'shop/Deployment/db';

describe('Appendix B', () => {
  it('1: under default deny a pod still reaches itself', () => {
    const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: db, namespace: shop}\nspec: {containers: [{name: main}]}';
    const model = modelOf(cluster(namespace('shop'), pod, policy('shop/deny', DENY_ALL)));
    const self: SingleEnd = { type: 'class', class: model.classOf('shop/db') ?? -1, pod: 'shop/db' };
    expect(hasPort(model.relation(self, self).must, 'TCP', 5432)).toBe(true);
  });

  it('2: egress for TCP 80 and ingress for TCP 443 are no connection', () => {
    const out = policy(
      'shop/out',
      '{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{ports: [{port: 80}]}]}',
    );
    const into = policy(
      'shop/in',
      '{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: [{ports: [{port: 443}]}]}',
    );
    expect(relationOf(modelOf(cluster(...SHOP, out, into)), WEB, DB).may).toBe(NO_PORTS);
  });

  it('8: a named port of an egress rule is the number that the destination gives it', () => {
    const named = (id: string, port: number) =>
      workload(id, { pod: { containers: [{ name: 'main', ports: [{ name: 'sql', containerPort: port }] }] } });
    const out = policy(
      'shop/out',
      '{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{ports: [{port: sql}]}]}',
    );
    const model = modelOf(cluster(namespace('shop'), named('shop/web', 1), named('shop/db', 5432), out));
    const { must, may } = relationOf(model, WEB, DB);
    expect([must.TCP, may.TCP]).toEqual([
      [5432, 5432],
      [5432, 5432],
    ]);
  });

  it('9: a workload that may ask NodeLocal DNS can resolve names where one runs', () => {
    const local =
      'apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: node-local-dns, namespace: kube-system}\nspec: {template: {metadata: {labels: {k8s-app: node-local-dns}}, spec: {hostNetwork: true, containers: [{name: cache}]}}}';
    const rule = (cidr: string) =>
      policy(
        'shop/out',
        `{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: ${cidr}}}], ports: [{port: 53, protocol: UDP}, {port: 53}]}]}`,
      );
    const yaml = (cidr: string) => cluster(...SHOP, namespace('kube-system'), local, rule(cidr));
    expect(gapsOf(yaml('169.254.20.10/32'), 'DNS-001')).toEqual([]);
    expect(gapsOf(yaml('203.0.113.53/32'), 'DNS-001')).toHaveLength(2);
  });

  it('10: port 53 of the metadata address is DNS on GKE: no certain loss of DNS, and no metadata service', () => {
    const health = [namespace('health'), workload('health/db', { dataClass: 'special', port: 5432 })];
    const dns = policy(
      'health/dns',
      '{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 169.254.169.254/32}}], ports: [{port: 53, protocol: UDP}, {port: 53}]}]}',
    );
    expect(gapsOf(cluster(...health, dns), 'DNS-001')).toMatchObject([{ result: 'UNKNOWN' }]);
    expect(gapsOf(cluster(...health, dns), 'EXP-005')).toEqual([]);
  });

  it('11: behind a NodePort that may rewrite the source a rule for addresses decides nothing for certain', () => {
    const nodePort =
      'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {type: NodePort, selector: {app: web}, ports: [{port: 80, targetPort: 8080, nodePort: 30080}]}';
    const rule = policy(
      'shop/office',
      '{podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{ipBlock: {cidr: 203.0.113.0/24}}]}]}',
    );
    expect(gapsOf(cluster(...SHOP, nodePort, rule), 'EXP-004')).toMatchObject([
      { result: 'UNKNOWN', subject: { name: 'web' } },
    ]);
  });

  it('12: of a pod on the host network neither what it sends nor what it gets is certain, in both directions', () => {
    const agent = workload('shop/agent', { pod: { hostNetwork: true } });
    const rules = policy(
      'shop/own',
      '{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress, Egress], ingress: [{from: [{podSelector: {}}]}], egress: [{to: [{podSelector: {}}]}]}',
    );
    const model = modelOf(cluster(...SHOP, agent, rules));
    for (const [from, to] of [
      ['shop/Deployment/agent', DB],
      [DB, 'shop/Deployment/agent'],
    ] as const) {
      const { must, may, reasons } = relationOf(model, from, to);
      expect(must, `${from} > ${to}`).toBe(NO_PORTS);
      expect(hasPort(may, 'TCP', 5432)).toBe(true);
      expect(reasons).toContain('host-network');
    }
  });
});

describe('§3.1: the four mistakes of the article', () => {
  const APP = workload('shop/app', { labels: { role: 'app' }, port: 8080 });
  const STORE = workload('shop/db', { labels: { role: 'database' }, image: 'postgres:16', port: 5432 });
  const BASE = [namespace('shop'), namespace('crm'), APP, STORE];

  it('1: "all traffic is blocked" admits the whole namespace: POL-001', () => {
    const isolation = policy(
      'shop/isolation',
      '{podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {}}]}]}',
    );
    expect(gapsOf(cluster(...BASE, isolation), 'POL-001')).toMatchObject([
      { title: 'isolation allows the whole namespace shop' },
    ]);
  });

  it('2: allow-db-connection isolates the app and leaves the database open: POL-003 and ISO-001', () => {
    const turned = policy(
      'shop/allow-db-connection',
      '{podSelector: {matchLabels: {role: app}}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {matchLabels: {role: database}}}]}]}',
    );
    const yaml = cluster(...BASE, turned);
    expect(gapsOf(yaml, 'POL-003')).toMatchObject([{ title: 'allow-db-connection points the wrong way' }]);
    expect(gapsOf(yaml, 'ISO-001').map(({ subject }) => subject.name)).toEqual(['db']);
  });

  it('3: deny-all without a namespace lands where nobody meant it: POL-005', () => {
    const note = { code: 'default-namespace', message: '', object: 'NetworkPolicy default/deny-all' } as const;
    const yaml = cluster(...BASE, policy('default/deny-all', DENY_ALL));
    expect(gapsOf(yaml, 'POL-005', { completeness: { notes: [note] } })).toMatchObject([
      { title: 'deny-all names no namespace' },
    ]);
  });

  it('4: restrict-egress to the provider also cuts DNS, and the address is no declared recipient: DNS-001 and EGR-002', () => {
    const restrict = policy(
      'shop/restrict-egress',
      '{podSelector: {matchLabels: {role: app}}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 203.0.113.10/32}}], ports: [{port: 443}]}]}',
    );
    const yaml = cluster(...BASE, restrict);
    expect(gapsOf(yaml, 'DNS-001').map(({ subject }) => subject.name)).toEqual(['app']);
    expect(gapsOf(yaml, 'EGR-002').map(({ subject }) => subject.name)).toContain('app');
  });
});
