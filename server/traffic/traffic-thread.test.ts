import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { startTrafficThread } from './traffic-thread.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringfence-traffic-thread-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('an upload to a cluster whose names nobody tells is answered after the limit, and does not wait on', {
  timeout: 30_000,
}, async () => {
  const thread = startTrafficThread({
    dataDir: folder,
    keep: { minuteDays: 30, hourMonths: 13 },
    cluster: (id) => ({ id, under: undefined, demo: false, tellNames: (port) => void port() }),
    onChanged: () => {},
    onLost: () => {},
  });
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
