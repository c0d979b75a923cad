import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { dataMapPath, forgetDataMap, keepDataMap, readKeptDataMap } from './data-map-store.ts';

const folders: string[] = [];
const dataDir = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-test-'));
  folders.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const TEXT = 'apiVersion: ringfence.dev/v1alpha1\nkind: DataMap\nworkloads: [{match: {name: db}, dataClass: special}]';
const WHEN = '2026-03-01T10:00:00Z';

describe('the DataMap that the server keeps for a cluster', () => {
  it('comes back as it was given, with who and when', () => {
    const path = dataMapPath(dataDir(), 'prod');
    for (const text of [TEXT, `${TEXT}\n`, `${TEXT}\n\n# a comment\n`]) {
      keepDataMap(path, text, 'team-privacy', WHEN);
      expect(readKeptDataMap(path)).toMatchObject({ text, origin: { from: 'store', who: 'team-privacy', when: WHEN } });
    }
  });

  it('is for its owner alone, and no name breaks out of its line', () => {
    const path = dataMapPath(dataDir(), 'prod');
    keepDataMap(path, TEXT, 'a\nworkloads: []\rb', WHEN);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
    expect(readKeptDataMap(path)?.dataMap.workloads).toHaveLength(1);
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(5);
  });

  it('may be absent, and can be forgotten', () => {
    const path = dataMapPath(dataDir(), 'prod');
    expect(readKeptDataMap(path)).toBeUndefined();
    keepDataMap(path, TEXT, 'a', WHEN);
    forgetDataMap(path);
    forgetDataMap(path);
    expect(readKeptDataMap(path)).toBeUndefined();
  });

  it('is refused whole where somebody has broken the file, with the line', () => {
    const path = dataMapPath(dataDir(), 'prod');
    keepDataMap(path, TEXT, 'a', WHEN);
    writeFileSync(path, `${TEXT}\nregime: nowhere\n`);
    expect(() => readKeptDataMap(path)).toThrow(
      expect.objectContaining({ code: 'UNREADABLE_INPUT', detail: expect.stringContaining('line 4: regime') }),
    );
  });
});
