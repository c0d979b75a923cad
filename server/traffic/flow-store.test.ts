import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { Random } from '#lib/policy/testing/random.ts';
import { openDuckDbStore } from './duckdb-store.ts';
import { FLOWS_FILE } from './flow-store.ts';
import { createMemoryStore } from './memory-store.ts';
import { contractOfFlowStore } from './testing/store-contract.ts';
import { DAY, someRow } from './testing/store-contract-rows.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './tiers.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringfence-flows-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const freshFile = () => join(folder, String(++files), FLOWS_FILE);

contractOfFlowStore('in memory', async () => createMemoryStore());
contractOfFlowStore('in DuckDB', () => openDuckDbStore(freshFile()));

describe('in DuckDB', () => {
  const KEEP = { minuteDays: 30, hourMonths: 13 };

  test('what was told is there after it was closed, for its owner alone', async () => {
    const file = freshFile();
    const store = await openDuckDbStore(file);
    await store.appendWindow('demo', [someRow(0), someRow(61)], []);
    await store.retain(DAY + 2 * DAY_MS, KEEP);
    await store.appendWindow('demo', [someRow(1)], []);
    await store.close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const again = await openDuckDbStore(file);
    expect((await again.edges('demo', { from: 0, to: DAY + DAY_MS })).edges).toMatchObject([{ minutes: 3 }]);
    await again.close();
  });

  test('minutes go when they are old, their hours stay, and a window is whole hours there', async () => {
    const store = await openDuckDbStore(freshFile());
    await store.appendWindow('demo', [someRow(0), someRow(30), someRow(61)], []);
    await store.retain(DAY + 40 * DAY_MS, KEEP);
    const part = { from: DAY + 20 * 60_000, to: DAY + HOUR_MS };
    expect((await store.edges('demo', part)).edges).toMatchObject([{ minutes: 2 }]);
    await store.close();
  });

  test('how long things are kept outlasts whoever said so', async () => {
    const file = freshFile();
    const store = await openDuckDbStore(file);
    await store.keepFor({ minuteDays: 14, hourMonths: 6 });
    await store.keepFor({ minuteDays: 90, hourMonths: 24 });
    await store.retain(DAY, { minuteDays: 90, hourMonths: 24 });
    const { minutesFrom } = store;
    await store.close();
    const again = await openDuckDbStore(file);
    expect(again).toMatchObject({ keeps: { minuteDays: 90, hourMonths: 24 }, minutesFrom });
    expect(minutesFrom).toBe(DAY - 90 * DAY_MS);
    await again.close();
  });

  test('edges of another cluster that are kept while a window is asked for do not get into the answer', async () => {
    const store = await openDuckDbStore(freshFile());
    await store.appendWindow('demo', [someRow(0)], []);
    const window = { from: 0, to: DAY + DAY_MS };
    const { runAndReadAll } = DuckDBConnection.prototype;
    let reads = 0;
    let isLate = false;
    const spy = vi.spyOn(DuckDBConnection.prototype, 'runAndReadAll').mockImplementation(async function (
      this: DuckDBConnection,
      ...asked
    ) {
      const answer = await runAndReadAll.apply(this, asked);
      reads++;
      if (reads === 2) {
        isLate = true;
        await store.appendWindow('other', [someRow(0, { connections: 40, from: 'shop/Deployment/other' })], []);
      }
      return answer;
    });
    try {
      expect((await store.edges('demo', window)).edges).toHaveLength(1);
      expect(isLate).toBe(true);
    } finally {
      spy.mockRestore();
      await store.close();
    }
  });

  test('after thirteen months nothing is left', async () => {
    const store = await openDuckDbStore(freshFile());
    await store.appendWindow(
      'demo',
      [someRow(0)],
      [{ hour: DAY, source: 'hubble', node: '', connectedMs: 1, records: 1, lost: 0 }],
    );
    await store.retain(DAY + 399 * DAY_MS, KEEP);
    expect((await store.seen('demo')).total).toBe(1);
    await store.retain(DAY + 402 * DAY_MS, KEEP);
    expect((await store.seen('demo')).total).toBe(0);
    expect(await store.coverage('demo', { from: 0, to: DAY + DAY_MS })).toEqual([]);
    await store.close();
  });

  test('a file that is none of it is left as it is', async () => {
    const file = join(folder, 'other.duckdb');
    writeFileSync(file, 'something else entirely, and longer than a header '.repeat(200));
    await expect(openDuckDbStore(file)).rejects.toMatchObject({ code: 'DAMAGED' });
  });
});

test('both stores find the same by random ends and blocks', async () => {
  const random = new Random(0xb10c);
  const network = (): string => {
    const prefix = random.pick([0, 8, 16, 22, 24, 25, 28, 30, 31, 32]);
    return `ip:10.${random.below(2)}.${random.below(3)}.${random.below(256)}/${prefix}`;
  };
  const wide = (): string => `ip:fd00:${random.below(3)}::${random.below(4)}/${random.pick([8, 32, 48, 64, 127, 128])}`;
  const end = (): string =>
    random.pick([network, wide, () => random.pick(['host', 'unknown', 'shop/Deployment/web'])])();
  const rows = Array.from({ length: 400 }, (_, at) =>
    someRow(at % 50, { from: end(), to: end(), connections: at + 1 }),
  );
  const stores = [createMemoryStore(), await openDuckDbStore(freshFile())] as const;
  for (const store of stores) await store.appendWindow('demo', rows, []);
  let found = 0;
  for (let asked = 0; asked < 150; asked++) {
    const ends = Array.from({ length: 1 + random.below(3) }, () => (random.chance(0.2) ? '=' : '') + end());
    const [memory, kept] = await Promise.all(
      stores.map((store) => store.edges('demo', { from: DAY, to: DAY + HOUR_MS }, { ends })),
    );
    expect(kept, ends.join()).toEqual(memory);
    found += memory?.total ?? 0;
  }
  expect(found).toBeGreaterThan(1_000);
  await stores[1].close();
});

test('in memory, hours of coverage are bounded, and the newest stay', async () => {
  const store = createMemoryStore();
  for (let hour = 0; hour < 12; hour++) {
    const coverage = Array.from({ length: 10_000 }, (_, at) => ({
      ...{ hour: DAY + hour * HOUR_MS, source: `upload-${at}`, node: '', connectedMs: 0, records: 1, lost: 0 },
    }));
    await store.appendWindow('demo', [], coverage);
  }
  const rows = await store.coverage('demo', { from: 0, to: DAY + DAY_MS });
  expect(rows.length).toBeLessThanOrEqual(100_000);
  expect(rows.filter(({ hour }) => hour === DAY + 11 * HOUR_MS)).toHaveLength(10_000);
  // told again and again it is the same hour
  const again = createMemoryStore();
  const row = { hour: DAY, source: 'relay', node: 'n1', connectedMs: 10, records: 1, lost: 0 };
  for (let at = 0; at < 60; at++)
    await again.appendWindow(
      'demo',
      [],
      Array.from({ length: 1_000 }, () => ({ ...row, node: `n${at % 2}` })),
    );
  expect(await again.coverage('demo', { from: 0, to: DAY + DAY_MS })).toMatchObject([
    { node: 'n0', records: 30_000, connectedMs: 300_000 },
    { node: 'n1', records: 30_000 },
  ]);
});

test('in memory, the oldest minutes make room', async () => {
  const store = createMemoryStore();
  const rows = Array.from({ length: 150_000 }, (_, i) => someRow(i % 1_000));
  await store.appendWindow('demo', rows, []);
  await store.appendWindow('demo', rows, []);
  const within = async (from: number, to: number) =>
    (await store.edges('demo', { from: DAY + from * MINUTE_MS, to: DAY + to * MINUTE_MS })).edges[0]?.minutes ?? 0;
  expect(await within(0, 300)).toBe(0);
  expect(await within(400, 1_000)).toBe(600);
});
