import { expect, test } from 'vitest';
import { checkStore, isSound } from './integrity.ts';
import { addNote, signSnapshot } from './remarks.ts';
import { applyRetention } from './retention.ts';
import { readSnapshotFile } from './snapshots.ts';
import { CLUSTER } from './testing/kept-content.ts';
import { keepNext, temporaryStores, WHO } from './testing/temporary-store.ts';

const { folder, open } = temporaryStores();

async function keptStore() {
  const store = open(folder());
  for (const content of ['one', 'two', 'three']) await keepNext(store, content);
  addNote(store, CLUSTER, 2, { by: 'reviewer', text: 'read' }, { ...WHO, said: 'reviewer' });
  signSnapshot(store, CLUSTER, 2, { step: 'prepared', role: 'platform', name: 'A' }, WHO);
  return store;
}

test('a store that was written to as it should be is sound, with notes, signatures and removals', async () => {
  const store = await keptStore();
  expect(isSound(await checkStore(store))).toBe(true);
  applyRetention(store, { newest: 2 }, WHO);
  expect(await checkStore(store)).toMatchObject({ damaged: [] });
});

test.each([
  [
    'evidence of another snapshot',
    `UPDATE files SET (hash, bytes) = (SELECT hash, bytes FROM files WHERE seq = 1 AND name = 'evidence.json') WHERE seq = 2 AND name = 'evidence.json'`,
    'evidence.json',
  ],
  ['evidence whose row went', `DELETE FROM files WHERE seq = 2 AND name = 'evidence.json'`, 'evidence.json'],
  [
    'pages of another snapshot',
    `UPDATE files SET (hash, bytes) = (SELECT hash, bytes FROM files WHERE seq = 1 AND name = 'snapshot.pdf') WHERE seq = 2 AND name = 'snapshot.pdf'`,
    'snapshot.pdf',
  ],
  [
    'a file more',
    `INSERT INTO files SELECT cluster, seq, 'more.txt', hash, bytes FROM files WHERE seq = 2 AND name = 'snapshot.pdf'`,
    'more.txt',
  ],
  ['a removal that nobody made', `UPDATE snapshots SET removed_at = '2026-11-24T00:00:00Z' WHERE seq = 2`, 'files'],
  ['other facts', `UPDATE snapshots SET facts = replace(facts, 'prod', 'test') WHERE seq = 2`, 'facts'],
  ['gaps left out of the list', `UPDATE snapshots SET gaps = '[{}]' WHERE seq = 2`, 'gaps'],
  ['another note', `UPDATE notes SET text = 'not read'`, 'notes'],
  ['a note of another time', `UPDATE notes SET at = '2020-01-01T00:00:00Z'`, 'notes'],
  ['a note of somebody else', `UPDATE notes SET by = 'auditor'`, 'notes'],
  ['a note less', 'DELETE FROM notes', 'notes'],
  ['another signature', `UPDATE sign_offs SET name = 'B'`, 'signatures'],
  ['a signature of another time', `UPDATE sign_offs SET at = '2020-01-01T00:00:00Z'`, 'signatures'],
  ['another time of keeping', `UPDATE snapshots SET kept_at = '2020-01-01T00:00:00Z' WHERE seq = 2`, 'chain'],
  ['a signature less', 'DELETE FROM sign_offs', 'signatures'],
])('%s is found by the chain and the trail', async (_, sql, name) => {
  const store = await keptStore();
  store.db.exec(sql);
  const check = await checkStore(store);
  expect(check.damaged).toContainEqual(expect.objectContaining({ cluster: CLUSTER, seq: 2, name }));
  expect(isSound(check)).toBe(false);
});

test('evidence that its link does not name is not given out', async () => {
  const store = await keptStore();
  store.db.exec(`UPDATE files SET (hash, bytes) = (SELECT hash, bytes FROM files WHERE seq = 1 AND name = 'evidence.json')
    WHERE seq = 2 AND name = 'evidence.json'`);
  await expect(readSnapshotFile(store, CLUSTER, 2, 'evidence.json')).rejects.toMatchObject({ code: 'DAMAGED' });
});
