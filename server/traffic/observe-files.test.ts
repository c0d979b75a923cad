import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { ClusterState } from '#lib/kube/cluster-state.ts';
import type { Pod } from '#lib/kube/objects.ts';
import { problemsOfFlows } from '#lib/text/en/flow-sources.ts';
import { observeFiles } from './observe-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringfence-observe-'));
afterAll(() => rmSync(folder, { recursive: true }));

const flow = (time: string, part: object = {}) =>
  JSON.stringify({
    schema: 'ringfence.dev/flow/v1',
    time,
    from: { namespace: 'shop', workload: { kind: 'Deployment', name: 'web' } },
    to: { ip: '10.0.0.1' },
    port: 5432,
    verdict: 'allowed',
    ...part,
  });
const db: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'db', namespace: 'shop', creationTimestamp: '2026-11-01T00:00:00Z' },
  spec: { containers: [] },
  status: { phase: 'Running', podIP: '10.0.0.1' },
};
const NOW = Date.parse('2026-11-23T12:00:00Z');
const cluster = () => {
  const state = new ClusterState();
  state.apply({ type: 'upsert', object: db });
  return state.snapshot();
};
const file = (name: string, text: string | Buffer) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

test('files of flows are one picture of a cluster: its addresses, its window, and nothing that is proved by silence', async () => {
  const first = file('a.ndjson', [flow('2026-11-20T10:00:30Z'), 'nonsense', flow('2026-11-20T10:04:00Z')].join('\n'));
  const second = file('b.ndjson.gz', gzipSync(flow('2026-11-20T09:00:00Z', { verdict: 'denied' })));
  const { traffic, files } = await observeFiles([first, second], cluster(), NOW);
  expect(traffic.edges).toMatchObject([
    { from: 'shop/Deployment/web', to: 'shop/Pod/db', port: 5432, verdict: 'allowed', connections: 2, minutes: 2 },
    { from: 'shop/Deployment/web', to: 'shop/Pod/db', port: 5432, verdict: 'denied', connections: 1 },
  ]);
  expect(traffic.window).toEqual({
    from: Date.parse('2026-11-20T09:00:00Z'),
    to: Date.parse('2026-11-20T10:04:00Z') + 1,
  });
  expect(traffic.complete).toEqual([]);
  expect(traffic.coverage.every(({ connectedMs }) => connectedMs === 0)).toBe(true);
  expect(files).toMatchObject([
    { file: 'a.ndjson', records: 2, unreadable: 1, examples: [{ place: 'a.ndjson, line 2' }] },
    { file: 'b.ndjson.gz', records: 1, unreadable: 0 },
  ]);
});

test('a flow of a time when nobody known had the address is of nobody', async () => {
  const { traffic } = await observeFiles([file('old.ndjson', flow('2026-10-01T00:00:00Z'))], cluster(), NOW);
  expect(traffic.edges.map(({ to }) => to)).toEqual(['unknown']);
});

test('a file without a flow has an empty window, and one that cannot be read says so', async () => {
  const { traffic } = await observeFiles([file('none.ndjson', '')], cluster(), NOW);
  expect(traffic).toMatchObject({ window: { from: 0, to: 0 }, edges: [] });
  await expect(observeFiles([join(folder, 'missing.ndjson')], cluster(), NOW)).rejects.toMatchObject({
    code: 'UNREADABLE_INPUT',
    message: expect.stringContaining('missing.ndjson'),
  });
});

test('a line of a time that has not come cannot be read, be it a flow or what was lost', async () => {
  const lost = { lost_events: { num_events_lost: '12' }, node_name: 'lab/n1', time: '2031-01-01T00:00:00Z' };
  const lines = [flow('2026-11-23T12:05:00Z'), flow('2031-01-01T00:00:00Z'), JSON.stringify(lost)];
  const { traffic, files } = await observeFiles([file('ahead.ndjson', lines.join('\n'))], cluster(), NOW);
  expect(traffic.window.to).toBe(Date.parse('2026-11-23T12:05:00Z') + 1);
  expect(files).toMatchObject([{ records: 1, unreadable: 2, lost: 0 }]);
  expect(files[0]?.examples[0]).toEqual({
    place: 'ahead.ndjson, line 2',
    message: problemsOfFlows.ahead('2031-01-01T00:00:00.000Z'),
  });
});
