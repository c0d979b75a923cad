import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { createFileSource } from './file-source.ts';
import { openFilesRead } from './files-read.ts';
import { LINES } from './testing/flow-lines.ts';
import { gatheringSink } from './testing/gathering-sink.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringfence-flow-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

function reading(name: string, content: string | Buffer) {
  const path = join(folder, name);
  writeFileSync(path, content);
  const sink = gatheringSink();
  const source = createFileSource(path, 'file');
  source.start(sink);
  return { sink, source };
}
const ended = (sink: ReturnType<typeof gatheringSink>) =>
  vi.waitFor(() => expect(['ended', 'failed']).toContain(sink.statuses.at(-1)?.state), { timeout: 10_000 });
const line = (record: object) => `${JSON.stringify(record)}\n`;

test.each([
  ['plain', (text: string) => text],
  ['gzipped, whatever its name', (text: string) => gzipSync(text)],
])('%s: every line, with what cannot be read by its number', async (_, make) => {
  const text = `${line(LINES.own)}not a line\n\n${line(LINES.gke)}${JSON.stringify(LINES.netObserv)}`;
  const { sink } = reading('flows.ndjson', make(text));
  await ended(sink);
  expect(sink.flows.map(({ protocol }) => protocol)).toEqual([6, 6, 6]);
  expect(sink.problems).toEqual([expect.objectContaining({ place: 'flows.ndjson, line 2' })]);
  expect(sink.statuses.at(-1)).toMatchObject({
    state: 'ended',
    records: 3,
    unreadable: 1,
    newest: '2026-11-23T09:00:00.993Z',
  });
  // A file says nothing of what was not written into it.
  expect(sink.coverage).toEqual([]);
});

test('a verdict and the drop beside it are one attempt, and what was lost is told', async () => {
  const denied = { ...LINES.hubble.flow, verdict: 'DROPPED', drop_reason_desc: 'POLICY_DENIED' };
  const lost = { source: 'OBSERVER_EVENTS_QUEUE', num_events_lost: '12' };
  const { sink } = reading(
    'hubble.json',
    line({ flow: denied }) +
      line({ flow: { ...denied, uuid: 'other', event_type: { type: 1, sub_type: 133 } } }) +
      line({ lost_events: lost, node_name: 'lab/n1', time: LINES.hubble.time }) +
      '\n',
  );
  await ended(sink);
  // the drop tells nothing of its own
  expect(sink.statuses.at(-1)).toMatchObject({ records: 1, unreadable: 0, withoutFlow: 1, lost: 12 });
  expect(sink.flows).toMatchObject([{ verdict: 'denied' }]);
  expect(sink.coverage).toMatchObject([{ type: 'lost', node: 'n1', records: 12, t1: Date.parse(LINES.hubble.time) }]);
});

test('a line without an end takes no memory and is counted once', async () => {
  const { sink } = reading('long.ndjson', `${'x'.repeat(5_000_000)}\n${line(LINES.own)}`);
  await ended(sink);
  expect(sink.flows).toHaveLength(1);
  expect(sink.problems).toHaveLength(1);
});

test('it waits while nothing more is taken, and goes on', async () => {
  const { sink, source } = reading('many.ndjson', line(LINES.own).repeat(20_000));
  sink.setFull(true);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(sink.flows.length).toBeLessThanOrEqual(1_000);
  sink.setFull(false);
  await ended(sink);
  expect(sink.flows).toHaveLength(20_000);
  await source.stop();
});

test('stopped while it waits', async () => {
  const { sink, source } = reading('many.ndjson', line(LINES.own).repeat(20_000));
  sink.setFull(true);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await source.stop();
  expect(sink.flows.length).toBeLessThanOrEqual(1_500);
});

test('a file that breaks off says so, and what stood before counts', async () => {
  const packed = gzipSync(line(LINES.own).repeat(20_000));
  const { sink } = reading('broken.gz', packed.subarray(0, packed.length - 20));
  await ended(sink);
  expect(sink.statuses.at(-1)).toMatchObject({ state: 'failed', error: expect.stringContaining('broken.gz') });
  expect(sink.flows.length).toBeGreaterThan(0);
});

test('a file that is gone', async () => {
  const sink = gatheringSink();
  createFileSource(join(folder, 'gone.ndjson'), 'file').start(sink);
  await ended(sink);
  expect(sink.statuses.at(-1)).toMatchObject({ state: 'failed', error: expect.stringContaining('gone.ndjson') });
});

describe('a file whose flows are kept', () => {
  const earlier = () => openFilesRead(folder, 'demo');
  const readAgain = async (name: string, content: string | Buffer) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    const sink = gatheringSink();
    createFileSource(path, 'file', earlier()).start(sink);
    await ended(sink);
    return { flows: sink.flows.length, places: sink.problems.map(({ place }) => place) };
  };
  const flow = line(LINES.own);

  test('is read on where an earlier server stopped', async () => {
    expect(await readAgain('grows.ndjson', flow + flow)).toMatchObject({ flows: 2 });
    expect(await readAgain('grows.ndjson', flow + flow)).toMatchObject({ flows: 0 });
    expect(await readAgain('grows.ndjson', `${flow}${flow}${flow}nonsense\n`)).toEqual({
      flows: 1,
      places: ['grows.ndjson, line 4'],
    });
  });
  test('a last line without an end counts once, also where the rest of it comes later', async () => {
    expect(await readAgain('cut.ndjson', flow + flow.trimEnd())).toMatchObject({ flows: 2 });
    expect(await readAgain('cut.ndjson', flow + flow + flow)).toMatchObject({ flows: 1 });
    expect(await readAgain('half.ndjson', flow + flow.slice(0, 30))).toMatchObject({ flows: 1 });
    expect(await readAgain('half.ndjson', flow + flow)).toMatchObject({ flows: 1 });
  });
  test('is read whole where it is another one, or shorter', async () => {
    const other = line({ ...LINES.own, port: 1 });
    expect(await readAgain('other.ndjson', flow + flow)).toMatchObject({ flows: 2 });
    expect(await readAgain('other.ndjson', other + flow + flow)).toMatchObject({ flows: 3 });
    expect(await readAgain('other.ndjson', flow)).toMatchObject({ flows: 1 });
  });
  test('a gzipped one is read as a whole, or was', async () => {
    expect(await readAgain('packed.gz', gzipSync(flow))).toMatchObject({ flows: 1 });
    expect(await readAgain('packed.gz', gzipSync(flow))).toMatchObject({ flows: 0 });
    expect(await readAgain('packed.gz', gzipSync(flow + flow))).toMatchObject({ flows: 2 });
  });
  test('what could not be kept is read again', async () => {
    const path = join(folder, 'full.ndjson');
    writeFileSync(path, flow);
    const failing = { ...gatheringSink(), kept: () => Promise.reject(new Error('full')) };
    createFileSource(path, 'file', earlier()).start(failing);
    await ended(failing);
    expect(await readAgain('full.ndjson', flow)).toMatchObject({ flows: 1 });
  });
});
