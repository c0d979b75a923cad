import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GET as getCheck } from '#app/api/clusters/[cluster]/checks/[id]/route.ts';
import { GET as getChecks } from '#app/api/clusters/[cluster]/checks/route.ts';
import { GET as getData } from '#app/api/clusters/[cluster]/data/route.ts';
import { POST as postDataMap } from '#app/api/clusters/[cluster]/data-map/route.ts';
import { GET as getGaps } from '#app/api/clusters/[cluster]/gaps/route.ts';
import { POST as openExample } from '#app/api/examples/route.ts';
import { checkList, checkView } from '#lib/api/check-schemas.ts';
import type { ClusterListItem } from '#lib/api/cluster-types.ts';
import type { DataOverview } from '#lib/api/data-schemas.ts';
import { gapList } from '#lib/api/gap-schemas.ts';
import { CHECKS } from '#lib/gdpr/checks/registry.ts';
import { installRuntime } from '#server/current-runtime.ts';
import type { Runtime } from '#server/runtime.ts';
import { get, send, startRuntime, untilRevision } from './testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringfence-example-'));
let runtime: Runtime;

beforeAll(async () => {
  runtime = startRuntime(['--demo', '--data-dir', folder]);
  installRuntime(runtime);
  await untilRevision(runtime, 'demo');
});
afterAll(async () => {
  installRuntime(undefined);
  await runtime.stop();
  rmSync(folder, { recursive: true, force: true });
});

const open = async () =>
  (await (await send(openExample, 'POST', '/api/examples', { example: 'well-isolated' })).json()) as ClusterListItem;

test('the example opens with its data map, has no gap, and is one cluster however often it is opened', async () => {
  const { id } = await open();
  const list = gapList.parse(await (await get(getGaps, `/api/clusters/${id}/gaps`)).json());
  expect(list.gaps).toEqual([]);
  expect((await open()).id).toBe(id);
});

test('an example and the demo bring their data map, and opening one leaves what was kept for it', async () => {
  const dataMapOf = async (id: string) =>
    ((await (await get(getData, `/api/clusters/${id}/data`)).json()) as DataOverview).dataMap;
  expect((await dataMapOf('demo')).origin).toEqual({ from: 'example', file: 'demo-data-map.yaml' });
  const { id } = await open();
  const brought = await dataMapOf(id);
  expect(brought).toMatchObject({ keepable: true, origin: { from: 'example', file: 'data-map.yaml' } });
  const text = `${brought.text}# ours\n`;
  await send(postDataMap, 'POST', `/api/clusters/${id}/data-map`, {
    text,
    keep: true,
    who: 'team-privacy',
    seen: brought.hash,
  });
  await runtime.remove(id);
  await open();
  expect(await dataMapOf(id)).toMatchObject({ text, origin: { from: 'store', who: 'team-privacy' } });
});

test('an example that does not exist is refused', async () => {
  const response = await send(openExample, 'POST', '/api/examples', { example: '../../etc' });
  expect(response.status).toBe(400);
});

test('the list of checks has every check with its counts, and each check its texts and examples', async () => {
  const list = checkList.parse(await (await get(getChecks, '/api/clusters/demo/checks')).json());
  expect(list.checks.map(({ id }) => id)).toEqual(CHECKS.map(({ id }) => id));
  for (const { id, counts } of list.checks) {
    const view = checkView.parse(await (await get(getCheck, `/api/clusters/demo/checks/${id}`)).json());
    expect(view.counts).toEqual(counts);
    expect(view.allGaps).toBe(counts.FAIL + counts.WAIVED + counts.UNKNOWN);
    expect(view.gaps).toHaveLength(Math.min(3, view.allGaps));
    expect(view.examples?.failing).toContain('apiVersion:');
  }
});

test('a check that does not exist is not found', async () => {
  const response = await get(getCheck, '/api/clusters/demo/checks/ISO-999');
  expect(response.status).toBe(404);
});

test('every gap says since when this run knows it', async () => {
  const list = gapList.parse(await (await get(getGaps, '/api/clusters/demo/gaps')).json());
  expect(list.watchedSince).toMatch(/^\d{4}-\d\d-\d\dT/);
  for (const { firstSeen } of list.gaps) expect(firstSeen).toBe(list.watchedSince);
});
