import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { FLOWS_FILE } from './flow-store.ts';
import { startTrafficThread, type TrafficCluster, type TrafficThread } from './traffic-thread.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringfence-traffic-thread-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function startThread(
  tellNames: TrafficCluster['tellNames'],
  { dataDir = folder, under }: { readonly dataDir?: string; readonly under?: string } = {},
): TrafficThread {
  return startTrafficThread({
    dataDir,
    keep: { minuteDays: 30, hourMonths: 13 },
    cluster: (id) => ({ id, under, demo: false, tellNames }),
    onChanged: () => {},
    onLost: () => {},
  });
}

test('an upload to a cluster whose names nobody tells is answered after the limit, and does not wait on', {
  timeout: 30_000,
}, async () => {
  const thread = startThread((port) => void port());
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const answer = thread.ingest('a', 'test', (async function* () {})()).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await answer).toMatchObject({ code: 'TIMED_OUT' });
  } finally {
    vi.useRealTimers();
    await thread.stop();
  }
});

const tellNothing: TrafficCluster['tellNames'] = (port) => port().postMessage({ whole: true, changes: [], ranges: [] });

test('once it was stopped, no thread begins for a question', { timeout: 30_000 }, async () => {
  const thread = startThread(tellNothing);
  await thread.ask({ ask: 'sources', cluster: 'a' });
  await thread.stop();
  await expect(thread.ask({ ask: 'sources', cluster: 'a' })).rejects.toMatchObject({ code: 'WORKER_LOST' });
  expect(thread.isRunning).toBe(false);
});

test('an upload whose pieces come after the thread has ended is refused, and does not wait on', {
  timeout: 30_000,
}, async () => {
  const thread = startThread(tellNothing);
  async function* pieces() {
    yield Buffer.from('\n');
    await thread.stop();
    yield Buffer.from('\n');
  }
  await expect(thread.ingest('a', 'test', pieces())).rejects.toMatchObject({ code: 'WORKER_LOST' });
});

test('an upload that the store had no room for has failed, and is not observing for ever', {
  timeout: 180_000,
}, async () => {
  const dataDir = join(folder, 'full');
  mkdirSync(join(dataDir, FLOWS_FILE), { recursive: true }); // a folder cannot be written to
  const thread = startThread(tellNothing, { dataDir, under: 'kept' });
  const time = new Date(Date.now() - 60 * 60_000).toISOString();
  const line = (at: number) => ({
    ...{ schema: 'ringfence.dev/flow/v1', time, verdict: 'allowed', from: { ip: '10.0.0.1' } },
    ...{ to: { namespace: 'shop', workload: { kind: 'Deployment', name: `web-${at >> 15}` } }, port: 1 + (at & 32767) },
  });
  async function* pieces() {
    for (let from = 0; from < 160_000; from += 20_000) {
      yield Buffer.from(Array.from({ length: 20_000 }, (_, at) => `${JSON.stringify(line(from + at))}\n`).join(''));
    }
  }
  await expect(thread.ingest('a', 'test', pieces())).rejects.toMatchObject({ code: 'NOT_WRITABLE' });
  const { sources } = await thread.ask({ ask: 'sources', cluster: 'a' });
  expect(sources).toMatchObject([{ source: 'test', state: 'failed' }]);
  await thread.stop();
});
