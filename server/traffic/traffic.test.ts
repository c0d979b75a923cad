import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { TrafficSources } from '#lib/api/traffic-schemas.ts';
import type { FlowEdges } from '#lib/flows/flow-row.ts';
import { SOURCES_MOST } from './cluster-traffic.ts';
import { openDuckDbStore } from './duckdb-store.ts';
import { openFilesRead } from './files-read.ts';
import { FLOWS_FILE } from './flow-store.ts';
import { createKeptStore } from './kept-store.ts';
import { createMemoryStore } from './memory-store.ts';
import { NAMES_MOST } from './source-names.ts';
import { someRow } from './testing/store-contract-rows.ts';
import { DAY_MS, HOUR_MS } from './tiers.ts';
import { startTraffic, type Traffic } from './traffic.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringfence-traffic-'));
afterAll(() => rmSync(folder, { recursive: true }));
const CLUSTER = 'upload';
const ALL = { from: Date.parse('2026-11-01T00:00:00Z'), to: Date.parse('2026-11-03T00:00:00Z') };
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

/** Records of so many days ago, sent to whoever owns the folder; what the answer and its coverage say of each. */
async function sendTo(
  dataDir: string,
  daysAgo: readonly number[],
  options: Pick<Parameters<typeof startTraffic>[0], 'keep' | 'keepAsBefore'>,
) {
  const now = Date.parse('2026-11-02T12:00:00Z');
  const of = { under: 'kept' };
  const traffic = startTraffic({
    ...{ dataDir: join(folder, dataDir), onChanged: () => {}, onFault: () => {}, clock: () => now },
    ...options,
  });
  traffic.add(CLUSTER, of).names({ whole: true, changes: [], ranges: [] });
  const upload = await traffic.ingest(CLUSTER, 'http');
  for (const days of daysAgo) {
    const time = new Date(now - days * DAY_MS).toISOString();
    await upload.push(Buffer.from(`${JSON.stringify({ ...RECORD, time, port: days })}\n`));
  }
  const { accepted, tooOld } = await upload.end();
  const window = { from: now - 399 * DAY_MS, to: now };
  const { edges } = (await traffic.answer({ ask: 'edges', cluster: CLUSTER, window, filter: {} })) as FlowEdges;
  await traffic.stop();
  return { accepted, tooOld, kept: edges.map(({ port }) => port).sort() };
}

test('flows go on under the name that their source had before, unless that is another cluster’s', async () => {
  const dataDir = join(folder, 'names');
  const start = () =>
    startTraffic({ dataDir, keep: { minuteDays: 30, hourMonths: 13 }, onChanged: () => {}, onFault: () => {} });
  const window = { from: Date.now() - DAY_MS, to: Date.now() };
  const asked = async (traffic: Traffic, cluster: string) =>
    ((await traffic.answer({ ask: 'edges', cluster, window, filter: {} })) as FlowEdges).edges.map(({ port }) => port);
  const send = async (traffic: Traffic, cluster: string, port: number) => {
    const upload = await traffic.ingest(cluster, 'http');
    const time = new Date(Date.now() - HOUR_MS).toISOString();
    await upload.push(Buffer.from(`${JSON.stringify({ ...RECORD, time, port })}\n`));
    await upload.end();
  };
  const known = { whole: true, changes: [], ranges: [] };
  const before = start();
  before.add('prod', { under: 'prod-0123456789ab' }).names(known);
  await send(before, 'prod', 1);
  await before.stop();
  const renamed = start();
  renamed.add('m', { under: 'manifests-0123456789ab' }).names(known);
  renamed.add('x', { under: 'other-ba9876543210' }).names(known);
  await send(renamed, 'm', 2);
  expect(await asked(renamed, 'm')).toEqual([1, 2]);
  expect(await asked(renamed, 'x')).toEqual([]);
  await renamed.stop();
  const both = start();
  both.add('b', { under: 'b-0123456789ab', others: ['prod-0123456789ab'] }).names(known);
  both.add('prod', { under: 'prod-0123456789ab', others: ['b-0123456789ab'] }).names(known);
  expect(await asked(both, 'b')).toEqual([]);
  expect(await asked(both, 'prod')).toEqual([1, 2]);
  await both.stop();
});

/** What `serve` does once it has run for a while. */
async function retainAt(dataDir: string, minuteDays: number) {
  const store = await openDuckDbStore(join(folder, dataDir, FLOWS_FILE));
  const keep = { minuteDays, hourMonths: 13 };
  await store.keepFor(keep);
  await store.retain(Date.parse('2026-11-02T12:00:00Z'), keep);
  await store.close();
}

test('what is accepted is kept: after minutes were taken away a longer time of keeping accepts no more than the store', async () => {
  const keep = { minuteDays: 7, hourMonths: 13 };
  expect(await sendTo('raised', [3, 20], { keep })).toEqual({ accepted: 1, tooOld: 1, kept: [3] });
  await retainAt('raised', 7);
  const longer = { keep: { ...keep, minuteDays: 90 } };
  expect(await sendTo('raised', [4, 20, 100], longer)).toEqual({ accepted: 1, tooOld: 2, kept: [3, 4] });
});

test('a command keeps what the server was told to keep, and takes what the server would', async () => {
  const keep = { minuteDays: 90, hourMonths: 13 };
  await sendTo('command', [3], { keep });
  await retainAt('command', 90);
  const command = { keep: { minuteDays: 30, hourMonths: 13 }, keepAsBefore: true };
  expect(await sendTo('command', [60, 100], command)).toEqual({ accepted: 1, tooOld: 1, kept: [3, 60] });
});

describe('a command, where nobody remembers how long things are kept', () => {
  const now = Date.parse('2026-11-02T12:00:00Z');
  const keep = { minuteDays: 30, hourMonths: 13 };
  async function retainedWith(minutesFrom: number, sumsFrom = 0) {
    const store = { ...createMemoryStore(), minutesFrom, sumsFrom };
    const retained: unknown[] = [];
    const kept = createKeptStore({
      ...{ dataDir: join(folder, 'nobody'), keep, keepAsBefore: true, onFault: () => {}, clock: () => now },
      open: async () => ({ ...store, retain: async (...asked: unknown[]) => void retained.push(asked) }),
    });
    await kept.open();
    await kept.retain(now);
    return { retained, from: kept.minutesFrom(now) };
  }

  test('keeps 30 days of minutes and 13 months of hours', async () => {
    expect(await retainedWith(0)).toEqual({ retained: [[now, keep]], from: now - 30 * DAY_MS });
    expect((await retainedWith(now - 7 * DAY_MS)).retained).toEqual([[now, keep]]);
  });

  test('takes no minutes away that a server let stay', async () => {
    expect(await retainedWith(now - 90 * DAY_MS)).toEqual({
      retained: [[now, { ...keep, minuteDays: 90 }]],
      from: now - 90 * DAY_MS,
    });
  });

  test('takes no hours away that a server let stay', async () => {
    const dataDir = join(folder, 'let-stay');
    const hour = now - 600 * DAY_MS;
    const store = await openDuckDbStore(join(dataDir, FLOWS_FILE));
    await store.appendWindow('kept', [someRow(0, { minute: hour, first: hour, last: hour })], []);
    await store.retain(now, { minuteDays: 30, hourMonths: 24 });
    await store.close();
    for (const days of [3, 4]) await sendTo('let-stay', [days], { keep, keepAsBefore: true });
    const after = await openDuckDbStore(join(dataDir, FLOWS_FILE));
    expect(after.keeps).toBeUndefined(); // nobody said for how long
    expect((await after.edges('kept', { from: hour - DAY_MS, to: hour + DAY_MS })).total).toBe(1);
    await after.close();
    expect(await retainedWith(0, now - 10 * DAY_MS)).toMatchObject({ retained: [[now, keep]] });
  });

  test('keeps hours for as long as the minutes that it spares', async () => {
    const { retained } = await retainedWith(now - 500 * DAY_MS);
    expect(retained).toEqual([[now, { minuteDays: 500, hourMonths: 17 }]]);
  });

  test('takes away what is too old once it has taken something in, though it ends at once', async () => {
    const before = await openDuckDbStore(join(folder, 'alone', FLOWS_FILE));
    const minute = now - 50 * DAY_MS;
    await before.appendWindow('kept', [someRow(0, { minute, first: minute, last: minute })], []);
    await before.close();
    await sendTo('alone', [3], { keep, keepAsBefore: true });
    const after = await openDuckDbStore(join(folder, 'alone', FLOWS_FILE));
    expect(after).toMatchObject({ minutesFrom: now - 30 * DAY_MS, keeps: keep });
    await after.close();
  });
});

test('however many names somebody sends flows under, so many sources are remembered, and how many are not', async () => {
  const { traffic } = start('names');
  const added = traffic.add(CLUSTER);
  added.names({ whole: true, changes: [], ranges: [] });
  added.start({ id: 'relay', label: 'Relay', start: () => {}, stop: async () => {} });
  for (let at = 0; at < SOURCES_MOST + 30; at++) {
    const upload = await traffic.ingest(CLUSTER, `job-${at}`);
    await upload.push(Buffer.from(`${JSON.stringify({ ...RECORD, port: at + 1 })}\n`));
    await upload.end();
  }
  const told = (await traffic.answer({ ask: 'sources', cluster: CLUSTER })) as TrafficSources;
  expect(told.sources).toHaveLength(SOURCES_MOST);
  expect(told.forgotten).toBe(31);
  const names = told.sources.map(({ source }) => source);
  expect(names).toContain('relay');
  expect(names).toContain(`job-${SOURCES_MOST + 29}`);
  // their flows are kept all the same
  expect(await seen(traffic)).toMatchObject({ total: SOURCES_MOST + 30 });
  await traffic.stop();
});

/** A cluster whose store has no room for the names of more sources than one. */
async function startFull(dataDir: string) {
  const store = createMemoryStore();
  const of = { hour: Date.parse('2026-11-02T10:00:00Z'), node: '', connectedMs: 0, records: 1, lost: 0 };
  const before = Array.from({ length: NAMES_MOST - 1 }, (_, at) => ({ ...of, source: `job-${at}` }));
  await store.appendWindow('kept', [], before);
  const traffic = startTraffic({
    ...{ dataDir: join(folder, dataDir), keep: { minuteDays: 30, hourMonths: 13 }, open: async () => store },
    ...{ onChanged: () => {}, onFault: () => {}, clock: () => Date.parse('2026-11-02T12:00:00Z') },
  });
  mkdirSync(join(folder, dataDir));
  writeFileSync(join(folder, dataDir, FLOWS_FILE), '');
  traffic.add(CLUSTER, { under: 'kept' }).names({ whole: true, changes: [], ranges: [] });
  const send = async (source: string, part: object) => {
    const upload = await traffic.ingest(CLUSTER, source);
    await upload.push(Buffer.from(`${JSON.stringify({ ...RECORD, ...part })}\n`));
    return (await upload.end()).keptAs;
  };
  return { store, traffic, send };
}

test('so many names of sources are kept, whatever a run remembers; what is sent under further ones is kept under one', async () => {
  const { store, traffic, send } = await startFull('kept-names');
  expect([await send('job-7', { port: 1 }), await send('new', { port: 2 })]).toEqual([undefined, undefined]);
  expect([await send('newer', { port: 3 }), await send('newest', { port: 4 }), await send('new', { port: 5 })]).toEqual(
    ['others', 'others', undefined],
  );
  expect(await store.sources('kept')).toHaveLength(NAMES_MOST + 1);
  expect(await store.sources('kept')).toContain('others');
  expect(await traffic.answer({ ask: 'sources', cluster: CLUSTER })).toMatchObject({ keptTogether: 2 });
  expect(
    (await traffic.answer({ ask: 'edges', cluster: CLUSTER, window: ALL, filter: {} })) as FlowEdges,
  ).toMatchObject({
    total: 5,
  });
  await traffic.stop();
});

test('what sources told whose flows are kept under one name is summed apart, as under names of their own', async () => {
  const { traffic, send } = await startFull('kept-apart');
  await send('new', { port: 1 });
  expect(await send('a', { seenAt: 'client', connections: 3 })).toBe('others');
  await send('b', { seenAt: 'server', verdict: 'denied', decidedAt: 'ingress', connections: 5 });
  const { edges } = (await traffic.answer({
    ...{ ask: 'edges', cluster: CLUSTER, window: ALL, filter: {} },
  })) as FlowEdges;
  const counted = edges.map(({ verdict, connections }) => [verdict, connections]);
  expect(counted).toContainEqual(['allowed', 3]);
  expect(counted).toContainEqual(['denied', 5]);
  await traffic.stop();
});

test('nobody sends flows under the name of all further sources', async () => {
  const { traffic, send } = await startFull('kept-others');
  await expect(send('others', {})).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  await traffic.stop();
});

test('an upload that is under way is not forgotten, however many are told meanwhile', async () => {
  const { traffic } = start('under-way');
  const { sink, names } = traffic.add(CLUSTER);
  names({ whole: true, changes: [], ranges: [] });
  const upload = await traffic.ingest(CLUSTER, 'long');
  await upload.push(Buffer.from(`${JSON.stringify(RECORD)}\n`));
  const since = new Date('2026-11-02T13:00:00Z').toISOString();
  const counts = { records: 1, unreadable: 0, withoutFlow: 0, lost: 0 };
  for (let at = 0; at < SOURCES_MOST; at++) sink.status({ source: `job-${at}`, state: 'observing', since, ...counts });
  const told = async () => (await traffic.answer({ ask: 'sources', cluster: CLUSTER })) as TrafficSources;
  expect((await told()).sources.map(({ source }) => source)).toContain('long');
  await upload.end();
  expect(await told()).toMatchObject({ forgotten: 1 });
  sink.status({ source: 'more', state: 'observing', since, ...counts });
  expect((await told()).sources.map(({ source }) => source)).not.toContain('long');
  await traffic.stop();
});

test('sources that never end are bounded likewise, and what has ended is forgotten before them', async () => {
  const { traffic } = start('never-ending');
  const { sink, start: begin } = traffic.add(CLUSTER);
  begin({ id: 'relay', label: 'Relay', start: () => {}, stop: async () => {} });
  const tell = (source: string, state: 'observing' | 'ended', second: number) =>
    sink.status({
      ...{ source, state, since: new Date(second * 1_000).toISOString() },
      ...{ records: 1, unreadable: 0, withoutFlow: 0, lost: 0 },
    });
  tell('over', 'ended', 9_999);
  for (let at = 0; at < SOURCES_MOST + 30; at++) {
    if (at % 2 === 0) tell(`job-${at}`, 'observing', at);
    else sink.unreadable({ source: `job-${at}`, place: 'line 1', message: 'x' });
  }
  const told = (await traffic.answer({ ask: 'sources', cluster: CLUSTER })) as TrafficSources;
  expect(told.sources).toHaveLength(SOURCES_MOST);
  expect(told.forgotten).toBe(32);
  const names = told.sources.map(({ source }) => source);
  expect(names).toContain('relay');
  expect(names).not.toContain('over');
  await traffic.stop();
});
