import { expect, it } from 'vitest';
import { cluster, namespace, workload } from '#lib/gdpr/testing/manifests.ts';
import { snapshotOf } from '../testing/snapshot-of.ts';
import { reportDocument } from '../view.ts';

it('tells names in their order, numbers by their value, while the evidence has them by code unit', async () => {
  const namespaces = ['team-10', 'team-2'];
  const { evidence, scenes } = await snapshotOf(
    cluster(
      ...namespaces.map((name) => namespace(name)),
      ...namespaces.map((name) => workload(`${name}/db`, { dataClass: 'personal', port: 5432 })),
    ),
  );
  expect(evidence.derived.isolation.namespaces.names).toEqual(['team-10', 'team-2']);
  const { chapters } = reportDocument(evidence, 'ab'.repeat(32), scenes);
  for (const told of chapters.map((chapter) => JSON.stringify(chapter)).filter((text) => text.includes('team-10'))) {
    expect(told.indexOf('team-2')).toBeLessThan(told.indexOf('team-10'));
  }
});
