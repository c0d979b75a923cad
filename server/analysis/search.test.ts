import { describe, expect, test } from 'vitest';
import { parseProfile } from '#lib/policy/profile.ts';
import { demoReading } from '#server/cluster/demo/demo-source.ts';
import { createAnalysis } from './analysis.ts';
import { search } from './search.ts';

const { objects, taken } = await demoReading();
const analysis = createAnalysis(objects, parseProfile('upstream', []), {
  clusterId: 'demo',
  clusterName: 'demo',
  revision: { seq: 1, content: '' },
  taken,
});
const found = (q: string) => new Map(search(analysis, q).groups.map((group) => [group.group, group]));

describe('search', () => {
  test('finds pods, workloads, policies and gaps by a part of the name, and links each', () => {
    const groups = found('crm-db');
    expect(groups.get('pods')?.items[0]).toMatchObject({ label: 'crm-db-0', href: '/demo/pods/crm/crm-db-0' });
    expect(groups.get('workloads')?.items[0]).toMatchObject({ id: 'crm/StatefulSet/crm-db' });
    expect(groups.get('gaps')?.total).toBeGreaterThan(0);
  });
  test('finds who holds an address', () => {
    const address = objects.pods.get('crm/crm-db-0')?.status?.podIP ?? '';
    expect(found(address).get('addresses')?.items[0]).toMatchObject({ label: address, detail: 'crm/crm-db-0' });
  });
  test('names that begin with the word come first', () => {
    expect(
      found('db')
        .get('pods')
        ?.items.map(({ label }) => label)
        .every((label) => !label.startsWith('db')),
    ).toBe(true);
    expect(found('orders').get('pods')?.items[0]?.label).toMatch(/^orders/);
  });
  test('shows five of a group and counts all', () => {
    const pods = found('a').get('pods');
    expect(pods?.items).toHaveLength(5);
    expect(pods?.total).toBeGreaterThan(5);
  });
  test('nothing asked, nothing found', () => expect(search(analysis, '  ').groups).toEqual([]));
  test('is not misled by what looks like a pattern', () => expect(search(analysis, '.*').groups).toEqual([]));
});
