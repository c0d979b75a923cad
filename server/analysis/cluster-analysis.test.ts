import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ClusterEvent, ClusterSummary } from '#lib/api/cluster-types.ts';
import type { SourceSpec } from '#server/config.ts';
import { type AnalysisOptions, type ClusterAnalysis, startClusterAnalysis } from './cluster-analysis.ts';

const SUMMARY = 'GET /api/clusters/{cluster}/summary';
const WAIT = { timeout: 20_000, interval: 20 };
const cleanUp: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(cleanUp.splice(0).map((each) => each()));
});

function start(source: SourceSpec, more: Partial<AnalysisOptions> = {}): [ClusterAnalysis, ClusterEvent[]] {
  const events: ClusterEvent[] = [];
  const analysis = startClusterAnalysis(
    { id: 'c', name: 'c', source },
    { profile: 'upstream', sets: [], onEvent: (event) => events.push(event), ...more },
  );
  cleanUp.push(() => analysis.stop());
  return [analysis, events];
}

describe('a worker that dies', () => {
  test('is started again, says so meanwhile, and counts its revisions on', { timeout: 30_000 }, async () => {
    const workers: Worker[] = [];
    const postMessage = Worker.prototype.postMessage;
    vi.spyOn(Worker.prototype, 'postMessage').mockImplementation(function (this: Worker, ...message) {
      if (!workers.includes(this)) workers.push(this);
      return postMessage.apply(this, message);
    });
    const [analysis, events] = start({ type: 'demo' });
    await vi.waitFor(() => expect(analysis.revision()?.seq).toBe(1), WAIT);
    const waiting = analysis.ask(SUMMARY, {});
    const [outcome] = await Promise.all([waiting.catch((error: unknown) => error), workers[0]?.terminate()]);
    expect(outcome).toMatchObject({ code: 'WORKER_LOST' });
    expect(events.map(({ source }) => source)).toContainEqual(
      expect.objectContaining({
        state: 'reading',
        retryInSeconds: 1,
        error: expect.objectContaining({ code: 'WORKER_LOST' }),
      }),
    );
    await vi.waitFor(() => expect(analysis.revision()?.seq).toBe(2), WAIT);
    expect(analysis.status()).toMatchObject({ type: 'demo', state: 'current' });
    expect(analysis.status().error).toBeUndefined();
    expect((await analysis.ask(SUMMARY, {})).revision.seq).toBe(2);
  });

  test('is started again with the profile that somebody chose since', { timeout: 30_000 }, async () => {
    const workers: Worker[] = [];
    const postMessage = Worker.prototype.postMessage;
    vi.spyOn(Worker.prototype, 'postMessage').mockImplementation(function (this: Worker, ...message) {
      if (!workers.includes(this)) workers.push(this);
      return postMessage.apply(this, message);
    });
    const [analysis] = start({ type: 'demo' });
    await vi.waitFor(() => expect(analysis.revision()?.seq).toBe(1), WAIT);
    await analysis.ask('POST /api/clusters/{cluster}/profile', {}, { body: { profile: 'calico', sets: [] } });
    await workers[0]?.terminate();
    await vi.waitFor(() => expect(analysis.revision()?.seq).toBe(3), WAIT);
    const { bytes } = await analysis.ask(SUMMARY, {});
    expect((JSON.parse(new TextDecoder().decode(bytes)) as ClusterSummary).profile.name).toBe('calico');
  });

  test('of an upload that needs too much memory ends alone and is not tried again', { timeout: 60_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ringfence-'));
    cleanUp.push(() => rm(folder, { recursive: true }));
    const path = join(folder, 'pods.json');
    const pods = Array.from({ length: 100_000 }, (_, index) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `pod-${index}`, namespace: 'shop', labels: { app: `app-${index}`, text: 'x'.repeat(50) } },
      spec: { containers: [] },
    }));
    await writeFile(path, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: pods }));
    const onLost = vi.fn();
    const [analysis] = start({ type: 'upload', name: 'pods.json', path }, { uploadHeapMb: 24, onLost });
    await vi.waitFor(() => expect(analysis.status().state).toBe('failed'), { ...WAIT, timeout: 50_000 });
    expect(analysis.status().error).toMatchObject({ code: 'TOO_LARGE' });
    expect(onLost).toHaveBeenCalledTimes(1);
  });
});

test('a profile that nobody knows is told, and no worker is started again for it', { timeout: 30_000 }, async () => {
  const onLost = vi.fn();
  const [analysis] = start({ type: 'demo' }, { profile: 'flannel', onLost });
  await vi.waitFor(() => expect(analysis.status().state).toBe('failed'), WAIT);
  expect(analysis.status()).toMatchObject({ error: { code: 'USAGE' } });
  expect(analysis.status().retryInSeconds).toBeUndefined();
  await expect(analysis.ask(SUMMARY, {})).rejects.toMatchObject({ code: 'USAGE' });
  expect(onLost).not.toHaveBeenCalled();
});

describe('a question that nobody waits for any more', () => {
  /** What the HTTP thread tells the worker; questions that `lose` names never get there. */
  function listen(lose: (question: string) => boolean): { type: string; id?: number }[] {
    const told: { type: string; id?: number; question?: string }[] = [];
    const postMessage = Worker.prototype.postMessage;
    vi.spyOn(Worker.prototype, 'postMessage').mockImplementation(function (this: Worker, message, ...more) {
      told.push(message);
      return lose(message.question ?? '') ? undefined : postMessage.call(this, message, ...more);
    });
    return told;
  }

  test('is given up after the time limit, with its length, and cancelled', { timeout: 30_000 }, async () => {
    const told = listen((question) => question === SUMMARY);
    const [analysis] = start({ type: 'demo' }, { askTimeoutMs: 1_000 });
    await vi.waitFor(() => expect(analysis.revision()).toBeDefined(), WAIT);
    const outcome = await analysis.ask(SUMMARY, {}).catch((error: unknown) => error);
    expect(outcome).toMatchObject({ code: 'TIMED_OUT', message: expect.stringContaining('within 1 s') });
    const asked = told.find(({ type }) => type === 'ask');
    expect(told).toContainEqual({ type: 'cancel', id: asked?.id });
  });

  test('is cancelled when its client goes away', { timeout: 30_000 }, async () => {
    const told = listen((question) => question === SUMMARY);
    const [analysis] = start({ type: 'demo' });
    await vi.waitFor(() => expect(analysis.revision()).toBeDefined(), WAIT);
    const client = new AbortController();
    const outcome = analysis.ask(SUMMARY, {}, { signal: client.signal }).catch((error: unknown) => error);
    client.abort();
    expect(await outcome).toMatchObject({ code: 'TIMED_OUT' });
    expect(told.map(({ type }) => type)).toContain('cancel');
  });

  test('is dropped by the worker, which goes on with the next', { timeout: 30_000 }, async () => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url));
    cleanUp.push(() => worker.terminate());
    const heard: { type: string; id?: number }[] = [];
    worker.on('message', (message) => heard.push(message));
    const cluster = { id: 'c', name: 'c' };
    worker.postMessage({
      type: 'start',
      cluster,
      source: { type: 'demo' },
      profile: 'upstream',
      sets: [],
      firstSeq: 1,
    });
    await vi.waitFor(() => expect(heard.map(({ type }) => type)).toContain('revision'), WAIT);
    for (const id of [1, 2]) worker.postMessage({ type: 'ask', id, question: SUMMARY, input: {}, body: undefined });
    worker.postMessage({ type: 'cancel', id: 1 });
    await vi.waitFor(() => expect(heard).toContainEqual(expect.objectContaining({ type: 'answer', id: 2 })), WAIT);
    expect(heard.filter(({ id }) => id === 1)).toEqual([]);
  });
});

test('standard input reaches the worker', { timeout: 30_000 }, async () => {
  const module = fileURLToPath(new URL('./cluster-analysis.ts', import.meta.url));
  const program = `
    import { startClusterAnalysis } from ${JSON.stringify(module)};
    const analysis = startClusterAnalysis(
      { id: 'c', name: 'c', source: { type: 'files', paths: ['-'] } },
      { profile: 'upstream', sets: [], onEvent: async ({ revision }) => {
        if (revision === undefined) return;
        const { bytes } = await analysis.ask(${JSON.stringify(SUMMARY)}, {});
        console.log(new TextDecoder().decode(bytes));
        process.exit();
      } },
    );`;
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'shop' }, spec: { containers: [] } };
  const folder = await mkdtemp(join(tmpdir(), 'ringfence-'));
  cleanUp.push(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'program.mjs'), program);
  const told = await new Promise<string>((resolve, reject) => {
    const child = execFile(process.execPath, [join(folder, 'program.mjs')], (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(stderr));
    });
    child.stdin?.end(JSON.stringify(pod));
  });
  expect((JSON.parse(told) as ClusterSummary).numbers.pods).toBe(1);
});
