import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readWaivers } from './read-waivers.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringfence-read-waivers-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a waiver file that is not there is named, with why', () => {
  const file = join(folder, 'none.yaml');
  expect(() => readWaivers(file, '2026-06-01')).toThrow(`${file} cannot be read: there is no such file.`);
});

test('a waiver file beyond its bound is not read', () => {
  const file = join(folder, 'large.yaml');
  writeFileSync(file, '');
  truncateSync(file, 16 * 2 ** 20 + 1);
  expect(() => readWaivers(file, '2026-06-01')).toThrow('it is larger than 16 MB.');
});
