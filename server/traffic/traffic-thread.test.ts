import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { startTrafficThread, type TrafficCluster, type TrafficThread } from './traffic-thread.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringfence-traffic-thread-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function startThread(tellNames: TrafficCluster['tellNames']): TrafficThread {
  return startTrafficThread({
    dataDir: folder,
    keep: { minuteDays: 30, hourMonths: 13 },
    cluster: (id) => ({ id, under: undefined, demo: false, tellNames }),
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
