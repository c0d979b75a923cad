import { describe, expect, it } from 'vitest';
import { effectOfFix } from './fix-effect.ts';
import { cluster, namespace, policy, workload } from './testing/manifests.ts';
import { gapsOf, modelOf } from './testing/report-of.ts';

const SHOP = [
  namespace('shop'),
  namespace('web'),
  workload('shop/app', { port: 8080 }),
  workload('shop/db', { dataClass: 'personal', port: 5432 }),
  workload('web/site', { port: 80 }),
];

describe('effect of a fix', () => {
  it('counts the pairs of workloads that it closes', () => {
    const deny = policy('shop/db', '{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress]}');
    expect(effectOfFix(modelOf(cluster(...SHOP)), deny)).toMatchObject({ closes: 2, opens: 0 });
  });

  it('counts what it opens', () => {
    const deny = policy('shop/db', '{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress]}');
    const open = policy('shop/db', '{podSelector: {matchLabels: {app: nobody}}, policyTypes: [Ingress]}');
    expect(effectOfFix(modelOf(cluster(...SHOP, deny)), open)).toMatchObject({ closes: 0, opens: 2 });
  });

  it('stands with the fix of a gap', () => {
    const [gap] = gapsOf(cluster(...SHOP), 'ISO-001').filter(({ subject }) => subject.name === 'db');
    expect(gap?.fix.effect?.sentence).toContain('closes 1 connection between workloads and opens none');
  });

  it('is absent where there is nothing to apply', () => {
    const model = modelOf(cluster(...SHOP));
    expect(effectOfFix(model, '')).toBeUndefined();
    expect(effectOfFix(model, 'kind: Other')).toBeUndefined();
  });
});
