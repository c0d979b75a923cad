import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { MIGRATIONS, versionOf } from './migrations.ts';
import { lockForServe } from './serve-lock.ts';
import { findSnapshot, readSnapshotFile } from './snapshots.ts';
import { inTransaction } from './store.ts';
import { CLUSTER } from './testing/kept-content.ts';
import { keepNext, temporaryStores } from './testing/temporary-store.ts';

const { folder, open } = temporaryStores();

describe('opening a store', () => {
  it('takes the steps that are missing, and keeps what was there', async () => {
    const dataDir = folder();
    const before = open(dataDir);
    await keepNext(before, 'one');
    before.close();
    const more = [...MIGRATIONS, 'CREATE TABLE later (id INTEGER) STRICT', 'INSERT INTO later VALUES (7)'];
    const after = open(dataDir, { migrations: more });
    expect(versionOf(after.db)).toBe(more.length);
    expect(after.db.prepare('SELECT id FROM later').get()).toMatchObject({ id: 7 });
    expect(findSnapshot(after, CLUSTER, 1)).toBeDefined();
  });

  it('takes a step whole or not at all', () => {
    const dataDir = folder();
    const broken = [...MIGRATIONS, 'CREATE TABLE half (id INTEGER) STRICT; INSERT INTO nowhere VALUES (1)'];
    expect(() => open(dataDir, { migrations: broken })).toThrow('nowhere');
    const store = open(dataDir);
    expect(versionOf(store.db)).toBe(MIGRATIONS.length);
    expect(() => store.db.exec('SELECT * FROM half')).toThrow('no such table');
  });

  it('refuses a database of a newer version, and leaves it as it is', () => {
    const dataDir = folder();
    open(dataDir, { migrations: [...MIGRATIONS, 'CREATE TABLE later (id INTEGER) STRICT'] }).close();
    const file = join(dataDir, 'ringfence.db');
    const before = readFileSync(file);
    expect(() => open(dataDir)).toThrow(expect.objectContaining({ code: 'NEWER_STORE' }));
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it.each([
    ['no database', 'just some text that is longer than a header '.repeat(9)],
    ['a database of somebody else', undefined],
  ])('refuses a file that is %s, and leaves it as it is', (_, content) => {
    const dataDir = folder();
    mkdirSync(dataDir);
    const file = join(dataDir, 'ringfence.db');
    if (content === undefined) {
      const foreign = new DatabaseSync(file);
      foreign.exec('PRAGMA application_id = 77; CREATE TABLE theirs (id INTEGER)');
      foreign.close();
    } else writeFileSync(file, content);
    const before = readFileSync(file);
    expect(() => open(dataDir)).toThrow(expect.objectContaining({ code: 'DAMAGED' }));
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('begins anew where a process was killed before its first page', () => {
    const dataDir = folder();
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, 'ringfence.db'), '');
    expect(versionOf(open(dataDir).db)).toBe(MIGRATIONS.length);
  });

  it('finds what was committed by a process that was killed before it tidied up', async () => {
    const dataDir = folder();
    const running = open(dataDir);
    await keepNext(running, 'one');
    const killed = folder();
    mkdirSync(killed);
    for (const file of ['ringfence.db', 'ringfence.db-wal']) copyFileSync(join(dataDir, file), join(killed, file));
    expect(findSnapshot(open(killed), CLUSTER, 1)).toBeDefined();
  });

  it('to look makes nothing', async () => {
    const dataDir = folder();
    expect(open(dataDir, { look: true }).readOnly).toBeDefined();
    expect(existsSync(dataDir)).toBe(false);
    await keepNext(open(dataDir), 'one');
    const looking = open(dataDir, { look: true });
    expect(new TextDecoder().decode((await readSnapshotFile(looking, CLUSTER, 1, 'evidence.json')).content)).toBe(
      'one',
    );
    expect(() => inTransaction(looking, () => undefined)).toThrow(expect.objectContaining({ code: 'NOT_WRITABLE' }));
  });
});

describe('a folder that may not be written to', () => {
  /** Root may write everywhere: the question is asked by a process of nobody. */
  const NOBODY = 65_534;
  const asSomebodyElse = (dataDir: string): unknown => {
    const script = `
      import { openStore } from ${JSON.stringify(new URL('./store.ts', import.meta.url).href)};
      import { chainHead } from ${JSON.stringify(new URL('./snapshots.ts', import.meta.url).href)};
      const store = openStore(${JSON.stringify(dataDir)});
      console.log(JSON.stringify({ head: chainHead(store, ${JSON.stringify(CLUSTER)})?.seq, readOnly: store.readOnly }));
      store.close();`;
    const isRoot = process.getuid?.() === 0;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
    });
    expect(stderr).toBe('');
    return JSON.parse(stdout);
  };

  it.each([
    ['left in order', false],
    ['left by a kill', true],
  ])('is read, %s, and says why nothing is kept', { timeout: 60_000 }, async (_, killed) => {
    const dataDir = folder();
    const store = open(dataDir);
    await keepNext(store, 'one');
    const left = folder();
    mkdirSync(left);
    if (!killed) store.close();
    for (const file of readdirSync(dataDir).filter((name) => /^ringfence\.db(-wal)?$/.test(name))) {
      copyFileSync(join(dataDir, file), join(left, file));
      chmodSync(join(left, file), 0o444);
    }
    chmodSync(left, 0o555);
    chmodSync(dirname(left), 0o755);
    expect(asSomebodyElse(left)).toEqual({ head: 1, readOnly: expect.stringContaining('cannot be written to') });
    chmodSync(left, 0o755);
  });
});

describe('a write that the disk does not take', () => {
  it('changes nothing and says why', async () => {
    const store = open(folder());
    await keepNext(store, 'one');
    const { page_count: pages } = store.db.prepare('PRAGMA page_count').get() as { page_count: number };
    store.db.exec(`PRAGMA max_page_count = ${pages}`);
    const reason = 'x'.repeat(1_000_000);
    const big = { facts: { ...findSnapshot(store, CLUSTER, 1)?.facts, reason } as never };
    await expect(keepNext(store, 'two', big)).rejects.toMatchObject({
      code: 'NOT_WRITABLE',
      message: expect.stringContaining('full'),
    });
    store.db.exec('PRAGMA max_page_count = 1000000');
    expect((await keepNext(store, 'two')).link.seq).toBe(2);
  });
});

describe('the lock of serve', () => {
  it('is held by one, told to the second, and free again after the first', () => {
    const dataDir = folder();
    const first = lockForServe(dataDir, () => '2026-11-23T09:41:07Z');
    expect(() => lockForServe(dataDir)).toThrow(
      expect.objectContaining({
        code: 'USAGE',
        message: expect.stringContaining(`process ${process.pid}, since 2026`),
      }),
    );
    first?.release();
    lockForServe(dataDir)?.release();
  });
});
