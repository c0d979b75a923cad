import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { afterAll, expect, test } from 'vitest';
import { demoReading } from '../demo/demo-source.ts';
import { readSources } from './read-sources.ts';
import { readUpload } from './read-upload.ts';
import { podJson, podYaml, readText } from './testing.ts';

const base = mkdtempSync(join(tmpdir(), 'ringfence-records-'));
afterAll(() => rmSync(base, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(base, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
}
function recordOf(name: string, content: string | Uint8Array) {
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { name, size: Buffer.byteLength(content), sha256 };
}

test('each file is told with its name but not its folder, its size and its hash', async () => {
  file('team/a.yaml', podYaml('a'));
  file('team/deep/b.json', JSON.stringify(podJson('b')));
  const { record } = await readSources([join(base, 'team')]);
  expect(record).toEqual({
    from: 'files',
    files: [recordOf('a.yaml', podYaml('a')), recordOf('b.json', JSON.stringify(podJson('b')))],
  });
});

test('an archive is told as the one file that it is', async () => {
  const zip = zipSync({ 'a.yaml': Buffer.from(podYaml('a')), 'b.yaml': Buffer.from(podYaml('b')) });
  expect((await readSources([file('pods.zip', zip)])).record.files).toEqual([recordOf('pods.zip', zip)]);
});

test('standard input and an upload are told like files', async () => {
  expect((await readText(podYaml('a'))).record.files).toEqual([recordOf('standard input', podYaml('a'))]);
  const upload = await readUpload('a.yaml', Buffer.from(podYaml('a')));
  expect(upload.record.files).toEqual([recordOf('a.yaml', podYaml('a'))]);
});

test('a snapshot that is read again is told as the file that it is', async () => {
  const evidence = JSON.stringify({ inputs: { objects: [podJson('a')] }, taken: '2026-11-23T09:41:07Z' });
  const pdf = Buffer.concat([
    Buffer.from('%PDF-1.7\n1 0 obj << /Type /EmbeddedFile /Filter /FlateDecode >> stream\n'),
    deflateSync(evidence),
    Buffer.from('\nendstream endobj'),
  ]);
  const { record } = await readSources([`snapshot:${file('snapshot.pdf', pdf)}`]);
  expect(record.files).toEqual([recordOf('snapshot.pdf', pdf)]);
});

test('a file that is not read to its end has no hash: the completeness says why', async () => {
  const { record, objects } = await readSources([file('a.yaml', podYaml('a')), file('b.yaml', 'a\0b')]);
  expect(record.files.map(({ name }) => name)).toEqual(['a.yaml']);
  expect(objects.completeness.unread.map(({ file: name }) => name?.endsWith('b.yaml'))).toEqual([true]);
});

test('the demo says that it is one', async () => {
  const { record } = await demoReading();
  expect(record.from).toBe('demo');
  expect(record.files.length).toBeGreaterThan(1);
});
