import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openAtomicFile } from './atomic-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringfence-atomic-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a link that somebody laid where the partial file was expected is not followed', () => {
  const victim = join(folder, 'victim');
  writeFileSync(victim, 'theirs');
  symlinkSync(victim, join(folder, `.result.${process.pid}.partial`));
  const file = openAtomicFile(join(folder, 'result'));
  file.write('ours');
  file.commit();
  expect(readFileSync(victim, 'utf8')).toBe('theirs');
  expect(readFileSync(join(folder, 'result'), 'utf8')).toBe('ours');
});

test('a name as long as the file system takes can be written', () => {
  const path = join(folder, 'n'.repeat(255));
  const file = openAtomicFile(path);
  file.write('ours');
  file.commit();
  expect(readFileSync(path, 'utf8')).toBe('ours');
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('two that write the same file at once do not mix, and leave nothing else', () => {
  const path = join(folder, 'result');
  const [first, second] = [openAtomicFile(path), openAtomicFile(path)];
  first.write('the first, which is longer');
  second.write('second');
  first.commit();
  second.commit();
  expect(readFileSync(path, 'utf8')).toBe('second');
  expect(readdirSync(folder)).toEqual(['result']);
});
