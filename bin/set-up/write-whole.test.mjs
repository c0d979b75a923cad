import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeWhole } from './write-whole.mjs';

let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringfence-whole-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('what is written takes the place of what stood there: whoever reads sees the one or the other', () => {
  const file = join(folder, 'marker');
  writeFileSync(file, 'before');
  const { ino } = statSync(file);
  writeWhole(file, 'after');
  expect(readFileSync(file, 'utf8')).toBe('after');
  expect(statSync(file).ino).not.toBe(ino);
  expect(readdirSync(folder)).toEqual(['marker']);
});

test('what cannot be written leaves nothing beside it', () => {
  const path = join(folder, 'taken');
  mkdirSync(path);
  expect(() => writeWhole(path, 'x')).toThrow();
  expect(readdirSync(folder)).toEqual(['taken']);
});
