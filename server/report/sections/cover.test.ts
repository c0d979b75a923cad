import { expect, it } from 'vitest';
import { cluster, namespace, workload } from '#lib/gdpr/testing/manifests.ts';
import { snapshotOf } from '../testing/snapshot-of.ts';
import { coverOf } from './cover.ts';

const CLUSTER = cluster(namespace('crm'), workload('crm/crm-db', { dataClass: 'personal' }));

const takenOf = async (local: { readonly zone: string; readonly offsetMinutes: number } | undefined) => {
  const { evidence } = await snapshotOf(CLUSTER, { local });
  return coverOf(evidence, 'a'.repeat(64)).rows[0]?.[1];
};

it('tells the time in UTC and by the clocks where it was taken', async () => {
  expect(await takenOf({ zone: 'Europe/Berlin', offsetMinutes: 60 })).toBe(
    '23 Nov 2026, 09:41:07 UTC (23 Nov 2026, 10:41:07 Europe/Berlin)',
  );
});

it('tells the time once where the clocks are those of UTC', async () => {
  expect(await takenOf(undefined)).toBe('23 Nov 2026, 09:41:07 UTC');
});

it('counts the part first where the snapshot is of a part', async () => {
  const whole = cluster(CLUSTER, namespace('shop'));
  const { evidence } = await snapshotOf(whole, { scopeNamespaces: ['crm'] });
  expect(coverOf(evidence, 'a'.repeat(64)).text).toContain('1 of 2 namespaces of a cluster of 0 pods, as they stood');
});
