import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { cluster, namespace, policy, workload } from '../testing/manifests.ts';
import { flow, observed } from '../testing/observed.ts';
import { gapsOf } from '../testing/report-of.ts';
import { pol003Examples } from './examples/pol-003.ts';

const APP = workload('shop/app', { labels: { role: 'app' }, port: 8080 });
const DB = workload('shop/db', {
  labels: { role: 'database' },
  image: 'postgres:16',
  port: 5432,
  dataClass: 'personal',
});
const SHOP = [namespace('shop'), APP, DB];
const rule = (subject: string, peer: string, port?: number) =>
  policy(
    'shop/allow-db-connection',
    `{podSelector: {matchLabels: {role: ${subject}}}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {matchLabels: {role: ${peer}}}}]${port === undefined ? '' : `, ports: [{port: ${port}}]`}}]}`,
  );

describe('POL-003: rule points the wrong way', () => {
  it('fails where the client is protected from its store', () => {
    const [gap] = gapsOf(pol003Examples.failing, 'POL-003');
    expect(gap).toMatchObject({
      result: 'FAIL',
      severity: 'high',
      title: 'allow-db-connection points the wrong way',
      witness: [
        { from: 'shop/Deployment/db', to: 'shop/Deployment/app' },
        { from: 'default/?', to: 'shop/Deployment/db' },
      ],
    });
    expect(gap?.summary).toContain('Nothing protects db itself.');
  });

  it('passes where a flow in this direction was observed: it is meant', () => {
    const pushed = { observed: observed([flow('shop/db', 'shop/app', 5432)]) };
    expect(gapsOf(pol003Examples.failing, 'POL-003', pushed)).toEqual([]);
    const other = { observed: observed([flow('shop/app', 'shop/db', 5432)]) };
    const [gap] = gapsOf(pol003Examples.failing, 'POL-003', other);
    expect(gap?.summary).not.toContain('No observed flows');
  });

  it('takes one level off where the class is only inferred (§2.2)', () => {
    const labels = { role: 'database', 'ringfence.dev/data-at-rest': 'true' };
    const inferred = workload('shop/db', { labels, image: 'quay.io/keycloak/keycloak:26', port: 5432 });
    const [gap] = gapsOf(cluster(namespace('shop'), APP, inferred, rule('app', 'database')), 'POL-003');
    expect(gap).toMatchObject({
      severity: 'medium',
      classification: { dataClass: 'personal', basis: 'inferred' },
      derivation:
        'medium = base of POL-003; behind it: personal (inferred) on the side that nothing protects, one level less, as the class is inferred',
    });
  });

  it('fails without ports, by store and client alone', () => {
    expect(gapsOf(cluster(...SHOP, rule('app', 'database')), 'POL-003')).toHaveLength(1);
  });

  it('passes for the rule as it was meant', () => {
    expect(gapsOf(pol003Examples.passing, 'POL-003')).toEqual([]);
  });

  it('passes where the store is protected and its client admitted: the store pushes', () => {
    const right = policy(
      'shop/db',
      '{podSelector: {matchLabels: {role: database}}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {matchLabels: {role: app}}}]}]}',
    );
    expect(gapsOf(cluster(...SHOP, right, rule('app', 'database', 8080)), 'POL-003')).toEqual([]);
  });

  it('is UNKNOWN where the client declares no port and nothing says store', () => {
    const client = workload('shop/app', { labels: { role: 'app' } });
    const server = workload('shop/db', { labels: { role: 'database' }, port: 7000 });
    const gaps = gapsOf(cluster(namespace('shop'), client, server, rule('app', 'database', 7000)), 'POL-003');
    expect(gaps[0]).toMatchObject({ result: 'UNKNOWN', title: 'allow-db-connection may point the wrong way' });
  });

  it('passes where peers and subjects overlap: such a rule has no direction', () => {
    const all = policy(
      'shop/internal',
      '{podSelector: {matchLabels: {role: app}}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {}}], ports: [{port: 5432}]}]}',
    );
    expect(gapsOf(cluster(...SHOP, all), 'POL-003')).toEqual([]);
  });

  it('passes for a monitoring server with a volume that asks a port of the client', () => {
    const prometheus = JSON.stringify({
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'prometheus', namespace: 'shop' },
      spec: {
        volumeClaimTemplates: [{ metadata: { name: 'd' } }],
        template: {
          metadata: { labels: { role: 'prometheus' } },
          spec: { containers: [{ name: 'p', image: 'prom/prometheus', ports: [{ containerPort: 9090 }] }] },
        },
      },
    });
    expect(gapsOf(cluster(namespace('shop'), APP, prometheus, rule('app', 'prometheus', 8080)), 'POL-003')).toEqual([]);
  });

  it('looks at egress: a store that may start connections to its client', () => {
    const out = policy(
      'shop/db-out',
      '{podSelector: {matchLabels: {role: database}}, policyTypes: [Egress], egress: [{to: [{podSelector: {matchLabels: {role: app}}}], ports: [{port: 5432}]}]}',
    );
    expect(gapsOf(cluster(...SHOP, out), 'POL-003')).toHaveLength(1);
  });

  it('judges each peer of a mixed list by itself: blocks and other clients beside the store change nothing', () => {
    const mixed = (beside: string) =>
      policy(
        'shop/allow-db-connection',
        `{podSelector: {matchLabels: {role: app}}, policyTypes: [Ingress], ingress: [{from: [${beside}, {podSelector: {matchLabels: {role: database}}}], ports: [{port: 5432}]}]}`,
      );
    const web = workload('shop/web', { labels: { role: 'web' }, port: 80 });
    expect(gapsOf(cluster(...SHOP, mixed('{ipBlock: {cidr: 203.0.113.0/24}}')), 'POL-003')).toHaveLength(1);
    expect(gapsOf(cluster(...SHOP, web, mixed('{podSelector: {matchLabels: {role: web}}}')), 'POL-003')).toHaveLength(
      1,
    );
  });

  it('is closed by its own fix', () => {
    const wrong = rule('app', 'database', 5432);
    const [gap] = gapsOf(cluster(...SHOP, wrong), 'POL-003');
    expect(gapsOf(cluster(...SHOP, gap?.fix.yaml ?? ''), 'POL-003')).toEqual([]);
    expect(gap?.fix.yaml).toContain('name: allow-db-connection');
  });

  it('keeps in its fix what else the policy says: a second policy is for the store', () => {
    const wrong = policy(
      'shop/allow-db-connection',
      '{podSelector: {matchLabels: {role: app}}, ingress: [{from: [{podSelector: {matchLabels: {role: web}}}], ports: [{port: 8080}]}, {from: [{ipBlock: {cidr: 203.0.113.0/24}}, {podSelector: {matchLabels: {role: database}}}], ports: [{port: 5432}]}], egress: [{to: [{podSelector: {matchLabels: {role: database}}}]}]}',
    );
    const [gap] = gapsOf(
      cluster(...SHOP, workload('shop/web', { labels: { role: 'web' }, port: 80 }), wrong),
      'POL-003',
    );
    const [old, swap, ...more] = parseAllDocuments(gap?.fix.yaml ?? '').map((document) => document.toJS());
    expect(more).toEqual([]);
    expect(old).toMatchObject({
      metadata: { name: 'allow-db-connection' },
      spec: {
        policyTypes: ['Ingress', 'Egress'],
        ingress: [
          { from: [{ podSelector: { matchLabels: { role: 'web' } } }], ports: [{ port: 8080 }] },
          { from: [{ ipBlock: { cidr: '203.0.113.0/24' } }], ports: [{ port: 5432 }] },
        ],
        egress: [{ to: [{ podSelector: { matchLabels: { role: 'database' } } }] }],
      },
    });
    expect(swap).toMatchObject({
      metadata: { name: 'db-clients' },
      spec: { podSelector: { matchLabels: { role: 'database' } }, policyTypes: ['Ingress'] },
    });
  });
});
