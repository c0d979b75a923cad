import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GET as getChain } from '#app/api/clusters/[cluster]/chain/route.ts';
import { GET as getData } from '#app/api/clusters/[cluster]/data/route.ts';
import { POST as postDataMap } from '#app/api/clusters/[cluster]/data-map/route.ts';
import { POST as noteResult } from '#app/api/clusters/[cluster]/exports/route.ts';
import { POST as exportReport } from '#app/api/clusters/[cluster]/snapshot/route.ts';
import { DELETE as cancelJob, GET as getJob } from '#app/api/clusters/[cluster]/snapshot-jobs/[id]/route.ts';
import { GET as getComparison } from '#app/api/clusters/[cluster]/snapshots/[seq]/against/[before]/route.ts';
import { POST as exportFile } from '#app/api/clusters/[cluster]/snapshots/[seq]/files/[file]/route.ts';
import { POST as addNote } from '#app/api/clusters/[cluster]/snapshots/[seq]/notes/route.ts';
import { GET as getSnapshot } from '#app/api/clusters/[cluster]/snapshots/[seq]/route.ts';
import { POST as sign } from '#app/api/clusters/[cluster]/snapshots/[seq]/sign-offs/route.ts';
import { GET as getSnapshots, POST as takeSnapshot } from '#app/api/clusters/[cluster]/snapshots/route.ts';
import { POST as exportTrail } from '#app/api/trail/export/route.ts';
import { GET as getTrail } from '#app/api/trail/route.ts';
import type { DataOverview } from '#lib/api/data-schemas.ts';
import { ENDPOINTS, type EndpointKey } from '#lib/api/endpoints.ts';
import type {
  AuditTrail,
  ChainReport,
  SnapshotComparison,
  SnapshotDetail,
  SnapshotJob,
  SnapshotList,
} from '#lib/api/snapshot-schemas.ts';
import { installRuntime } from '#server/current-runtime.ts';
import type { Runtime } from '#server/runtime.ts';
import { verifyTrail } from '#server/store/trail-line.ts';
import { verifyPackage } from '#server/verify/verify-package.ts';
import type { Route } from './handle.ts';
import { get, send, startRuntime, untilRevision } from './testing.ts';

const SNAPSHOTS = '/api/clusters/demo/snapshots';
const folder = mkdtempSync(join(tmpdir(), 'ringfence-snapshots-'));
let runtime: Runtime;

beforeAll(async () => {
  runtime = startRuntime(['--demo', '--data-dir', join(folder, 'data')]);
  installRuntime(runtime);
  await untilRevision(runtime, 'demo');
});
afterAll(async () => {
  installRuntime(undefined);
  await runtime.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Held against the schema that the table of endpoints declares. */
async function answerOf<Answer>(key: EndpointKey, response: Response): Promise<Answer> {
  const answer: unknown = await response.json();
  expect(response.status, JSON.stringify(answer)).toBe(200);
  const { response: declared } = ENDPOINTS[key];
  if (declared.type === 'json') expect(declared.schema.safeParse(answer).error?.issues).toBeUndefined();
  return answer as Answer;
}
const ask = async <Answer>(key: EndpointKey, route: Route, path: string) =>
  answerOf<Answer>(key, await get(route, path));

const list = () => ask<SnapshotList>('GET /api/clusters/{cluster}/snapshots', getSnapshots, SNAPSHOTS);
const begin = async (body: object = {}) =>
  answerOf<SnapshotJob>('POST /api/clusters/{cluster}/snapshots', await send(takeSnapshot, 'POST', SNAPSHOTS, body));
const jobAt = ({ id }: SnapshotJob) =>
  ask<SnapshotJob>('GET /api/clusters/{cluster}/snapshot-jobs/{id}', getJob, `/api/clusters/demo/snapshot-jobs/${id}`);
async function ended(job: SnapshotJob): Promise<SnapshotJob> {
  for (;;) {
    const now = await jobAt(job);
    if (now.state !== 'running') return now;
    await sleep(50);
  }
}
const take = async (body: object = {}) => ended(await begin(body));

describe('taking a snapshot on the page', { timeout: 60_000 }, () => {
  test('is a job with steps, and ends in the chain', async () => {
    const begun = await begin({ title: 'Q4', reason: 'Weekly', by: 'platform engineer' });
    expect(begun).toMatchObject({ state: 'running', how: 'page', reason: 'Weekly' });
    expect((await list()).job?.id).toBe(begun.id);
    const done = await ended(begun);
    expect(done).toMatchObject({ state: 'done', snapshot: 1 });
    expect(done.steps.map(({ step, state }) => `${step} ${state}`)).toEqual(
      ['freeze', 'read', 'relation', 'checks', 'fixes', 'figures', 'write', 'link'].map((step) => `${step} done`),
    );
    const { snapshots, total } = await list();
    expect(total).toBe(1);
    expect(snapshots).toMatchObject([
      {
        seq: 1,
        prev: null,
        title: 'Q4',
        reason: 'Weekly',
        files: [{ name: 'evidence.json' }, { name: 'snapshot.pdf' }],
        signOffs: [],
        notes: [],
      },
    ]);
    const { FAIL } = snapshots[0]?.gaps ?? {};
    expect(Object.values(FAIL ?? {}).reduce((sum, number) => sum + number, 0)).toBeGreaterThan(0);
  });

  test('a second one while one is being taken is refused', async () => {
    const first = await begin();
    expect((await send(takeSnapshot, 'POST', SNAPSHOTS, {})).status).toBe(429);
    await ended(first);
  });

  test('cancelled, it leaves no trace in the chain', async () => {
    const before = (await list()).total;
    const begun = await begin({ reason: 'never mind' });
    const response = await send(cancelJob, 'DELETE', `/api/clusters/demo/snapshot-jobs/${begun.id}`, {});
    expect((await response.json()) as SnapshotJob).toMatchObject({ state: 'cancelled' });
    expect((await list()).total).toBe(before);
    const trail = await ask<AuditTrail>('GET /api/trail', getTrail, '/api/trail');
    expect(JSON.stringify(trail)).not.toContain('never mind');
  });

  test('of a namespace that is not there fails with its name, before anything is computed', async () => {
    const job = await take({ scope: ['nowhere'] });
    expect(job).toMatchObject({
      state: 'failed',
      error: { code: 'BAD_REQUEST', message: expect.stringContaining('nowhere') },
    });
    expect(job.steps.filter(({ state }) => state === 'done').map(({ step }) => step)).toEqual(['freeze']);
  });

  test('its evidence names its place in the chain, and is what its hash says', async () => {
    const [newest] = (await list()).snapshots;
    const response = await send(exportFile, 'POST', `${SNAPSHOTS}/${newest?.seq}/files/evidence.json`, {
      by: 'auditor',
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    const digest = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
    expect(digest).toBe(newest?.evidence);
    expect(JSON.parse(new TextDecoder().decode(bytes)).chain).toEqual({ seq: newest?.seq, prev: newest?.prev });
    expect(response.headers.get('content-disposition')).toContain(`demo-snapshot-${newest?.seq}-evidence.json`);
    const { lines } = await ask<AuditTrail>('GET /api/trail', getTrail, '/api/trail?limit=1&cluster=demo');
    expect(lines).toMatchObject([
      {
        action: 'snapshot-exported',
        who: { via: 'page', session: 'local', said: 'auditor' },
        what: { sha256: digest },
      },
    ]);
  });
});

test('the evidence package of a snapshot is made on demand, and the trail names its hash', {
  timeout: 120_000,
}, async () => {
  const [newest] = (await list()).snapshots;
  const response = await send(exportFile, 'POST', `${SNAPSHOTS}/${newest?.seq}/files/package.zip`, { by: 'auditor' });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-disposition')).toContain(`demo-snapshot-${newest?.seq}-package.zip`);
  const zip = Buffer.from(await response.arrayBuffer());
  const verification = await verifyPackage(zip, 'package.zip');
  expect(verification).toMatchObject({ verdict: 'intact', evidence: newest?.evidence, chain: { hash: newest?.link } });
  const { lines } = await ask<AuditTrail>('GET /api/trail', getTrail, '/api/trail?limit=1&cluster=demo');
  const sha256 = createHash('sha256').update(zip).digest('hex');
  expect(lines).toMatchObject([
    { action: 'snapshot-exported', who: { said: 'auditor' }, what: { file: 'package.zip', sha256 } },
  ]);
  const nobodys = await send(exportFile, 'POST', `${SNAPSHOTS}/999/files/package.zip`, { by: 'auditor' });
  expect(nobodys.status).toBe(404);
});

describe('what people say of a snapshot', () => {
  const signed = (body: object) => send(sign, 'POST', `${SNAPSHOTS}/1/sign-offs`, body);

  test('notes and signatures stand beside it', async () => {
    const response = await send(addNote, 'POST', `${SNAPSHOTS}/1/notes`, { text: 'Ticket OPS-2291', by: 'platform' });
    await answerOf('POST /api/clusters/{cluster}/snapshots/{seq}/notes', response);
    expect((await signed({ step: 'accepted', role: 'risk owner' })).status).toBe(400);
    expect((await signed({ step: 'prepared', role: 'platform engineer', name: 'P. E.' })).status).toBe(200);
    expect((await signed({ step: 'prepared', role: 'platform engineer' })).status).toBe(409);
    const detail = await ask<SnapshotDetail>(
      'GET /api/clusters/{cluster}/snapshots/{seq}',
      getSnapshot,
      `${SNAPSHOTS}/1`,
    );
    expect(detail).toMatchObject({
      notes: [{ text: 'Ticket OPS-2291', by: 'platform' }],
      signOffs: [{ step: 'prepared', role: 'platform engineer', name: 'P. E.' }],
    });
    expect(detail.openGaps?.length).toBeGreaterThan(0);
  });

  test('of one that is not there', async () => {
    expect((await get(getSnapshot, `${SNAPSHOTS}/999`)).status).toBe(404);
    expect((await get(getSnapshot, `${SNAPSHOTS}/first`)).status).toBe(400);
  });
});

test('the chain is recomputed on demand, with every file', async () => {
  const chain = await ask<ChainReport>('GET /api/clusters/{cluster}/chain', getChain, '/api/clusters/demo/chain');
  const { total } = await list();
  expect(chain).toMatchObject({ links: total, files: 2 * total, damaged: [], database: [] });
  expect([chain.problem, chain.trail.problem]).toEqual([undefined, undefined]);
});

test('two snapshots of one state differ in nothing', { timeout: 60_000 }, async () => {
  const path = `${SNAPSHOTS}/2/against/1`;
  const comparison = await ask<SnapshotComparison>(
    'GET /api/clusters/{cluster}/snapshots/{seq}/against/{before}',
    getComparison,
    path,
  );
  expect(new Set(Object.values(comparison.counts))).toEqual(new Set([0]));
  expect(comparison).toMatchObject({ notes: [], before: { seq: 1 }, after: { seq: 2 } });
  expect(comparison.personal).toContain('crm/StatefulSet/crm-db');
  expect((await get(getComparison, `${SNAPSHOTS}/2/against/999`)).status).toBe(404);
});

test('the trail leaves as NDJSON that can be verified, and says so itself', async () => {
  const response = await send(exportTrail, 'POST', '/api/trail/export', { by: 'auditor' });
  const lines = (await response.text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(verifyTrail(lines)).toMatchObject({ lines: lines.length });
  expect(verifyTrail(lines).problem).toBeUndefined();
  expect(lines.at(-1)).toMatchObject({ action: 'trail-exported', who: { said: 'auditor' } });
});

test('a report that leaves without being kept is in the trail', { timeout: 60_000 }, async () => {
  const part = { form: 'short', scope: ['crm'] };
  const response = await send(exportReport, 'POST', '/api/clusters/demo/snapshot', part);
  const pdf = new Uint8Array(await response.arrayBuffer());
  const sha256 = Buffer.from(await crypto.subtle.digest('SHA-256', pdf)).toString('hex');
  const { lines } = await ask<AuditTrail>('GET /api/trail', getTrail, '/api/trail?limit=1');
  expect(lines).toMatchObject([{ action: 'result-exported', what: { file: 'snapshot.pdf', ...part, sha256 } }]);
});

test('a file that was saved from the page is in the trail', async () => {
  const saved = { file: 'ringfence-demo-gaps.csv', sha256: 'ab'.repeat(32) };
  const response = await send(noteResult, 'POST', '/api/clusters/demo/exports', saved);
  expect(await answerOf('POST /api/clusters/{cluster}/exports', response)).toEqual({ written: true });
  const { lines } = await ask<AuditTrail>('GET /api/trail', getTrail, '/api/trail?limit=1');
  expect(lines).toMatchObject([{ action: 'result-exported', who: { via: 'page', session: 'local' }, what: saved }]);
  const other = await send(noteResult, 'POST', '/api/clusters/demo/exports', { ...saved, sha256: 'none' });
  expect(other.status).toBe(400);
});

test('of what was opened from the page nothing is kept, and the list says why', async () => {
  runtime.add('upload', { type: 'upload', name: 'x.json', path: '/nowhere' });
  const uploaded = await ask<SnapshotList>(
    'GET /api/clusters/{cluster}/snapshots',
    getSnapshots,
    '/api/clusters/upload/snapshots',
  );
  expect(uploaded).toMatchObject({ snapshots: [], notKept: expect.stringContaining('not kept') });
  expect((await send(takeSnapshot, 'POST', '/api/clusters/upload/snapshots', {})).status).toBe(400);
});

test('a data folder that cannot be written to costs what would be kept, not the page', {
  timeout: 60_000,
}, async () => {
  writeFileSync(join(folder, 'file'), '');
  const unwritable = startRuntime(['--demo', '--data-dir', join(folder, 'file', 'data')]);
  installRuntime(unwritable);
  try {
    await untilRevision(unwritable, 'demo');
    expect(await list()).toMatchObject({ snapshots: [], notKept: expect.stringContaining('cannot be written to') });
    expect(await take()).toMatchObject({ state: 'failed', error: { code: 'NOT_WRITABLE' } });
    const dataMap = { text: 'apiVersion: ringfence.dev/v1alpha1\nkind: DataMap\n', keep: true };
    const { dataMap: inForce } = (await (await get(getData, '/api/clusters/demo/data')).json()) as DataOverview;
    const body = { ...dataMap, seen: inForce.hash };
    const refused = await send(postDataMap, 'POST', '/api/clusters/demo/data-map', body);
    expect(await refused.json()).toMatchObject({
      error: { code: 'NOT_WRITABLE', message: expect.stringContaining('written to') },
    });
    expect(refused.status).toBe(507);
  } finally {
    installRuntime(runtime);
    await unwritable.stop();
  }
});
