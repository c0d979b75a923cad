import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { FlowEdges } from '#lib/flows/flow-row.ts';
import { CLOUD_WATCH, LINES } from './testing/flow-lines.ts';
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
