import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openFilesRead } from './files-read.ts';
import { FLOWS_FILE } from './flow-store.ts';
import { createMemoryStore } from './memory-store.ts';
import { startTraffic, type Traffic } from './traffic.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringfence-traffic-'));
afterAll(() => rmSync(folder, { recursive: true }));
const CLUSTER = 'upload';
const RECORD = {
  ...{ schema: 'ringfence.dev/flow/v1', time: '2026-11-02T10:00:00Z', port: 443, verdict: 'allowed' },
  ...{ from: { ip: '10.0.0.1' }, to: { ip: '203.0.113.7', outside: true } },
};

function start(dataDir: string): { readonly traffic: Traffic; readonly opened: string[] } {
  const opened: string[] = [];
  const traffic = startTraffic({
    ...{ dataDir: join(folder, dataDir), keep: { minuteDays: 30, hourMonths: 13 } },
    ...{ onChanged: () => {}, onFault: () => {}, clock: () => Date.parse('2026-11-02T12:00:00Z') },
    open: async (file) => {
      opened.push(file);
      return createMemoryStore();
    },
  });
  return { traffic, opened };
}
const uploadTo = (traffic: Traffic) => {
  traffic.add(CLUSTER).names({ whole: true, changes: [], ranges: [] });
  return traffic.ingest(CLUSTER, 'http');
};
const seen = (traffic: Traffic) => traffic.answer({ ask: 'seen', cluster: CLUSTER, filter: {} });

test('a cluster that is opened under the id of one that was removed has none of its flows', async () => {
  const { traffic } = start('again');
  const upload = await uploadTo(traffic);
  await upload.push(Buffer.from(`${JSON.stringify(RECORD)}\n`));
  await upload.end();
  expect(await seen(traffic)).toMatchObject({ total: 1 });
  traffic.forget(CLUSTER);
  traffic.add(CLUSTER).names({ whole: true, changes: [], ranges: [] });
  expect(await seen(traffic)).toMatchObject({ total: 0 });
  await traffic.stop();
});

test('what still waits of a cluster that is not kept, and was removed, reaches no file', async () => {
  const { traffic, opened } = start('waiting');
  const upload = await uploadTo(traffic);
  await upload.push(Buffer.from(`${JSON.stringify(RECORD)}\n`));
  traffic.forget(CLUSTER);
  await upload.end();
  expect(opened).toEqual([]);
  expect(existsSync(join(folder, 'waiting', FLOWS_FILE))).toBe(false);
  await traffic.stop();
});

test('where the store was deleted no file counts as read', () => {
  const dataDir = join(folder, 'deleted');
  mkdirSync(dataDir);
  const [path, store] = [join(dataDir, 'flows.ndjson'), join(dataDir, FLOWS_FILE)];
  writeFileSync(path, 'a line\n');
  writeFileSync(store, '');
  openFilesRead(dataDir, 'demo').keep(path, { bytes: 7, lines: 1 });
  void start('deleted').traffic.stop();
  expect(openFilesRead(dataDir, 'demo').of(path)).toEqual({ bytes: 7, lines: 1 });
  rmSync(store);
  void start('deleted').traffic.stop();
  expect(openFilesRead(dataDir, 'demo').of(path)).toBeUndefined();
});
