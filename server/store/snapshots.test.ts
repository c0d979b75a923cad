import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blobFiles, blobName } from './blobs.ts';
import { checkStore, isSound } from './integrity.ts';
import { addNote, remarksOf, signSnapshot } from './remarks.ts';
import { applyRetention, removeOrphans } from './retention.ts';
import {
  chainHead,
  chainLinks,
  exportSnapshotFile,
  findSnapshot,
  keepSnapshot,
  listSnapshots,
  readSnapshotFile,
} from './snapshots.ts';
import { CLUSTER, FACTS, keptGap } from './testing/kept-content.ts';
import { keepNext, nextSnapshot, temporaryStores, WHO } from './testing/temporary-store.ts';
import { checkTrail, trailPage, trailText } from './trail.ts';
import { verifyTrail } from './trail-line.ts';
import { verifyChain } from './verify-chain.ts';

const { folder, open } = temporaryStores();
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('a snapshot that is kept', () => {
  it('is the next link of its chain, with its files as they were given', async () => {
    const store = open(folder());
    const first = await keepNext(store, 'one');
    const second = await keepNext(store, 'two');
    expect(first.link).toMatchObject({ seq: 1, prev: null });
    expect(second.link).toMatchObject({ seq: 2, prev: first.link.hash });
    expect(chainHead(store, CLUSTER)).toMatchObject({ seq: 2, hash: second.link.hash });
    expect(text((await readSnapshotFile(store, CLUSTER, 1, 'evidence.json')).content)).toBe('one');
    expect(listSnapshots(store, CLUSTER, { limit: 10 }).map(({ link }) => link.seq)).toEqual([2, 1]);
    expect(verifyChain(chainLinks(store, CLUSTER))).toEqual({ links: 2, head: second.link.hash });
  });

  it('is there for the next process, for its owner alone', async () => {
    const dataDir = folder();
    const store = open(dataDir);
    await keepNext(store, 'one');
    store.close();
    expect(findSnapshot(open(dataDir), CLUSTER, 1)?.link.seq).toBe(1);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    for (const entry of readdirSync(dataDir, { recursive: true, withFileTypes: true })) {
      const mode = statSync(join(entry.parentPath, entry.name)).mode & 0o777;
      expect(mode, entry.name).toBe(entry.isDirectory() ? 0o700 : 0o600);
    }
  });

  it('is refused where the chain has grown since, and leaves no trace in it', async () => {
    const store = open(folder());
    const [a, b] = [nextSnapshot(store, 'a'), nextSnapshot(store, 'b')];
    await keepSnapshot(store, CLUSTER, a, WHO);
    await expect(keepSnapshot(store, CLUSTER, b, WHO)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect([...chainLinks(store, CLUSTER)]).toHaveLength(1);
    expect(trailPage(store, { limit: 10 }).total).toBe(1);
  });

  it('says what became of the gaps since the one before', async () => {
    const store = open(folder());
    await keepNext(store, 'one', { gaps: [keptGap('a'), keptGap('b'), keptGap('c')] });
    const { facts } = await keepNext(store, 'two', {
      gaps: [keptGap('b', { severity: 'low' }), keptGap('c'), keptGap('d')],
    });
    expect(facts.against).toEqual({ seq: 1, opened: 1, closed: 1, changed: 1 });
  });

  it('is held against the last of its scope: what a partial one leaves out did not close', async () => {
    const store = open(folder());
    const partial = { facts: { ...FACTS, scope: ['crm'] }, gaps: [keptGap('b')] };
    await keepNext(store, 'one', { gaps: [keptGap('a'), keptGap('b')] });
    expect((await keepNext(store, 'two', partial)).facts.against).toBeUndefined();
    expect((await keepNext(store, 'three', partial)).facts.against).toMatchObject({ seq: 2, closed: 0 });
    const { facts } = await keepNext(store, 'four', { gaps: [keptGap('a'), keptGap('b')] });
    expect(facts.against).toEqual({ seq: 1, opened: 0, closed: 0, changed: 0 });
  });

  it('keeps the time as told where the clock jumps back, says so, and stays in order', async () => {
    const store = open(folder());
    await keepNext(store, 'one', { taken: '2026-11-23T09:00:00Z' });
    const { link, facts } = await keepNext(store, 'two', { taken: '2026-01-01T00:00:00Z' });
    expect(link).toMatchObject({ seq: 2, taken: '2026-01-01T00:00:00Z' });
    expect(facts.clock).toContain('23 Nov 2026, 09:00:00 UTC');
    expect(isSound(await checkStore(store))).toBe(true);
  });

  it('cannot be altered or taken out through its table', async () => {
    const store = open(folder());
    await keepNext(store, 'one');
    expect(() => store.db.exec("UPDATE links SET taken = '2020-01-01T00:00:00Z'")).toThrow('a link is never changed');
    expect(() => store.db.exec('DELETE FROM links')).toThrow('a link is never removed');
    expect(() => store.db.exec('DELETE FROM trail')).toThrow('a line of the trail is never removed');
  });
});

describe('a blob', () => {
  it('that is damaged is named, and the rest stays usable', async () => {
    const dataDir = folder();
    const store = open(dataDir);
    const { files } = await keepNext(store, 'one');
    await keepNext(store, 'two');
    const name = blobName(files.find((file) => file.name === 'evidence.json')?.hash ?? '');
    writeFileSync(join(dataDir, name), 'no zstd at all');
    await expect(readSnapshotFile(store, CLUSTER, 1, 'evidence.json')).rejects.toMatchObject({
      code: 'DAMAGED',
      message: expect.stringContaining(name),
    });
    expect(text((await readSnapshotFile(store, CLUSTER, 1, 'snapshot.pdf')).content)).toBe('%PDF one');
    expect(text((await readSnapshotFile(store, CLUSTER, 2, 'evidence.json')).content)).toBe('two');
    const check = await checkStore(store);
    expect(check.damaged).toEqual([
      { cluster: CLUSTER, seq: 1, name: 'evidence.json', message: expect.stringContaining(name) },
    ]);
    expect(check.chains).toMatchObject([{ cluster: CLUSTER, links: 2 }]);
  });

  it('that is missing is named', async () => {
    const dataDir = folder();
    const store = open(dataDir);
    const { files } = await keepNext(store, 'one');
    rmSync(join(dataDir, blobName(files[0]?.hash ?? '')));
    expect((await checkStore(store)).damaged).toMatchObject([{ seq: 1, message: expect.stringMatching(/missing/) }]);
  });

  it('with other content than its name says is found, though it can be unpacked', async () => {
    const dataDir = folder();
    const store = open(dataDir);
    const [one, two] = [await keepNext(store, 'one'), await keepNext(store, 'two')];
    const [from, to] = [one, two].map(({ files }) => join(dataDir, blobName(files[0]?.hash ?? '')));
    copyFileSync(from ?? '', to ?? '');
    expect((await checkStore(store)).damaged).toMatchObject([{ seq: 2 }]);
  });

  it('that nobody names goes at the next start, once it is old enough to belong to nobody', async () => {
    const dataDir = folder();
    const store = open(dataDir);
    await keepNext(store, 'one');
    const orphan = join(dataDir, blobName('ab'.repeat(32)));
    mkdirSync(join(orphan, '..'), { recursive: true });
    writeFileSync(orphan, '');
    writeFileSync(join(dataDir, 'blobs', '.00000000-0000-4000-8000-000000000000.partial'), '');
    expect(removeOrphans(store)).toBe(0);
    const old = new Date(Date.now() - 3_600_000);
    for (const { path } of blobFiles(store)) utimesSync(path, old, old);
    expect(removeOrphans(store)).toBe(2);
    expect((await checkStore(store)).damaged).toEqual([]);
  });
});

describe('retention', () => {
  it('takes the files of the oldest, leaves their links, and the chain can still be verified', async () => {
    let clock = '2026-01-01T00:00:00Z';
    const dataDir = folder();
    const store = open(dataDir, { now: () => clock });
    for (const [month, content] of [
      ['01', 'a'],
      ['04', 'b'],
      ['08', 'c'],
      ['11', 'd'],
    ]) {
      clock = `2026-${month}-01T00:00:00Z`;
      await keepNext(store, content ?? '');
    }
    expect(applyRetention(store, {}, { via: 'server' })).toBe(0);
    expect(applyRetention(store, { newest: 1, months: 4 }, { via: 'server' })).toBe(2);
    expect(listSnapshots(store, CLUSTER, { limit: 9 }).map(({ link, files }) => [link.seq, files.length])).toEqual([
      [4, 2],
      [3, 2],
      [2, 0],
      [1, 0],
    ]);
    expect([...blobFiles(store)]).toHaveLength(4);
    await expect(readSnapshotFile(store, CLUSTER, 1, 'snapshot.pdf')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const check = await checkStore(store);
    expect(isSound(check)).toBe(true);
    expect(check.chains).toMatchObject([{ links: 4 }]);
    expect(trailPage(store, { limit: 2 }).lines.map(({ action }) => action)).toEqual([
      'snapshot-removed',
      'snapshot-removed',
    ]);
  });

  it('leaves what another snapshot names as well, and always the newest', async () => {
    const store = open(folder());
    await keepNext(store, 'same');
    await keepNext(store, 'same');
    expect(applyRetention(store, { newest: 0 }, { via: 'server' })).toBe(1);
    expect(text((await readSnapshotFile(store, CLUSTER, 2, 'evidence.json')).content)).toBe('same');
  });
});

describe('remarks', () => {
  it('stand beside a snapshot and never change it', async () => {
    const store = open(folder());
    const before = await keepNext(store, 'one');
    addNote(store, CLUSTER, 1, { by: 'platform', text: 'Ticket OPS-2291' }, WHO);
    signSnapshot(store, CLUSTER, 1, { step: 'prepared', role: 'platform engineer', name: '' }, WHO);
    signSnapshot(store, CLUSTER, 1, { step: 'reviewed', role: 'data protection officer', name: 'J. D.' }, WHO);
    expect(findSnapshot(store, CLUSTER, 1)).toEqual(before);
    expect(remarksOf(store, CLUSTER, 1)).toMatchObject({
      notes: [{ by: 'platform', text: 'Ticket OPS-2291' }],
      signOffs: [{ step: 'prepared' }, { step: 'reviewed', name: 'J. D.' }],
    });
  });

  it('sign each step once, and in order', async () => {
    const store = open(folder());
    await keepNext(store, 'one');
    const sign = (step: 'prepared' | 'reviewed' | 'accepted') => () =>
      signSnapshot(store, CLUSTER, 1, { step, role: 'owner', name: '' }, WHO);
    expect(sign('accepted')).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }));
    sign('prepared')();
    expect(sign('prepared')).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
    expect(sign('accepted')).toThrow('reviewed');
    expect(checkTrail(store)).toEqual({ lines: 2, head: expect.any(String) });
  });
});

describe('the trail', () => {
  it('tells who did what to what, and is verified from its export alone', async () => {
    const store = open(folder());
    const { link } = await keepNext(store, 'one');
    await exportSnapshotFile(store, CLUSTER, 1, 'snapshot.pdf', { via: 'command', account: 'ops' });
    const lines = [...trailText(store)].map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { seq: 1, prev: null, who: WHO, action: 'snapshot-taken', what: { snapshot: 1, link: link.hash } },
      { seq: 2, who: { via: 'command', account: 'ops' }, action: 'snapshot-exported', what: { file: 'snapshot.pdf' } },
    ]);
    expect(verifyTrail(lines)).toEqual({ lines: 2, head: lines[1].hash });
  });

  it('shows a line that was altered, left out or moved', async () => {
    const store = open(folder());
    for (const content of ['a', 'b', 'c']) await keepNext(store, content);
    const lines = [...trailText(store)].map((line) => JSON.parse(line));
    const altered = lines.with(1, { ...lines[1], who: { via: 'server' } });
    expect(verifyTrail(altered)).toMatchObject({ lines: 1, problem: { seq: 2 } });
    expect(verifyTrail(lines.toSpliced(1, 1))).toMatchObject({ problem: { message: 'Line 2 is missing: 3 follows.' } });
    expect(verifyTrail(lines.toReversed())).toMatchObject({ lines: 0, problem: { seq: 1 } });
    expect(verifyTrail([{ seq: 1 }])).toMatchObject({ problem: { message: 'Line 1 is no line of an audit trail.' } });
  });

  it('is read in pages, newest first', async () => {
    const store = open(folder());
    for (const content of ['a', 'b', 'c']) await keepNext(store, content);
    const first = trailPage(store, { limit: 2 });
    expect(first).toMatchObject({ total: 3, next: 2, lines: [{ seq: 3 }, { seq: 2 }] });
    expect(trailPage(store, { limit: 2, before: first.next })).toEqual({
      total: 3,
      lines: [expect.objectContaining({ seq: 1 })],
    });
    expect(trailPage(store, { limit: 2, cluster: 'other' })).toMatchObject({ total: 0, lines: [] });
  });
});
