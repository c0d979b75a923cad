import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GET as getData } from '#app/api/clusters/[cluster]/data/route.ts';
import { POST as postDataMap } from '#app/api/clusters/[cluster]/data-map/route.ts';
import { GET as getSummary } from '#app/api/clusters/[cluster]/summary/route.ts';
import type { ClusterSummary } from '#lib/api/cluster-types.ts';
import type { DataMapAnswer, DataOverview } from '#lib/api/data-schemas.ts';
import { ENDPOINTS } from '#lib/api/endpoints.ts';
import type { ErrorBody } from '#lib/api/error-types.ts';
import { installRuntime } from '#server/current-runtime.ts';
import { keptUnder } from '#server/kept-under.ts';
import type { Runtime } from '#server/runtime.ts';
import { oldDataMapPath } from '#server/store/take-over-files.ts';
import { get, send, startRuntime, untilRevision } from './testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringfence-data-map-'));
/** The demo's objects as files: without the DataMap that the demo has. */
const MANIFESTS = fileURLToPath(new URL('../cluster/demo', import.meta.url));
const SOURCE = { name: 'demo', source: { type: 'files', paths: [MANIFESTS] } } as const;
const OTHER = { ...SOURCE, name: 'other' };
let runtime: Runtime;

async function start(...more: string[]): Promise<void> {
  installRuntime(undefined);
  await runtime?.stop();
  runtime = startRuntime([MANIFESTS, '--data-dir', folder, ...more]);
  installRuntime(runtime);
  await untilRevision(runtime, 'demo');
}
beforeAll(() => start(), 60_000);
afterAll(async () => {
  installRuntime(undefined);
  await runtime.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

async function overview(): Promise<DataOverview> {
  const response = await get(getData, '/api/clusters/demo/data');
  const answer: unknown = await response.json();
  expect(response.status, JSON.stringify(answer)).toBe(200);
  const { response: declared } = ENDPOINTS['GET /api/clusters/{cluster}/data'];
  if (declared.type === 'json') expect(declared.schema.safeParse(answer).error?.issues).toBeUndefined();
  return answer as DataOverview;
}
async function change(change: { readonly keep?: boolean; readonly [key: string]: unknown }): Promise<DataMapAnswer> {
  const body = change.keep === true ? { seen: (await overview()).dataMap.hash, ...change } : change;
  const response = await send(postDataMap, 'POST', '/api/clusters/demo/data-map', body);
  const answer: unknown = await response.json();
  expect(response.status, JSON.stringify(answer)).toBe(200);
  const { response: declared } = ENDPOINTS['POST /api/clusters/{cluster}/data-map'];
  if (declared.type === 'json') expect(declared.schema.safeParse(answer).error?.issues).toBeUndefined();
  return answer as DataMapAnswer;
}
const workload = async (key: string) => (await overview()).workloads.find((each) => each.key === key);

const REDIS = 'shop/Deployment/redis';
const SAID = { workload: REDIS, dataClass: 'none', because: 'keys are article numbers' } as const;

describe('the data of a cluster, and its DataMap', () => {
  test('every workload has a class and its ground', async () => {
    const { workloads, dataMap } = await overview();
    expect(workloads.length).toBe(33);
    expect(dataMap).toEqual({
      text: null,
      hash: null,
      keepable: true,
      notes: [],
      recipients: [],
      flows: [],
      egressGateways: [],
      suggestedRecipients: [],
    });
    expect(await workload('crm/StatefulSet/crm-db')).toMatchObject({
      store: true,
      classification: { dataClass: 'personal', basis: 'declared' },
    });
    expect(await workload(REDIS)).toMatchObject({ classification: { dataClass: 'unknown' }, store: true });
  });

  test('a change is told with its text and its effect on the gaps, and nothing is kept', async () => {
    const before = await overview();
    const answer = await change({ changes: [SAID] });
    expect(answer.text).toContain('match: { namespace: shop, kind: Deployment, name: redis }\n  dataClass: none\n');
    expect(answer.gaps?.closed.map(({ check, subject }) => `${check} ${subject.name}`)).toContain('CLS-001 redis');
    expect(answer).toMatchObject({ kept: false, problems: [], notes: [], revision: before.revision });
    expect(await overview()).toEqual(before);
  });

  test('problems are told with their lines, and nothing is kept', async () => {
    const answer = await change({ text: 'apiVersion: ringfence.dev/v1alpha1\nkind: DataMap\nregime: x\n', keep: true });
    expect(answer).toMatchObject({ kept: false, problems: [{ line: 3, path: 'regime' }] });
    expect((await overview()).dataMap.text).toBeNull();
  });

  test('what is kept makes a new revision, outlives the process, and can be undone', async () => {
    const before = await overview();
    const { text, revision } = await change({ changes: [SAID], keep: true, who: 'team-shop' });
    expect(revision.seq).toBeGreaterThan(before.revision.seq);
    expect(revision.content).not.toBe(before.revision.content);
    expect(await workload(REDIS)).toMatchObject({
      classification: { dataClass: 'none', basis: 'declared', source: 'DataMap, line 4' },
    });
    await start();
    const after = await overview();
    expect(after.dataMap).toMatchObject({ text, origin: { from: 'store', who: 'team-shop' } });
    expect(after.revision.content).toBe(revision.content);
    await change({ text: '', keep: true });
    const undone = await overview();
    expect(undone.dataMap.text).toBeNull();
    expect(undone.revision.content).toBe(before.revision.content);
  });

  test('a change to another DataMap than the one in force is not kept: 409, and nothing is written over', async () => {
    const seen = (await overview()).dataMap.hash;
    const first = await change({ changes: [SAID], keep: true, who: 'team-shop', seen });
    expect((await overview()).dataMap).toMatchObject({ text: first.text, hash: first.hash });
    const late = { changes: [{ ...SAID, dataClass: 'special' }], keep: true, who: 'dpo' };
    const refused = await send(postDataMap, 'POST', '/api/clusters/demo/data-map', { ...late, seen });
    expect(refused.status).toBe(409);
    expect(((await refused.json()) as ErrorBody).error).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(
        /^team-shop \(.*\) kept another DataMap since this one was read\. Nothing was written over/,
      ),
    });
    expect((await overview()).dataMap.text).toBe(first.text);
    const blind = await send(postDataMap, 'POST', '/api/clusters/demo/data-map', late);
    expect(blind.status).toBe(400);
    expect((await change({ ...late, seen: first.hash })).kept).toBe(true);
    await change({ text: '', keep: true });
  });

  test('what an earlier version kept is taken over; a file that somebody broke counts for nothing, and the page says so', async () => {
    const old = oldDataMapPath(folder, keptUnder(OTHER) ?? '');
    const text =
      'apiVersion: ringfence.dev/v1alpha1\nkind: DataMap\nworkloads: [{match: {name: redis}, dataClass: special}]';
    const kept = '\n# kept by team-privacy at 2026-03-01T10:00:00Z\n';
    mkdirSync(dirname(old), { recursive: true });
    writeFileSync(old, `${text}\nregime: nowhere${kept}`);
    const startOther = async () => {
      installRuntime(undefined);
      await runtime.stop();
      runtime = startRuntime([`--cluster=other=${MANIFESTS}`, '--data-dir', folder]);
      installRuntime(runtime);
      await untilRevision(runtime, 'other');
      return (await (await get(getData, '/api/clusters/other/data')).json()) as DataOverview;
    };
    expect((await startOther()).dataMap).toMatchObject({ text: null, unusable: expect.stringContaining('regime') });
    const { banners } = (await (await get(getSummary, '/api/clusters/other/summary')).json()) as ClusterSummary;
    expect(banners.map(({ code }) => code)).toContain('data-map-unusable');
    expect(existsSync(old)).toBe(true);
    writeFileSync(old, `${text}${kept}`);
    expect((await startOther()).dataMap).toMatchObject({
      text,
      origin: { from: 'store', who: 'team-privacy', when: '2026-03-01T10:00:00Z' },
    });
    expect(existsSync(old)).toBe(false);
  });

  test('a file given at start decides, and nothing is kept beside it', async () => {
    const file = join(folder, 'datamap.yaml');
    writeFileSync(
      file,
      'apiVersion: ringfence.dev/v1alpha1\nkind: DataMap\nworkloads:\n- match: { name: redis }\n  dataClass: special\n',
    );
    await start('--data-map', file);
    expect(await workload(REDIS)).toMatchObject({
      classification: { dataClass: 'special', source: 'DataMap, line 4' },
    });
    expect((await overview()).dataMap).toMatchObject({
      keepable: false,
      origin: { from: 'file', file: 'datamap.yaml' },
    });
    const refused = await send(postDataMap, 'POST', '/api/clusters/demo/data-map', {
      changes: [SAID],
      keep: true,
      seen: (await overview()).dataMap.hash,
    });
    expect(refused.status).toBe(400);
    expect(((await refused.json()) as ErrorBody).error.message).toContain('given at start');
    writeFileSync(file, 'kind: DataMap\nregime: x\n');
    expect(() => startRuntime([MANIFESTS, '--data-map', file])).toThrow(
      expect.objectContaining({
        code: 'UNREADABLE_INPUT',
        detail: expect.stringContaining('datamap.yaml, line 2: regime'),
      }),
    );
  });
});
