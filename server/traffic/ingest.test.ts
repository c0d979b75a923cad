import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { TrafficSources } from '#lib/api/traffic-schemas.ts';
import type { CoverageRow, FlowEdges } from '#lib/flows/flow-row.ts';
import { someFlow } from '#lib/flows/testing/some-flow.ts';
import { problemsOfFlows } from '#lib/text/en/flow-sources.ts';
import { createClusterTraffic } from './cluster-traffic.ts';
import { createFlowWriter } from './flow-writer.ts';
import { createMemoryStore } from './memory-store.ts';
import { CLOUD_WATCH, LINES } from './testing/flow-lines.ts';
import { minutesKeptFrom } from './times-taken.ts';
import { startTraffic } from './traffic.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringfence-ingest-'));
afterAll(() => rmSync(folder, { recursive: true }));
const NOW = Date.parse('2026-11-23T12:00:00Z');
const ALL = { from: NOW - 400 * 86_400_000, to: NOW + 10 * 365 * 86_400_000 };

/** What becomes of lines that are sent at noon, to a cluster of which nothing is known. */
async function send(lines: readonly (object | string)[]) {
  const traffic = startTraffic({
    ...{ dataDir: folder, keep: { minuteDays: 30, hourMonths: 13 }, clock: () => NOW },
    ...{ onChanged: () => {}, onFault: () => {} },
  });
  traffic.add('demo').names({ whole: true, changes: [], ranges: [] });
  const upload = await traffic.ingest('demo', 'import');
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  await upload.push(Buffer.from(text));
  const answer = await upload.end();
  const { edges } = (await traffic.answer({ ask: 'edges', cluster: 'demo', window: ALL, filter: {} })) as FlowEdges;
  const coverage = await traffic.answer({ ask: 'coverage', cluster: 'demo', window: ALL });
  const status = await traffic.answer({ ask: 'sources', cluster: 'demo' });
  await traffic.stop();
  return { answer, edges, coverage, status };
}

test('whoever owns the flows reads every format that is known', async () => {
  const lines = [...Object.values(LINES), CLOUD_WATCH];
  const { netObserv } = LINES;
  const today = { ...netObserv, TimeFlowStartMs: NOW - 60_000, TimeFlowEndMs: NOW - 50_000 };
  const { answer } = await send(lines.map((line) => (line === netObserv ? today : line)));
  expect(answer).toMatchObject({ accepted: lines.length, unreadable: 0, lost: 0, examples: [] });
});

test('what Hubble says that it lost is lost: in the answer, in its hour, and in the state of the source', async () => {
  const lost_events = { source: 'HUBBLE_RING_BUFFER', num_events_lost: '42' };
  const { answer, coverage, status } = await send([
    LINES.hubble,
    { lost_events, node_name: 'lab/n1', time: '2026-11-23T09:10:00Z' },
  ]);
  expect(answer).toMatchObject({ accepted: 1, unreadable: 0, lost: 42 });
  expect(coverage).toContainEqual(
    expect.objectContaining({ hour: Date.parse('2026-11-23T09:00:00Z'), node: 'n1', lost: 42, connectedMs: 0 }),
  );
  expect(status).toMatchObject({ sources: [{ records: 1, lost: 42 }] });
});

test('lines that tell of no connection have a count of their own, and none of them is lost', async () => {
  const { hubble } = LINES;
  const denied = { ...hubble.flow, verdict: 'DROPPED', drop_reason_desc: 'POLICY_DENIED' };
  const drop = { ...denied, uuid: 'other', event_type: { type: 1, sub_type: 133 } };
  const { answer, status } = await send([
    { flow: denied },
    { flow: drop }, // of the same attempt
    { node_status: { state_change: 'NODE_CONNECTED', node_names: ['lab/n1'] }, time: hubble.time },
    '',
    'nonsense',
  ]);
  expect(answer).toMatchObject({ lines: 4, accepted: 1, unreadable: 1, withoutFlow: 2, lost: 0 });
  expect(status).toMatchObject({ sources: [{ records: 1, unreadable: 1, withoutFlow: 2, lost: 0 }] });
});

test('a number of any size as a time makes its line unreadable, and the rest goes on', async () => {
  const flow = { ...LINES.netObserv, TimeFlowStartMs: NOW - 60_000 };
  const sizes = Array.from({ length: 310 }, (_, power) => 10 ** power * 9);
  const lines = sizes.map((TimeFlowEndMs) => ({ ...flow, TimeFlowEndMs }));
  const { answer, status } = await send([...lines, { ...flow, TimeFlowEndMs: NOW - 50_000 }]);
  const { accepted, unreadable, lost } = answer;
  expect({ accepted, all: unreadable + lost }).toEqual({ accepted: 1, all: sizes.length });
  expect(answer.examples.map(({ message }) => message)).toContain(problemsOfFlows.noTime);
  expect(status).toMatchObject({ sources: [{ state: 'ended', records: 1 }] });
});

describe('what is dated otherwise than now', () => {
  const at = (time: string, port: number) => ({ ...LINES.own, time, port });
  const portsOf = (edges: FlowEdges['edges']) => edges.map(({ port }) => port).sort();

  test('from before the minutes that are kept it is lost, in the answer, its hour and the source, however old it is', async () => {
    const { answer, edges, coverage, status } = await send([
      at('1970-01-01T00:00:00Z', 1),
      at('2026-10-09T12:00:00Z', 2),
      at('2026-10-14T12:00:00Z', 3),
      at('2026-10-24T11:59:00Z', 4),
      at('2026-10-24T12:00:00Z', 5),
      at('2026-11-23T11:00:00Z', 6),
    ]);
    expect(answer).toMatchObject({ lines: 6, accepted: 2, unreadable: 0, lost: 4, tooOld: 4 });
    expect(portsOf(edges)).toEqual([5, 6]);
    const lost = (coverage as CoverageRow[]).filter((row) => row.lost > 0).map(({ hour }) => new Date(hour));
    expect(lost).toEqual([
      new Date('2026-10-09T12:00:00Z'),
      new Date('2026-10-14T12:00:00Z'),
      new Date('2026-10-24T11:00:00Z'),
    ]);
    expect(status).toMatchObject({ sources: [{ records: 2, lost: 4, newest: '2026-11-23T11:00:00.000Z' }] });
  });

  test('of a time that has not come it is unreadable; a clock may be minutes ahead, and nothing is newer than now', async () => {
    const { answer, edges, status } = await send([
      at('2031-01-01T00:00:00Z', 1),
      at('2026-11-23T14:00:00Z', 2),
      { ...at('2026-11-23T11:00:00Z', 3), until: '2026-11-24T11:00:00Z' },
      at('2026-11-23T12:05:00Z', 4),
    ]);
    expect(answer).toMatchObject({ accepted: 1, unreadable: 3, lost: 0 });
    expect(answer.examples[0]).toEqual({
      place: 'line 1',
      message: 'it is of a time that has not come: 2031-01-01T00:00:00.000Z',
    });
    expect(status).toMatchObject({ sources: [{ records: 1, newest: '2026-11-23T12:00:00.000Z' }] });
    expect(portsOf(edges)).toEqual([]); // its minute is not over
  });

  test('a live source that lost something then has it told, and what is missing is missing now', async () => {
    const store = createMemoryStore();
    const writer = createFlowWriter(
      async () => store,
      () => {},
    );
    const traffic = createClusterTraffic(
      'demo',
      writer,
      () => NOW,
      () => 0,
    );
    const ahead = { source: 'relay', node: 'n1', t0: NOW + 3_600_000, t1: NOW + 3_600_000 };
    expect(traffic.sink.cover({ type: 'lost', ...ahead, records: 3, why: 'x' })).toBe(false);
    traffic.sink.observe([someFlow(ahead)]);
    traffic.sink.status({
      source: 'relay',
      state: 'observing',
      since: '',
      records: 1,
      unreadable: 0,
      withoutFlow: 0,
      lost: 0,
    });
    const example = { place: 'n1', message: expect.stringContaining('2026-11-23T13:00:00.000Z') };
    expect(traffic.sources()).toMatchObject([{ records: 0, unreadable: 2, lost: 0, examples: [example, example] }]);
    traffic.flush(NOW, true);
    await writer.written();
    expect(await store.coverage('demo', ALL)).toMatchObject([{ hour: NOW, node: 'n1', lost: 4, records: 0 }]);
    writer.stop();
  });

  test('a file that serve reads comes to the same counts as one that is sent', async () => {
    const lost_events = { source: 'HUBBLE_RING_BUFFER', num_events_lost: '42' };
    const lines = [
      at('2026-11-23T11:00:00Z', 1),
      at('2026-11-23T11:00:00Z', 1),
      at('2026-10-09T12:00:00Z', 2),
      at('2031-01-01T00:00:00Z', 3),
      { lost_events, node_name: 'lab/n1', time: '2031-01-01T00:00:00Z' },
      { lost_events, node_name: 'lab/n1', time: '2026-11-23T09:10:00Z' },
      'nonsense',
    ];
    const path = join(folder, 'served.ndjson');
    writeFileSync(path, lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''));
    const options = { dataDir: folder, keep: { minuteDays: 30, hourMonths: 13 }, clock: () => NOW };
    const traffic = startTraffic({ ...options, onChanged: () => {}, onFault: () => {} });
    traffic.add('demo', { flows: { files: [path] } }).names({ whole: true, changes: [], ranges: [] });
    const sources = async () => ((await traffic.answer({ ask: 'sources', cluster: 'demo' })) as TrafficSources).sources;
    await expect.poll(async () => (await sources())[0]?.state).toBe('ended');
    const [served] = await sources();
    await traffic.stop();
    const { answer, status } = await send(lines);
    const counts = { records: answer.accepted, unreadable: answer.unreadable, lost: answer.lost };
    expect(counts).toEqual({ records: 2, unreadable: 3, lost: 43 });
    expect(status).toMatchObject({ sources: [counts] });
    expect(served).toMatchObject(counts);
    expect(served?.examples.map(({ place }) => place)).toEqual([4, 5, 7].map((line) => `served.ndjson, line ${line}`));
  });

  test('what nobody can ask about any more is held nowhere, and counted in the state of its source', () => {
    const told: CoverageRow[] = [];
    const writer = {
      ...createFlowWriter(
        async () => createMemoryStore(),
        () => {},
      ),
      hasRoom: false,
    };
    const write = (_: string, __: unknown, coverage: readonly CoverageRow[]) => void told.push(...coverage);
    const traffic = createClusterTraffic(
      'demo',
      { ...writer, write },
      () => NOW,
      () => NOW,
    );
    const minutes = Array.from({ length: 3_000 }, (_, at) => someFlow({ t0: at * 60_000, t1: at * 60_000 }));
    traffic.sink.observe(minutes);
    traffic.sink.observe([someFlow({ t0: NOW - 86_400_000, t1: NOW - 86_400_000 })]);
    expect(traffic.sources()).toMatchObject([{ records: 0, lost: 3_001 }]);
    traffic.flush(NOW, true);
    expect(told).toMatchObject([{ lost: 1 }]);
  });

  test('a source that tells it has it counted likewise', async () => {
    const writer = createFlowWriter(
      async () => createMemoryStore(),
      () => {},
    );
    const traffic = createClusterTraffic(
      'demo',
      writer,
      () => NOW,
      (now) => minutesKeptFrom(now, 30),
    );
    const told = (t1: number) => someFlow({ t0: t1, t1, source: 'relay', node: 'n1' });
    traffic.sink.observe([told(NOW - 60_000), told(NOW + 60_000), told(NOW + 3_600_000), told(0)]);
    expect(traffic.sources()).toMatchObject([
      {
        ...{ source: 'relay', unreadable: 1, lost: 1, newest: '2026-11-23T12:00:00.000Z' },
        examples: [{ place: 'n1', message: expect.stringContaining('2026-11-23T13:00:00.000Z') }],
      },
    ]);
    const since = '2026-11-23T11:00:00Z';
    const counts = { records: 1, unreadable: 0, withoutFlow: 0, lost: 0 };
    const later = { source: 'file', state: 'ended', since, newest: '2031-01-01T00:00:00Z', ...counts } as const;
    traffic.sink.observe([someFlow({ t0: NOW + 3_600_000, t1: NOW + 3_600_000, source: 'file' })]);
    traffic.sink.status(later);
    expect(traffic.sources()[1]).not.toHaveProperty('newest');
    writer.stop();
  });
});
