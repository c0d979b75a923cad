import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { GET as getGap } from '#app/api/clusters/[cluster]/gaps/[id]/route.ts';
import { GET as getGaps } from '#app/api/clusters/[cluster]/gaps/route.ts';
import { GET as getSummary } from '#app/api/clusters/[cluster]/summary/route.ts';
import { DELETE as withdraw } from '#app/api/clusters/[cluster]/waivers/[id]/route.ts';
import { POST as accept, GET as list } from '#app/api/clusters/[cluster]/waivers/route.ts';
import type { ClusterSummary } from '#lib/api/cluster-types.ts';
import type { ErrorBody } from '#lib/api/error-types.ts';
import { gapList } from '#lib/api/gap-schemas.ts';
import type { GapList, GapView } from '#lib/api/gap-types.ts';
import { type WaiverList, waiverList } from '#lib/api/waiver-schemas.ts';
import { installRuntime } from '#server/current-runtime.ts';
import { keptUnder } from '#server/kept-under.ts';
import type { Runtime } from '#server/runtime.ts';
import { oldWaiverPath } from '#server/store/take-over-files.ts';
import { get, send, startRuntime, untilRevision } from './testing.ts';

const WAIVERS = '/api/clusters/demo/waivers';
const GAPS = '/api/clusters/demo/gaps';
const KEPT = keptUnder({ name: 'demo', source: { type: 'demo' } }) ?? '';

let folder: string;
let dataDir: string;
let runtime: Runtime;
let fingerprint: string;
let gap: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringfence-waivers-'));
  dataDir = join(folder, 'data');
  await serve();
  const { gaps } = (await (await get(getGaps, GAPS)).json()) as GapList;
  const first = gaps.find(({ check, result }) => check === 'ISO-001' && result === 'FAIL');
  gap = first?.id ?? '';
  fingerprint = ((await (await get(getGap, `${GAPS}/${gap}`)).json()) as GapView).gap.fingerprint;
});
// One runtime for all: each test leaves the page without waivers.
afterEach(async () => {
  if (runtime.cluster('demo').revision() === undefined) return;
  for (const { waiver } of (await waivers()).waivers) if (waiver.origin.from === 'page') await remove(waiver.id);
});
afterAll(async () => {
  installRuntime(undefined);
  await runtime.stop();
  await rm(folder, { recursive: true });
});

async function serve(...more: readonly string[]): Promise<void> {
  runtime = startRuntime(['--demo', '--data-dir', dataDir, ...more]);
  installRuntime(runtime);
  await untilRevision(runtime, 'demo');
}

async function serveAgain(...more: readonly string[]): Promise<void> {
  await runtime.stop();
  await serve(...more);
}

const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
const body = (changes: object = {}) => ({
  gap,
  justification: 'Moves to a namespace of its own with release 14',
  riskOwner: 'head-of-crm',
  approvedBy: 'dpo',
  approvedAt: day(0),
  expiresAt: day(90),
  recordedBy: 'dpo office',
  ...changes,
});
const post = (changes?: object) => send(accept, 'POST', WAIVERS, body(changes));
const remove = (id: string) => send(withdraw, 'DELETE', `${WAIVERS}/${id}?by=dpo`, {});
const waivers = async () => waiverList.parse(await (await get(list, WAIVERS)).json());
const shown = async () => ((await (await get(getGap, `${GAPS}/${gap}`)).json()) as GapView).gap;

const waiverFile = (id: string) => `waivers:
- id: ${id}
  check: ISO-001
  match: { fingerprint: "${fingerprint.slice(0, 12)}" }
  justification: "Moves to a namespace of its own with release 14"
  riskOwner: head-of-crm
  approvedBy: dpo
  approvedAt: ${day(0)}
  expiresAt: ${day(90)}
`;

describe('a waiver from the page', () => {
  test('makes its gap WAIVED in a new revision, with who, when and until when', async () => {
    const before = runtime.cluster('demo').revision()?.seq ?? 0;
    const response = await post();
    expect(response.status).toBe(200);
    const answer = waiverList.parse(await response.json());
    expect(answer.revision.seq).toBeGreaterThan(before);
    expect(answer.waivers).toMatchObject([
      {
        state: 'in-force',
        gaps: [gap],
        newPeers: [],
        waiver: {
          id: expect.stringMatching(`^P-${day(0).slice(0, 4)}-\\d{3}$`),
          match: { fingerprint },
          origin: { from: 'page', recordedBy: 'dpo office' },
        },
      },
    ]);
    expect(await shown()).toMatchObject({ result: 'WAIVED', waiver: { approvedBy: 'dpo', expiresAt: day(90) } });
    const { summary } = (await (await get(getGaps, GAPS)).json()) as GapList;
    expect(Object.values(summary.WAIVED).reduce((sum, number) => sum + number, 0)).toBe(1);
  });

  test('stands beside the list of gaps without the workloads behind it, as the checks do without their reasons', async () => {
    await post();
    const answer = await (await get(getGaps, GAPS)).json();
    const shownList = gapList.parse(answer);
    expect((await waivers()).waivers[0]?.waiver.peers).not.toHaveLength(0);
    expect(shownList.waivers?.waivers).toMatchObject([{ state: 'in-force', gaps: [gap] }]);
    expect(shownList.waivers?.waivers[0]?.waiver).not.toHaveProperty('peers');
    for (const check of answer.checks) expect(Object.keys(check)).toEqual(['id', 'title', 'counts']);
  });

  test('is kept for its owner alone, and there after a restart', async () => {
    await post();
    expect((await stat(join(dataDir, 'ringfence.db'))).mode & 0o777).toBe(0o600);
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    await serveAgain();
    expect((await waivers()).waivers).toHaveLength(1);
    expect((await shown()).result).toBe('WAIVED');
  });

  test('taken back, its gap is open again; its record stays, and its id is not given twice', async () => {
    await post();
    const [first] = (await waivers()).waivers;
    expect((await remove(first?.waiver.id ?? '')).status).toBe(200);
    expect((await shown()).result).toBe('FAIL');
    expect((await waivers()).waivers).toEqual([]);
    const { lines } = await runtime.store.call('trail', { cluster: KEPT, limit: 1 });
    expect(lines).toMatchObject([
      { action: 'waiver-withdrawn', who: { via: 'page', said: 'dpo' }, what: { waiver: first?.waiver.id } },
    ]);
    const again = (await (await post()).json()) as WaiverList;
    expect(again.waivers[0]?.waiver.id).not.toBe(first?.waiver.id);
  });

  test.each([
    ['by whoever owns the risk', { approvedBy: 'Head of CRM' }, 400, 'approvedBy'],
    ['for more than twelve months', { expiresAt: day(400) }, 400, 'expiresAt'],
    ['with a short justification', { justification: 'because' }, 400, 'justification'],
    ['approved next week', { approvedAt: day(7) }, 400, 'approvedAt'],
    ['without saying who', { recordedBy: undefined }, 400, 'recordedBy'],
    ['with a field that is not known', { severity: 'low' }, 400, 'severity'],
    ['of a gap that is not there', { gap: 'ISO-001-00000000' }, 404, 'ISO-001-00000000'],
  ])('is refused %s', async (_, changes, status, words) => {
    const response = await post(changes);
    expect(response.status).toBe(status);
    expect(((await response.json()) as ErrorBody).error.message).toContain(words);
    expect((await waivers()).waivers).toEqual([]);
  });

  test('is of the revision looked at, which must still be kept; its answer is of the new one', async () => {
    const seq = runtime.cluster('demo').revision()?.seq ?? 0;
    const elsewhere = ((await (await get(getGaps, GAPS)).json()) as GapList).gaps.find(
      ({ id, result, check }) => id !== gap && result === 'FAIL' && check === 'ISO-001',
    );
    await post({ gap: elsewhere?.id });
    const at = (rev: number) => send(accept, 'POST', `${WAIVERS}?rev=${rev}`, body());
    const answer = waiverList.parse(await (await at(seq)).json());
    expect(answer.revision.seq).toBe(seq + 2);
    expect(answer.waivers.map(({ gaps }) => gaps)).toContainEqual([gap]);
    const gone = await at(seq + 1000);
    expect(((await gone.json()) as ErrorBody).error.code).toBe('REVISION_GONE');
  });

  test('is refused for a gap that is waived, also by who looks at the revision before', async () => {
    const seq = runtime.cluster('demo').revision()?.seq ?? 0;
    const [first] = waiverList.parse(await (await post()).json()).waivers;
    for (const rev of [seq, seq + 1]) {
      const response = await send(accept, 'POST', `${WAIVERS}?rev=${rev}`, body());
      expect(response.status).toBe(400);
      expect(((await response.json()) as ErrorBody).error.message).toContain(first?.waiver.id);
    }
    expect((await waivers()).waivers).toHaveLength(1);
  });

  test('is refused from another site', async () => {
    expect((await send(accept, 'POST', WAIVERS, body(), { origin: 'https://evil.example' })).status).toBe(403);
  });

  test('that is not there cannot be taken back', async () => {
    expect((await remove('W-1')).status).toBe(404);
  });
});

describe('a file of waivers given at start', () => {
  const file = () => join(folder, 'waivers.yaml');
  const write = () => writeFile(file(), waiverFile('W-FILE'));

  test('waives beside those of the page, and is not taken back from there', async () => {
    await write();
    await serveAgain('--waivers', file());
    expect((await shown()).waiver?.id).toBe('W-FILE');
    const refused = await remove('W-FILE');
    expect(refused.status).toBe(400);
    expect((await shown()).result).toBe('WAIVED');
    await serveAgain();
  });

  test('is for one cluster', async () => {
    await write();
    expect(() => startRuntime(['--demo', '--cluster', 'b=demo', '--waivers', file()])).toThrow('one cluster');
  });

  test('with a mistake stops the start', async () => {
    await writeFile(file(), 'waivers:\n- id: 1\n');
    expect(() => startRuntime(['--demo', '--waivers', file()])).toThrow('No waiver of it counts');
  });
});

describe('a store that cannot be used is told, and neither counts nor is overwritten', () => {
  const file = () => oldWaiverPath(dataDir, KEPT);
  const banners = async () =>
    ((await (await get(getSummary, '/api/clusters/demo/summary')).json()) as ClusterSummary).banners;
  const refused = async () => {
    const response = await post();
    expect(response.status).toBe(400);
    return ((await response.json()) as ErrorBody).error.message;
  };

  test('where somebody has broken the file of an earlier version', async () => {
    const broken = '{"schema":"ringfence.dev/waiver-store/v9"}';
    await mkdir(dirname(file()), { recursive: true });
    await writeFile(file(), broken);
    await serveAgain();
    expect(await banners()).toContainEqual(
      expect.objectContaining({ code: 'waivers-unusable', text: expect.stringContaining(file()) }),
    );
    expect((await shown()).result).toBe('FAIL');
    expect(await refused()).toContain('count for nothing');
    expect(await readFile(file(), 'utf8')).toBe(broken);
    await rm(file());
    await serveAgain();
  });

  test('where the file given at start has one of its ids: the file counts', async () => {
    const [accepted] = ((await (await post()).json()) as WaiverList).waivers;
    const id = accepted?.waiver.id ?? '';
    const given = join(folder, 'clash.yaml');
    await writeFile(given, waiverFile(id));
    await serveAgain('--waivers', given);
    expect((await banners()).find(({ code }) => code === 'waivers-unusable')?.text).toContain(id);
    expect((await waivers()).waivers.map(({ waiver }) => [waiver.id, waiver.origin.from])).toEqual([[id, 'file']]);
    expect(await refused()).toContain('is there twice');
    await serveAgain();
    expect((await waivers()).waivers.map(({ waiver }) => waiver.id)).toEqual([id]);
  });
});
