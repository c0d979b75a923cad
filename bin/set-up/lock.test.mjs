import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withLock } from './lock.mjs';

let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringfence-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('two that want the lock have it one after the other', async () => {
  const lock = join(folder, 'lock');
  const seen = [];
  const work = (name) =>
    withLock(lock, async () => {
      seen.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 20));
      seen.push(`${name} ends`);
    });
  await Promise.all([work('a'), work('b')]);
  expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  expect(existsSync(lock)).toBe(false);
});

test('a lock whose holder no longer runs is taken over', async () => {
  const lock = join(folder, 'lock');
  mkdirSync(lock);
  writeFileSync(join(lock, 'pid'), '999999999');
  expect(await withLock(lock, async () => 'done')).toBe('done');
});

test('a failed work gives the lock back', async () => {
  const lock = join(folder, 'lock');
  await expect(
    withLock(lock, async () => {
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  expect(existsSync(lock)).toBe(false);
});
