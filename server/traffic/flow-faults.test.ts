import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { someFlow } from '#lib/flows/testing/some-flow.ts';
import { createClusterTraffic } from './cluster-traffic.ts';
import { openDuckDbStore } from './duckdb-store.ts';
import { FLOWS_FILE } from './flow-store.ts';
import { createFlowWriter } from './flow-writer.ts';
import { createMemoryStore } from './memory-store.ts';
import { DAY, someRow } from './testing/store-contract-rows.ts';
import { DAY_MS, MINUTE_MS } from './tiers.ts';
import { startTraffic } from './traffic.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringfence-flow-faults-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const ALWAYS = { from: 0, to: DAY + 10 ** 9 };

/** A child that takes flows in; resolves with it and the minutes that it told to be kept. */
function ingesting(file: string) {
  const script = fileURLToPath(new URL('./testing/ingest-until-killed.ts', import.meta.url));
  const child = spawn(process.execPath, [script, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const told: number[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => told.push(Number(line)));
  return { child, told };
}

test('a kill at any moment loses at most the window that was not kept yet, and its coverage with it', {
  timeout: 120_000,
}, async () => {
  const file = join(folder, 'killed', FLOWS_FILE);
  const { child, told } = ingesting(file);
  while (told.length < 4) await new Promise((resolve) => setTimeout(resolve, 10));
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 100));
  child.kill('SIGKILL');
  await once(child, 'close'); // all that it told is heard
  const store = await openDuckDbStore(file);
  const [edge] = (await store.edges('demo', ALWAYS)).edges;
  const kept = edge?.minutes ?? 0;
  expect([told.length, told.length + 1]).toContain(kept);
  expect(edge?.connections).toBe(kept * 50);
  const coverage = await store.coverage('demo', ALWAYS);
  expect(coverage.reduce((sum, { connectedMs }) => sum + connectedMs, 0)).toBe(kept * MINUTE_MS);
  expect(coverage.reduce((sum, { records }) => sum + records, 0)).toBe(kept * 50);
  await store.close();
});

test.each([0, 300, 700])(
  'a server that ends while flows are written ends in order, %d ms after the first were kept',
  {
    timeout: 60_000,
  },
  async (ms) => {
    const script = fileURLToPath(new URL('./testing/stop-while-writing.ts', import.meta.url));
    const dataDir = join(folder, `stopped-${ms}`);
    const child = spawn(process.execPath, [script, dataDir, String(ms)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [[status, signal]] = await Promise.all([once(child, 'close'), child.stdout.setEncoding('utf8').toArray()]);
    expect({ status, signal }).toEqual({ status: 0, signal: null });
    const store = await openDuckDbStore(join(dataDir, FLOWS_FILE));
    const now = Date.now();
    expect((await store.edges('a', { from: now - 2 * DAY_MS, to: now }, { limit: 1 })).total).toBeGreaterThan(0);
    await store.close();
  },
);

test('a store that another process holds says which one', { timeout: 60_000 }, async () => {
  const file = join(folder, 'held', FLOWS_FILE);
  const { child, told } = ingesting(file);
  while (told.length < 1) await new Promise((resolve) => setTimeout(resolve, 10));
  await expect(openDuckDbStore(file)).rejects.toMatchObject({
    code: 'USAGE',
    message: expect.stringContaining(`process ${child.pid}`),
  });
  child.kill('SIGKILL');
  await once(child, 'close');
});

describe('a store that cannot be written to', () => {
  const failing = () => {
    const store = createMemoryStore();
    const state = { full: true };
    const appendWindow: typeof store.appendWindow = async (...args) => {
      if (state.full) throw new Error('No space left on device');
      await store.appendWindow(...args);
    };
    return { state, store: { ...store, appendWindow } };
  };
  const rows = (count: number) => Array.from({ length: count }, (_, at) => someRow(at % 1_000));

  test('keeps what waits, bounded, and keeps it when there is room again', async () => {
    const { state, store } = failing();
    const writer = createFlowWriter(
      async () => store,
      () => {},
      5,
    );
    writer.write('demo', rows(40_000), []);
    await expect(writer.written()).rejects.toThrow('No space left');
    expect(writer.hasRoom).toBe(true);
    writer.write('demo', rows(20_000), []);
    expect(writer.hasRoom).toBe(false);
    await writer.drained(); // nobody waits for ever on a store that fails
    state.full = false;
    while (writer.waitingRows > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(writer.error).toBeUndefined();
    expect((await store.edges('demo', ALWAYS)).edges).toMatchObject([{ connections: 60_000 }]);
    writer.stop();
  });

  test('coverage waits in the same room', async () => {
    const { store } = failing();
    const writer = createFlowWriter(
      async () => store,
      () => {},
    );
    const hours = Array.from({ length: 50_000 }, (_, node) => ({
      ...{ hour: DAY, source: 'hubble', node: `n${node}` },
      ...{ connectedMs: 0, records: 0, lost: 1 },
    }));
    writer.write('demo', [], hours);
    expect({ hasRoom: writer.hasRoom, rows: writer.waitingRows }).toEqual({ hasRoom: false, rows: 0 });
    writer.stop();
  });

  test('nothing more is handed to it, and what finds no room before it is counted as lost', async () => {
    const { store } = failing();
    const writer = createFlowWriter(
      async () => store,
      () => {},
    );
    writer.write('demo', rows(50_000), []);
    const traffic = createClusterTraffic(
      'demo',
      writer,
      () => DAY,
      () => 0,
    );
    const flood = Array.from({ length: 210_000 }, (_, i) =>
      someFlow({ t0: DAY, t1: DAY, to: { ip: `192.0.${(i >> 8) & 255}.${i & 255}` }, toPort: 1 + (i >> 16) }),
    );
    expect(traffic.sink.observe(flood)).toBe(false);
    expect(traffic.observe([someFlow({ t0: DAY, t1: DAY, toPort: 9 })])).toMatchObject({ taken: 0, noRoom: 1 });
    expect(writer.waitingRows).toBe(50_000);
    writer.stop();
  });

  test('whoever sends flows is told, and the sources say why', async () => {
    const { store } = failing();
    const traffic = startTraffic({
      dataDir: join(folder, 'full'),
      keep: { minuteDays: 30, hourMonths: 13 },
      onChanged: () => {},
      onFault: () => {},
      open: async () => store,
      clock: () => DAY,
    });
    traffic.add('demo', { under: 'demo' }).names({ whole: true, changes: [], ranges: [] });
    const upload = await traffic.ingest('demo', 'http');
    const record = {
      schema: 'ringfence.dev/flow/v1',
      time: '2026-11-01T00:00:00Z',
      from: { ip: '10.0.0.1' },
      to: { ip: '10.0.0.2' },
      verdict: 'allowed',
    };
    await upload.push(Buffer.from(JSON.stringify(record)));
    await expect(upload.end()).rejects.toMatchObject({ code: 'NOT_WRITABLE' });
    expect(await traffic.answer({ ask: 'sources', cluster: 'demo' })).toMatchObject({
      sources: [{ source: 'http', records: 1 }],
      store: { waitingRows: 1, error: expect.stringContaining('could not be written') },
    });
    await traffic.stop();
  });
});

test('ten thousand mutated lines: none crashes, all are counted', async () => {
  const traffic = startTraffic({
    dataDir: join(folder, 'mutated'),
    keep: { minuteDays: 30, hourMonths: 13 },
    onChanged: () => {},
    onFault: () => {},
    clock: () => DAY,
  });
  traffic.add('demo').names({ whole: true, changes: [], ranges: [] });
  const upload = await traffic.ingest('demo', 'http');
  const line = JSON.stringify({
    schema: 'ringfence.dev/flow/v1',
    time: '2026-11-02T00:00:00Z',
    from: { namespace: 'shop', workload: { kind: 'Deployment', name: 'web' }, ip: '10.0.0.1' },
    to: { ip: '203.0.113.7', outside: true, names: ['api.example.org'] },
    port: 443,
    verdict: 'denied',
    policies: [{ kind: 'NetworkPolicy', name: 'p', action: 'deny' }],
  });
  let seed = 1;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return (seed >>> 8) % below;
  };
  const LINES = 10_000;
  for (let i = 0; i < LINES; i++) {
    const bytes = Buffer.from(line);
    for (let changes = random(4); changes >= 0; changes--) {
      const byte = random(256);
      bytes[random(bytes.length)] = byte === 10 ? 11 : byte; // a line stays one
    }
    await upload.push(Buffer.concat([bytes, Buffer.from('\n')]));
  }
  const { accepted, unreadable } = await upload.end();
  expect(accepted + unreadable).toBe(LINES);
  expect(accepted).toBeGreaterThan(500);
  expect(unreadable).toBeGreaterThan(500);
  await traffic.stop();
});
