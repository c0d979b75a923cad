import { describe, expect, it } from 'vitest';
import { cluster, namespace, policy, workload } from '../testing/manifests.ts';
import { countsOf, gapsOf } from '../testing/report-of.ts';
import { iso002Examples } from './examples/iso-002.ts';

const SHOP = [namespace('shop'), workload('shop/cart', { dataClass: 'personal' })];

describe('ISO-002: namespace with personal data has no default deny', () => {
  it('gives one result per direction', () => {
    const gaps = gapsOf(iso002Examples.failing, 'ISO-002');
    expect(gaps.map(({ title, severity }) => [title, severity])).toEqual([
      ['No default deny in shop for egress', 'medium'],
      ['No default deny in shop for ingress', 'medium'],
    ]);
  });

  it('fails for the direction that the default deny leaves out', () => {
    const ingress = policy('shop/deny', '{podSelector: {}, policyTypes: [Ingress]}');
    expect(gapsOf(cluster(...SHOP, ingress), 'ISO-002').map(({ title }) => title)).toEqual([
      'No default deny in shop for egress',
    ]);
  });

  it('fails where every pod of today is isolated but a new one would not be', () => {
    const named = policy('shop/cart', '{podSelector: {matchLabels: {app: cart}}, policyTypes: [Ingress, Egress]}');
    expect(gapsOf(cluster(...SHOP, named), 'ISO-002')).toHaveLength(2);
  });

  it('passes with a default deny for both directions', () => {
    expect(countsOf(iso002Examples.passing, 'ISO-002')).toMatchObject({ FAIL: 0, PASS: 2 });
  });

  it('does not apply to a namespace whose workloads all declare none', () => {
    const site = [namespace('site'), workload('site/web', { dataClass: 'none' })];
    expect(countsOf(cluster(...site), 'ISO-002')).toMatchObject({ FAIL: 0, NOT_APPLICABLE: 2 });
  });

  it('is a note where the workloads inherit none: they do not declare it', () => {
    const site = [namespace('site', { 'ringfence.dev/data-class': 'none' }), workload('site/web')];
    expect(gapsOf(cluster(...site), 'ISO-002').map(({ severity }) => severity)).toEqual(['info', 'info']);
  });

  it.each([
    ['special', 'high', 'special category (declared)'],
    ['personal', 'medium', 'personal (declared)'],
    ['pseudonymised', 'low', 'pseudonymised (declared)'],
    [undefined, 'low', 'unknown class'],
  ])('takes the row of exposure 2, in which its own line stands: %s is %s', (dataClass, severity, words) => {
    const only = [namespace('shop'), workload('shop/db', { dataClass })];
    expect(gapsOf(cluster(...only), 'ISO-002')[0]).toMatchObject({
      severity,
      derivation: `${severity} = ${words} × no default deny (counted as exposure 2)`,
    });
  });

  it('is UNKNOWN where policies of another kind may isolate', () => {
    const cilium =
      'apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: x, namespace: shop}\nspec: {endpointSelector: {}}';
    expect(gapsOf(cluster(...SHOP, cilium), 'ISO-002').map(({ result }) => result)).toEqual(['UNKNOWN', 'UNKNOWN']);
  });

  it('is closed by its own fix', () => {
    const fixes = gapsOf(cluster(...SHOP), 'ISO-002').map(({ fix }) => fix.yaml);
    expect(gapsOf(cluster(...SHOP, ...fixes), 'ISO-002')).toEqual([]);
  });
});
