import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { keptNames, keptNamesIn, rememberNames } from './kept-names.ts';
import { MIGRATIONS } from './migrations.ts';
import { openStore } from './store.ts';
import { oldDataMapPath, oldWaiverPath } from './take-over-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringfence-kept-names-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a cluster of which only the places of its map are kept has a name', () => {
  const store = openStore(join(folder, 'places'));
  store.db.prepare("INSERT INTO map_places VALUES ('prod-0123456789ab', 'all', 1, '[]')").run();
  expect(keptNames(store)).toEqual(['prod-0123456789ab']);
  store.close();
});

test('so has one that a server had open, also where it says so twice', () => {
  const dataDir = join(folder, 'open');
  rememberNames(dataDir, ['a']);
  expect(keptNamesIn(dataDir)).toEqual([]); // no folder is made for it
  openStore(dataDir).close();
  rememberNames(dataDir, ['a', 'b']);
  rememberNames(dataDir, ['b']);
  expect(keptNamesIn(dataDir)).toEqual(['a', 'b']);
});

test('so has one of which files of an earlier version wait to be taken over', () => {
  const dataDir = join(folder, 'earlier');
  openStore(dataDir).close();
  for (const path of [
    oldDataMapPath(dataDir, 'a'),
    oldWaiverPath(dataDir, 'b'),
    `${oldDataMapPath(dataDir, 'c')}.done`,
  ]) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '');
  }
  expect(keptNamesIn(dataDir)).toEqual(['a', 'b']);
});

test('a folder that cannot be read is no folder without names', () => {
  const dataDir = join(folder, 'newer');
  openStore(dataDir, { migrations: [...MIGRATIONS, 'CREATE TABLE later (id INTEGER) STRICT'] }).close();
  expect(() => keptNamesIn(dataDir)).toThrow(expect.objectContaining({ code: 'NEWER_STORE' }));
});
