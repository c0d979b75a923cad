import { describe, expect, it } from 'vitest';
import { parseDataMap } from '../data-map/parse-data-map.ts';
import { runChecks } from '../run-checks.ts';
import { cluster, DENY_ALL, namespace, policy, workload } from '../testing/manifests.ts';
import { countsOf, gapsOf, modelOf } from '../testing/report-of.ts';
import { cls002Examples } from './examples/cls-002.ts';

const withMap = (manifests: string, workloads: string) => {
  const { dataMap, problems } = parseDataMap(
    `apiVersion: ringfence.dev/v1alpha1\nkind: DataMap\nworkloads: [${workloads}]`,
  );
  expect(problems).toEqual([]);
  return runChecks(modelOf(manifests), { dataMap }).gaps.filter(({ check }) => check === 'CLS-002');
};
const CACHE = workload('shop/redis', { image: 'redis:8', port: 6379, dataClass: 'none' });
const ORDERS = workload('shop/orders', { dataClass: 'personal' });

describe('CLS-002: classification sources contradict', () => {
  it('is a gap where the namespace and the workload say different classes, each source named', () => {
    const [gap, ...more] = gapsOf(cls002Examples.failing, 'CLS-002');
    expect(more).toEqual([]);
    expect(gap).toMatchObject({ result: 'FAIL', severity: 'medium', subject: { name: 'web' } });
    expect(gap?.summary).toContain('label on Deployment crm/web says no personal data');
    expect(gap?.summary).toContain('label on Namespace crm says personal');
    expect(gap?.classification).toMatchObject({ dataClass: 'personal', basis: 'inherited' });
  });

  it('is none where all sources say the same', () => {
    expect(gapsOf(cls002Examples.passing, 'CLS-002')).toEqual([]);
  });

  it('names the tool that changed a source last, and when, but no person', () => {
    const changed = `apiVersion: v1
kind: Namespace
metadata:
  name: crm
  labels: {ringfence.dev/data-class: personal}
  managedFields: [{manager: helm, operation: Update, time: "2026-03-01T10:00:00Z"}]`;
    const [gap] = gapsOf(cluster(changed, workload('crm/web', { dataClass: 'none' })), 'CLS-002');
    expect(gap?.summary).toContain('last changed by helm at 2026-03-01T10:00:00Z');
    const byPerson = changed.replace('manager: helm', 'manager: jane.doe');
    const [told] = gapsOf(cluster(byPerson, workload('crm/web', { dataClass: 'none' })), 'CLS-002');
    expect(told?.summary).toContain('last changed by a person or a tool that is not known by name at 2026');
  });

  it('is a gap where none is declared and an inference of at least 0.7 says personal', () => {
    const [gap] = gapsOf(workload('web/list', { image: 'knadh/listmonk:4', dataClass: 'none' }), 'CLS-002');
    expect(gap?.summary).toContain('image knadh/listmonk (H-IMG-07) points to personal with confidence 0.8');
    const weak = workload('mail/customer-mailer', { port: 587, dataClass: 'none' }); // 0.58
    expect(gapsOf(weak, 'CLS-002')).toEqual([]);
  });

  it('is a gap where a store declared to hold nothing can be written to by a workload with personal data', () => {
    expect(gapsOf(cluster(CACHE, ORDERS), 'CLS-002')).toMatchObject([
      {
        result: 'FAIL',
        severity: 'high',
        subject: { name: 'redis' },
        peers: ['shop/Deployment/orders'],
        witness: [{ from: 'shop/Deployment/orders', to: 'shop/Deployment/redis', ports: { TCP: [[6379, 6379]] } }],
      },
    ]);
    expect(gapsOf(cluster(namespace('shop'), CACHE, ORDERS, policy('shop/deny', DENY_ALL)), 'CLS-002')).toEqual([]);
  });

  it('is a gap on any port: what a store listens on it need not declare', () => {
    const other = policy(
      'shop/admin',
      '{podSelector: {matchLabels: {app: redis}}, ingress: [{ports: [{port: 9121}]}]}',
    );
    expect(gapsOf(cluster(namespace('shop'), CACHE, ORDERS, other), 'CLS-002')).toMatchObject([
      { result: 'FAIL', witness: [{ ports: { TCP: [[9121, 9121]] } }] },
    ]);
  });

  it('is none while either is scaled to zero: without pods nobody connects', () => {
    const none = { replicas: 0 };
    const cache = (more = {}) => workload('shop/redis', { image: 'redis:8', port: 6379, dataClass: 'none', ...more });
    const orders = (more = {}) => workload('shop/orders', { dataClass: 'personal', ...more });
    expect(gapsOf(cluster(cache(), orders(none)), 'CLS-002')).toEqual([]);
    expect(gapsOf(cluster(cache(none), orders()), 'CLS-002')).toEqual([]);
    expect(countsOf(cluster(cache(none), orders()), 'CLS-002')).toMatchObject({ PASS: 2 });
    expect(gapsOf(cluster(cache(), orders({ kind: 'CronJob' })), 'CLS-002')).toMatchObject([{ result: 'FAIL' }]);
  });

  it('takes no store for a producer', () => {
    const db = workload('shop/db', { image: 'postgres:17', port: 5432, dataClass: 'personal' });
    expect(gapsOf(cluster(CACHE, db), 'CLS-002')).toEqual([]);
  });

  it('is UNKNOWN where it depends whether the producer reaches the store', () => {
    const agent = workload('shop/orders', {
      dataClass: 'personal',
      pod: { hostNetwork: true, containers: [{ name: 'c', image: 'acme/orders:1' }] },
    });
    expect(gapsOf(cluster(CACHE, agent, policy('shop/deny', DENY_ALL)), 'CLS-002')).toMatchObject([
      { result: 'UNKNOWN' },
    ]);
  });

  it('known false positive: a shared cache that the DataMap declares with its reason', () => {
    const entry = '{match: {namespace: shop, name: redis}, dataClass: none, because: keys are article numbers}';
    expect(withMap(cluster(CACHE, ORDERS), entry)).toEqual([]);
    expect(withMap(cls002Examples.failing, '{match: {name: web}, dataClass: none, because: static pages}')).toEqual([]);
  });

  it('is a gap where the DataMap lowers without a reason', () => {
    const [gap] = withMap(workload('crm/web', { dataClass: 'personal' }), '{match: {name: web}, dataClass: none}');
    expect(gap?.summary).toContain('DataMap, line 3 says no personal data');
    expect(gap?.classification.dataClass).toBe('personal');
  });

  it('does not apply to a workload of which no source speaks', () => {
    expect(countsOf(workload('crm/web'), 'CLS-002')).toMatchObject({ NOT_APPLICABLE: 1, PASS: 0 });
  });
});
