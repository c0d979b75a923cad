import { mkdtempSync, rmSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import os, { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ClusterDataMap } from './cluster-data-map.ts';
import { openKeptCluster } from './kept-cluster.ts';

beforeAll(() => {
  vi.spyOn(os, 'userInfo').mockImplementation(() => {
    throw new Error('A system error occurred: uv_os_get_passwd returned ENOENT');
  });
  syncBuiltinESMExports();
});
afterAll(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

const TEXT =
  'apiVersion: ringfence.dev/v1alpha1\nkind: DataMap\nworkloads: [{match: {name: db}, dataClass: special}]\n';

test('a process whose account has no name keeps a data map all the same', () => {
  const dataMap = new ClusterDataMap({ source: { type: 'upload', name: 'x', path: '/x' } });
  expect(dataMap.keeping).toEqual({ keepable: true });
  dataMap.keep(TEXT, ' ');
  expect(dataMap.inForce).toMatchObject({ text: TEXT, origin: { from: 'store', who: 'whoever runs the server' } });
});

test('one that another process has kept meanwhile is in force with the next change, and is not overwritten', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ringfence-data-map-'));
  const [one, other] = ['prod-1f0a9c3e5b7d', 'prod-1f0a9c3e5b7d'].map((under) =>
    openKeptCluster({ dataDir, under, session: 'local' }),
  );
  const source = { type: 'files', paths: ['/x'] } as const;
  const [mine, theirs] = [new ClusterDataMap({ source, kept: one }), new ClusterDataMap({ source, kept: other })];
  theirs.keep(TEXT, 'team-privacy');
  expect(() => mine.keep(`${TEXT}# mine\n`, 'team-shop')).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
  expect(mine.refresh()).toBe(true);
  expect(mine.inForce).toMatchObject({ text: TEXT, origin: { who: 'team-privacy' } });
  expect(mine.refresh()).toBe(false);
  mine.keep(`${TEXT}# mine\n`, 'team-shop');
  expect(theirs.refresh()).toBe(true);
  expect(theirs.inForce?.text).toBe(`${TEXT}# mine\n`);
  for (const each of [one, other]) each?.store.close();
  rmSync(dataDir, { recursive: true });
});
