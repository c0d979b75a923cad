import { expect, it } from 'vitest';
import { cluster, namespace, workload } from '#lib/gdpr/testing/manifests.ts';
import { snapshotOf } from '../testing/snapshot-of.ts';
import { exposureChapter } from './exposure.ts';

it('shows in brackets the proxy on a way, which is no connection of its own', async () => {
  const { evidence } = await snapshotOf(cluster(namespace('crm'), workload('crm/db', { dataClass: 'special' })));
  const path = { side: 'must', through: ['internet', 'crm/Deployment/db'], proxy: 'edge/Deployment/nginx', ways: 1 };
  const workloads = [{ workload: 'crm/Deployment/db', dataClass: 'special', path }] as const;
  const derived = { ...evidence.derived, exposure: { maxHops: 3, workloads, sources: [] } };
  expect(JSON.stringify(exposureChapter({ ...evidence, derived } as typeof evidence))).toContain(
    'internet → (edge/Deployment/nginx) → crm/Deployment/db',
  );
});
