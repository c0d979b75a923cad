import { describe, expect, it } from 'vitest';
import { cluster, DENY_ALL, namespace, policy, workload } from '../testing/manifests.ts';
import { countsOf, gapsOf } from '../testing/report-of.ts';
import { pol004Examples } from './examples/pol-004.ts';

const SHOP = [namespace('shop'), workload('shop/db', { labels: { role: 'database' }, dataClass: 'personal' })];
const selects = (role: string, metadata = '') =>
  policy('shop/protect', `{podSelector: {matchLabels: {role: ${role}}}, policyTypes: [Ingress]}`, metadata);

describe('POL-004: policy selects no pod', () => {
  it('fails with the nearest labels and a repaired selector', () => {
    const [gap] = gapsOf(pol004Examples.failing, 'POL-004');
    expect(gap).toMatchObject({ result: 'FAIL', severity: 'high', title: 'protect selects no pod' });
    expect(gap?.derivation).toBe(
      'high = base medium of POL-004, lifted by what is behind it: high = personal (declared) × any pod (exposure 3)',
    );
    expect(gap?.witness).toMatchObject([{ from: 'default/?', to: 'shop/Deployment/db', verdict: 'allow' }]);
    expect(gap?.summary).toContain('The nearest labels are role=database on db.');
    expect(gap?.fix.yaml).toContain('role: database');
  });

  it('keeps its base where another policy protects what it was meant for: repairing it closes nothing', () => {
    const deny = policy('shop/deny', DENY_ALL);
    expect(gapsOf(cluster(...SHOP, deny, selects('databse')), 'POL-004')[0]).toMatchObject({
      severity: 'medium',
      witness: [],
    });
  });

  it('fails for a deny-all that landed in an empty namespace', () => {
    const gaps = gapsOf(cluster(namespace('default'), ...SHOP, policy('default/deny-all', DENY_ALL)), 'POL-004');
    expect(gaps[0]).toMatchObject({ severity: 'low', subject: { namespace: 'default', name: 'deny-all' } });
    expect(gaps[0]?.summary).toContain('The namespace default holds no pod');
  });

  it('passes where the selector is spelled as the labels are', () => {
    expect(gapsOf(pol004Examples.passing, 'POL-004')).toEqual([]);
  });

  it.each([
    ['scaled to zero', workload('shop/idle', { labels: { role: 'idle' }, replicas: 0 })],
    ['a CronJob between two runs', workload('shop/idle', { kind: 'CronJob', labels: { role: 'idle' } })],
    ['on the host network', workload('shop/idle', { labels: { role: 'idle' }, pod: { hostNetwork: true } })],
  ])('passes for a workload %s', (_, idle) => {
    expect(gapsOf(cluster(...SHOP, idle, selects('idle')), 'POL-004')).toEqual([]);
  });

  it('says that it does not know since when, where the input carries no time', () => {
    expect(gapsOf(cluster(...SHOP, selects('nobody')), 'POL-004')[0]?.summary).toContain('Since when is not known');
  });

  it('waits for 24 hours, counted from the policy’s creation to the source’s time', () => {
    const young = cluster(...SHOP, selects('nobody', ', creationTimestamp: "2026-11-23T00:00:00Z"'));
    expect(gapsOf(young, 'POL-004', { taken: '2026-11-24T00:00:00Z' })).toEqual([]);
    expect(gapsOf(young, 'POL-004', { taken: '2026-11-24T00:00:01Z' })).toHaveLength(1);
  });

  it('is UNKNOWN where the pods of the namespace cannot be read', () => {
    const kinds = [{ resource: 'pods', kind: 'Pod', count: 0, state: 'forbidden' }] as const;
    expect(gapsOf(cluster(...SHOP, selects('nobody')), 'POL-004', { completeness: { kinds } })[0]).toMatchObject({
      result: 'UNKNOWN',
      unknownBecause: ['Pods or workloads of shop cannot be read.'],
    });
  });

  it('does not evaluate a policy that could not be read', () => {
    expect(countsOf(cluster(...SHOP, policy('shop/x', '{podSelector: 7}')), 'POL-004')).toMatchObject({
      NOT_EVALUATED: 1,
    });
  });
});
