import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FORMATS } from '#lib/api/formats.ts';
import { blobName } from '#server/store/blobs.ts';
import { keepNext, temporaryStores } from '#server/store/testing/temporary-store.ts';
import { trailText } from '#server/store/trail.ts';
import { runCli } from './testing/run-cli.ts';

const { folder, open } = temporaryStores();

test('verify --store recomputes all that is kept, and names what is not as it was', { timeout: 60_000 }, async () => {
  const dataDir = folder();
  const store = open(dataDir);
  const { link, files } = await keepNext(store, 'one');
  const sound = await runCli(['verify', '--store', '--data-dir', dataDir]);
  expect(sound).toMatchObject({ status: 0, stderr: '' });
  expect(sound.stdout).toContain(`1 link, the last is ${link.hash}`);
  writeFileSync(join(dataDir, blobName(files[0]?.hash ?? '')), '');
  const damaged = await runCli(['verify', '--store', '--data-dir', dataDir, '-o', 'json']);
  expect(damaged.status).toBe(1);
  expect(FORMATS['store-check'].parse(JSON.parse(damaged.stdout))).toMatchObject({
    sound: false,
    damaged: [{ seq: 1, name: 'evidence.json' }],
  });
  expect((await runCli(['verify', '--store', '--data-dir', join(dataDir, 'none')])).status).toBe(2);
});

test('verify FILE.ndjson recomputes an exported trail, and names the first line that is not as it was', {
  timeout: 60_000,
}, async () => {
  const dataDir = folder();
  const store = open(dataDir);
  for (const content of ['a', 'b', 'c']) await keepNext(store, content);
  const file = join(dataDir, 'trail.ndjson');
  const lines = [...trailText(store)];
  writeFileSync(file, lines.join(''));
  expect(await runCli(['verify', file])).toMatchObject({ status: 0, stdout: expect.stringContaining('3 lines') });
  for (const line of lines) FORMATS['trail-line'].parse(JSON.parse(line));
  FORMATS['trail-check'].parse(JSON.parse((await runCli(['verify', file, '-o', 'json'])).stdout));
  writeFileSync(file, lines.with(1, lines[1]?.replace('platform engineer', 'nobody') ?? '').join(''));
  expect(await runCli(['verify', file])).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('Line 2 was altered'),
  });
});

test('what is no store and no trail is refused with 2, and never called sound', { timeout: 60_000 }, async () => {
  const dataDir = folder();
  mkdirSync(dataDir, { recursive: true });
  expect((await runCli(['verify', '--store', '--data-dir', dataDir])).status).toBe(2);
  for (const content of ['', '\n\n', 'hello\n', '{"a":1}\n']) {
    const file = join(dataDir, 'other.ndjson');
    writeFileSync(file, content);
    expect(await runCli(['verify', file])).toMatchObject({ status: 2, stdout: '' });
  }
  mkdirSync(join(dataDir, 'folder.ndjson'));
  expect((await runCli(['verify', join(dataDir, 'folder.ndjson')])).status).toBe(2);
});
