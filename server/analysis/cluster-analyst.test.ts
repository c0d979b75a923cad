import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import type { ClusterSettings } from '#lib/api/settings-types.ts';
import { ClusterAnalyst } from './cluster-analyst.ts';
import type { FromWorker } from './messages.ts';

const SETTINGS = 'GET /api/clusters/{cluster}/settings';
const CHOOSE = 'POST /api/clusters/{cluster}/profile';

test('a profile that is refused because nothing is read yet is not in force later', async () => {
  const told: FromWorker[] = [];
  const analyst = new ClusterAnalyst(
    {
      type: 'start',
      cluster: { id: 'c', name: 'c' },
      source: { type: 'demo' },
      profile: 'upstream',
      sets: [],
      firstSeq: 1,
    },
    (message) => told.push(message),
  );
  const { signal } = new AbortController();
  const chosen = analyst.answer(CHOOSE, {}, { profile: 'calico', sets: [] }, signal);
  await expect(chosen).rejects.toMatchObject({ code: 'NOT_READY' });
  analyst.start();
  await vi.waitFor(() => expect(told).toContainEqual(expect.objectContaining({ type: 'revision' })), 20_000);
  const { bytes } = await analyst.answer(SETTINGS, {}, undefined, signal);
  expect((JSON.parse(new TextDecoder().decode(bytes)) as ClusterSettings).choice.profile).toBe('upstream');
  await analyst.stop();
});

const folder = mkdtempSync(join(tmpdir(), 'ringfence-analyst-'));
afterAll(() => rmSync(folder, { recursive: true }));

const DATA_MAP = `apiVersion: ringfence.dev/v1alpha1
kind: DataMap
workloads: [{match: {name: api}, dataClass: special}]
recipients:
- {id: mailer, cidrs: [203.0.113.0/24], importerCountry: IN}
`;
const ADEQUACY = {
  regime: 'eu-gdpr',
  checkedOn: '2026-05-01',
  inside: ['DE'],
  decisions: [{ code: 'IN', scope: 'general', checkedOn: '2026-05-01' }],
};
const OBJECTS = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'crm' } },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'api', namespace: 'crm' },
    spec: {
      template: { metadata: { labels: { app: 'api' } }, spec: { containers: [{ name: 'c', image: 'acme/api:1' }] } },
    },
  },
];

/** How many gaps of transfers the page shows of evidence with these inputs. */
async function transfersServed(inputs: object): Promise<number> {
  const path = join(folder, 'evidence.json');
  writeFileSync(path, JSON.stringify({ taken: '2026-06-01T12:00:00Z', cluster: 'crm', completeness: {}, inputs }));
  const told: FromWorker[] = [];
  const analyst = new ClusterAnalyst(
    {
      type: 'start',
      cluster: { id: 'c', name: 'c' },
      source: { type: 'files', paths: [`snapshot:${path}`] },
      profile: 'upstream',
      sets: [],
      firstSeq: 1,
    },
    (message) => told.push(message),
  );
  analyst.start();
  await vi.waitFor(() => expect(told).toContainEqual(expect.objectContaining({ type: 'revision' })), 20_000);
  const { signal } = new AbortController();
  const { bytes } = await analyst.answer('GET /api/clusters/{cluster}/gaps', {}, undefined, signal);
  await analyst.stop();
  const { gaps } = JSON.parse(new TextDecoder().decode(bytes)) as { gaps: readonly { readonly check: string }[] };
  return gaps.filter(({ check }) => check === 'EGR-003').length;
}

test('a snapshot is shown with the DataMap and the adequacy table that it was computed with', async () => {
  expect(await transfersServed({ objects: OBJECTS })).toBe(0);
  expect(await transfersServed({ objects: OBJECTS, dataMap: DATA_MAP })).toBe(1);
  expect(await transfersServed({ objects: OBJECTS, dataMap: DATA_MAP, adequacy: ADEQUACY })).toBe(0);
});
