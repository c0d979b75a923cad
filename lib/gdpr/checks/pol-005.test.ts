import { describe, expect, it } from 'vitest';
import { cluster, DENY_ALL, namespace, policy, workload } from '../testing/manifests.ts';
import { gapsOf } from '../testing/report-of.ts';
import { pol005Examples } from './examples/pol-005.ts';

const PRODUCTION = [namespace('production'), workload('production/db', { labels: { app: 'db' } })];
const DENY_DB = '{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress]}';
const note = { code: 'default-namespace', message: '', object: 'NetworkPolicy default/deny-all' } as const;

describe('POL-005: policy landed in the wrong namespace', () => {
  it('fails where the manifest names no namespace, even if it selects pods of default', () => {
    const yaml = cluster(...PRODUCTION, workload('default/visitor', {}), policy('default/deny-all', DENY_ALL));
    expect(gapsOf(yaml, 'POL-005', { completeness: { notes: [note] } })).toMatchObject([
      { result: 'FAIL', severity: 'medium', title: 'deny-all names no namespace', subject: { namespace: 'default' } },
    ]);
  });

  it('is a remark only for what Helm renders: its --namespace is not in the file', () => {
    const yaml = cluster(policy('default/deny-all', DENY_ALL, ', labels: {app.kubernetes.io/managed-by: Helm}'));
    expect(gapsOf(yaml, 'POL-005', { completeness: { notes: [note] } })).toMatchObject([{ severity: 'info' }]);
  });

  it('fails where the selector fits in exactly one other namespace that has no such policy', () => {
    const [gap] = gapsOf(pol005Examples.failing, 'POL-005');
    expect(gap?.title).toBe('db-deny may have been meant for production');
    expect(gap?.fix.yaml).toContain('namespace: production');
  });

  it('is lifted to the worst connection that the policy would close where it was meant to be', () => {
    const db = workload('production/db', { labels: { app: 'db' }, dataClass: 'special' });
    const [gap] = gapsOf(
      cluster(namespace('production'), db, namespace('tools'), policy('tools/db-deny', DENY_DB)),
      'POL-005',
    );
    expect(gap).toMatchObject({
      severity: 'critical',
      witness: [{ from: 'default/?', to: 'production/Deployment/db', verdict: 'allow' }],
    });
    const kept = policy('production/kept', '{podSelector: {}, policyTypes: [Ingress]}');
    expect(
      gapsOf(
        cluster(namespace('production'), db, kept, namespace('tools'), policy('tools/db-deny', DENY_DB)),
        'POL-005',
      ),
    ).toMatchObject([{ severity: 'medium', witness: [] }]);
  });

  it('names the pods there that nothing isolates', () => {
    const cache = workload('production/cache', { labels: { app: 'db', role: 'cache' } });
    const kept = policy('production/kept', '{podSelector: {matchLabels: {role: cache}}, policyTypes: [Ingress]}');
    const manifests = cluster(...PRODUCTION, cache, kept, namespace('tools'), policy('tools/db-deny', DENY_DB));
    expect(gapsOf(manifests, 'POL-005')[0]?.peers).toEqual(['production/Deployment/db']);
  });

  it('passes where the selector fits in two namespaces, or the other namespace has the policy', () => {
    const staging = [namespace('staging'), workload('staging/db', { labels: { app: 'db' } })];
    expect(gapsOf(cluster(...PRODUCTION, ...staging, policy('tools/db-deny', DENY_DB)), 'POL-005')).toEqual([]);
    const twice = cluster(...PRODUCTION, policy('tools/db-deny', DENY_DB), policy('production/db-deny', DENY_DB));
    expect(gapsOf(twice, 'POL-005')).toEqual([]);
  });

  it('passes where no pod matches the whole selector, though two pods of one workload match half of it each', () => {
    const pod = (name: string, labels: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: production, labels: ${labels}, ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: api, controller: true}]}\nspec: {containers: [{name: c, image: x}]}`;
    const halves = [pod('api-0', '{app: api, track: stable}'), pod('api-1', '{app: old, track: canary}')];
    const both = policy('tools/canary', '{podSelector: {matchLabels: {app: api, track: canary}}}');
    expect(gapsOf(cluster(namespace('production'), ...halves, both), 'POL-005')).toEqual([]);
  });

  it('passes where the policy selects something, or names its namespace and everything', () => {
    expect(gapsOf(pol005Examples.passing, 'POL-005')).toEqual([]);
    expect(gapsOf(cluster(...PRODUCTION, namespace('empty'), policy('empty/deny', DENY_ALL)), 'POL-005')).toEqual([]);
  });
});
