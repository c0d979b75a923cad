import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ClusterEvent, ClusterSummary } from '#lib/api/types.ts';
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
