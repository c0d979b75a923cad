import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import type { Waiver } from '#lib/gdpr/waivers/types.ts';
import { checkStore, isSound } from './integrity.ts';
import { keepDataMap } from './kept-data-map.ts';
import { acceptWaiver, withdrawWaiver } from './kept-waivers.ts';
import type { Store } from './store.ts';
import { oldWaiverPath, takeOverWaivers } from './take-over-files.ts';
import { CLUSTER } from './testing/kept-content.ts';
import { temporaryStores, WHO } from './testing/temporary-store.ts';

const { folder, open } = temporaryStores();

const waiver = (id: string): Waiver => ({
  id,
  check: 'ISO-001',
  match: { subject: 'crm/StatefulSet/crm-db', peer: 'any-pod' },
  justification: 'Moves to a namespace of its own with release 14',
  riskOwner: 'head-of-crm',
  approvedBy: 'dpo',
  approvedAt: '2026-03-04',
  expiresAt: '2026-12-31',
  compensating: [],
  origin: { from: 'page', recordedAt: '2026-03-04T10:00:00Z', recordedBy: 'dpo' },
});
const dataMap = (text: string) => ({ text, who: 'dpo', when: '2026-03-04T10:00:00Z' });

/** Two waivers of which one is withdrawn, and three DataMaps of which the second forgets the first. */
function declaredStore(): Store {
  const store = open(folder());
  for (const id of ['W-1', 'W-2']) acceptWaiver(store, CLUSTER, () => waiver(id), WHO);
  withdrawWaiver(store, CLUSTER, { id: 'W-2', by: 'dpo' }, WHO);
  for (const text of ['kind: DataMap', '', 'kind: DataMap # again']) keepDataMap(store, CLUSTER, dataMap(text), WHO);
  return store;
}

test('waivers and DataMaps that were kept as they should be are sound', async () => {
  expect(await checkStore(declaredStore())).toMatchObject({ damaged: [] });
});

test.each([
  [
    'another justification',
    `UPDATE waivers SET waiver = replace(waiver, 'release 14', 'release 99') WHERE id = 'W-1'`,
    'waiver W-1',
  ],
  ['a waiver less', `DELETE FROM waivers WHERE id = 'W-2'`, 'waiver W-2'],
  [
    'a waiver more',
    `INSERT INTO waivers SELECT cluster, 'W-3', waiver, NULL, NULL FROM waivers WHERE id = 'W-1'`,
    'waiver W-3',
  ],
  [
    'a withdrawal that nobody made',
    `UPDATE waivers SET withdrawn_at = '2026-11-24T00:00:00Z' WHERE id = 'W-1'`,
    'waiver W-1',
  ],
  ['another who of a withdrawal', `UPDATE waivers SET withdrawn_by = 'nobody' WHERE id = 'W-2'`, 'waiver W-2'],
  ['another time of a withdrawal', `UPDATE waivers SET withdrawn_at = '2026-11-24' WHERE id = 'W-2'`, 'waiver W-2'],
  ['a withdrawal taken back', 'UPDATE waivers SET withdrawn_at = NULL', 'waiver W-2'],
  ['another DataMap', `UPDATE data_maps SET text = 'kind: Another' WHERE seq = 3`, 'DataMap 3'],
  ['another who of a DataMap', `UPDATE data_maps SET who = 'nobody' WHERE seq = 3`, 'DataMap 3'],
  ['another time of a DataMap', `UPDATE data_maps SET at = '2026-11-24T00:00:00Z' WHERE seq = 3`, 'DataMap 3'],
  ['a DataMap less', 'DELETE FROM data_maps WHERE seq = 3', 'DataMap 3'],
  [
    'a DataMap more',
    `INSERT INTO data_maps SELECT cluster, 4, text, who, at FROM data_maps WHERE seq = 1`,
    'DataMap 4',
  ],
])('%s is found by the trail', async (_, sql, name) => {
  const store = declaredStore();
  store.db.exec(sql);
  const check = await checkStore(store);
  expect(check.damaged).toEqual([expect.objectContaining({ cluster: CLUSTER, name })]);
  expect(isSound(check)).toBe(false);
});

test('what came from a file of an earlier version is held against the line that tells of it', async () => {
  const store = open(folder());
  const path = oldWaiverPath(store.dataDir, CLUSTER);
  mkdirSync(dirname(path), { recursive: true });
  const old = {
    schema: 'ringfence.dev/waiver-store/v1',
    waivers: [waiver('W-1')],
    withdrawn: [{ waiver: waiver('W-2'), withdrawnAt: '2026-04-01T00:00:00Z', withdrawnBy: 'dpo' }],
  };
  writeFileSync(path, JSON.stringify(old));
  takeOverWaivers(store, CLUSTER);
  expect(await checkStore(store)).toMatchObject({ damaged: [] });
  store.db.exec(`UPDATE waivers SET waiver = replace(waiver, 'release 14', 'release 99') WHERE id = 'W-1'`);
  expect((await checkStore(store)).damaged).toEqual([expect.objectContaining({ name: 'waiver W-1' })]);
});
