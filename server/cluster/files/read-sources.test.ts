import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { pack } from 'tar-stream';
import { afterAll, expect, test } from 'vitest';
import { READING_LIMITS, type ReadingLimits } from './limits.ts';
import { readSources } from './read-sources.ts';
import { readUpload } from './read-upload.ts';
import { failure, podJson, podYaml, readText } from './testing.ts';

const base = mkdtempSync(join(tmpdir(), 'ringfence-files-'));
afterAll(() => rmSync(base, { recursive: true }));

let folders = 0;
function folder(files: Record<string, string | Buffer> = {}): string {
  const path = join(base, `f${folders++}`);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(path, name, '..'), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  mkdirSync(path, { recursive: true });
  return path;
}

test('a folder is searched for .yaml, .yml and .json, whatever lies beside them', async () => {
  const root = folder({
    'a.yaml': podYaml('a'),
    'sub/b.yml': podYaml('b'),
    'sub/deep/c.JSON': JSON.stringify(podJson('c')),
    'd.txt': podYaml('d'),
  });
  const { objects } = await readSources([root]);
  expect([...objects.pods.keys()]).toEqual(['shop/a', 'shop/b', 'shop/c']);
  expect(objects.pods.get('shop/c')?.origin?.file).toBe('sub/deep/c.JSON');
});

test('links out of the folder, loops, broken links and pipes are not followed, but named', async () => {
  const outside = folder({ 'x.yaml': podYaml('x') });
  const root = folder({ 'a.yaml': podYaml('a'), 'sub/b.yaml': podYaml('b') });
  symlinkSync(outside, join(root, 'out'));
  symlinkSync(join(outside, 'x.yaml'), join(root, 'out.yaml'));
  symlinkSync(root, join(root, 'sub', 'loop'));
  symlinkSync(join(root, 'nowhere'), join(root, 'gone.yaml'));
  execFileSync('mkfifo', [join(root, 'pipe.yaml')]);
  const { objects } = await readSources([root]);
  expect([...objects.pods.keys()]).toEqual(['shop/a', 'shop/b']);
  const { notes } = objects.completeness;
  // The folder that was named, and so perhaps a home, reaches no result.
  for (const { message, file } of notes) expect(message.startsWith(`${file} `), message).toBe(true);
  expect(notes.map(({ code, file }) => [code, file])).toEqual([
    ['not-followed', 'gone.yaml'],
    ['not-followed', 'out'],
    ['not-followed', 'out.yaml'],
    ['not-followed', 'pipe.yaml'],
    ['not-followed', 'sub/loop'],
  ]);
});

test('where nothing is left to read, the answer says why: templates, links and pipes are told', async () => {
  const template = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Values.x }}\n';
  await expect(readUpload('helm.yaml', Buffer.from(template))).rejects.toMatchObject({
    code: 'NOTHING_KUBERNETES',
    detail: expect.stringMatching(/^helm\.yaml:1, document 1: A Helm template/),
  });
  const root = folder();
  execFileSync('mkfifo', [join(root, 'pipe.yaml')]);
  symlinkSync(join(root, 'nowhere'), join(root, 'gone.yaml'));
  await expect(readSources([root])).rejects.toMatchObject({
    code: 'NOTHING_KUBERNETES',
    detail: expect.stringMatching(/^gone\.yaml is a symbolic link to nothing.*\npipe\.yaml is not an ordinary file/),
  });
});

test('that a file is not there is said once, in a sentence', async () => {
  const nowhere = join(base, 'nowhere.yaml');
  await expect(readSources([nowhere])).rejects.toMatchObject({
    message: `There is no file or folder ${nowhere}.`,
    detail: undefined,
  });
});

test('several sources form one cluster; the last of two equal names counts', async () => {
  const root = folder({ '1.yaml': podYaml('a', '{ v: one }'), '2.yaml': podYaml('a', '{ v: two }') });
  const { objects } = await readSources([join(root, '1.yaml'), join(root, '2.yaml')]);
  expect(objects.pods.get('shop/a')?.metadata.labels).toEqual({ v: 'two' });
  expect(objects.completeness.notes.map(({ code }) => code)).toEqual(['duplicate-object']);
});

const OUTCOMES: readonly [string, () => Promise<unknown>, RegExp][] = [
  ['an absent file', () => readSources([join(base, 'none.yaml')]), /^USAGE/],
  ['an empty folder', () => readSources([folder()]), /^NOTHING_KUBERNETES/],
  ['an empty file', () => readSources([join(folder({ 'a.yaml': '' }), 'a.yaml')]), /^NOTHING_KUBERNETES/],
  ['nothing of Kubernetes', () => readText('a: 1\n'), /^NOTHING_KUBERNETES/],
  ['a binary file', () => readText(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1])), /^NOTHING_KUBERNETES/],
  ['UTF-16', () => readText(Buffer.from('\uFEFFapiVersion: v1', 'utf16le')), /^NOTHING_KUBERNETES/],
  ['standard input twice', () => readSources(['-', '-']), /^USAGE/],
  ['a device', () => readSources(['/dev/null']), /^USAGE/],
];
test.each(OUTCOMES)('%s has a clear outcome', async (_, read, outcome) =>
  expect(await failure(read())).toMatch(outcome),
);

test('a binary file in a folder is named, and the rest goes on', async () => {
  const { objects } = await readSources([folder({ 'a.yaml': podYaml('a'), 'b.yaml': Buffer.from([0, 1, 2, 255]) })]);
  expect(objects.pods.size).toBe(1);
  expect(objects.completeness.unread).toEqual([{ file: 'b.yaml', message: 'The file is binary, not YAML or JSON.' }]);
});

test('strict: the first thing that cannot be read ends the reading', async () => {
  expect(await failure(readText(podYaml('a', '{ env: yes }'), {}, true))).toMatch(
    /^UNREADABLE_INPUT: .*metadata\.labels\.env/,
  );
});

const KUBECONFIG = 'apiVersion: v1\nkind: Config\nusers:\n- name: u\n  user: { token: hunter2 }\n';

test('a kubeconfig is refused, and none of it is repeated', async () => {
  const outcome = await failure(readText(KUBECONFIG));
  expect(outcome).toMatch(/^UNREADABLE_INPUT: .*kubeconfig/);
  expect(outcome).not.toContain('hunter2');
});

test('a kubeconfig among manifests is left out and named', async () => {
  const { objects } = await readSources([folder({ 'a.yaml': podYaml('a'), 'config.yaml': KUBECONFIG })]);
  expect(objects.completeness.unread).toMatchObject([{ file: 'config.yaml' }]);
});

test('Secrets and ConfigMaps are counted, their values never kept', async () => {
  const secret = 'apiVersion: v1\nkind: Secret\nmetadata: { name: s }\nstringData: { token: hunter2 }\n';
  const reading = await readText(`${podYaml('a')}---\n${secret}---\n${secret}`);
  expect(reading.objects.completeness.notes).toMatchObject([
    { code: 'skipped-kind', message: expect.stringContaining('Secret: 2') },
  ]);
  expect(JSON.stringify([...reading.objects.pods.values(), reading.objects.completeness])).not.toContain('hunter2');
});

interface Entry {
  readonly name: string;
  readonly content?: string;
  readonly type?: 'file' | 'symlink' | 'character-device';
}
async function tarGz(entries: readonly Entry[]): Promise<Buffer> {
  const archive = pack();
  for (const { name, content = '', type = 'file' } of entries) {
    const header = { name, type, ...(type === 'symlink' ? { linkname: '/etc/passwd' } : {}) };
    if (type === 'file') archive.entry(header, content);
    else archive.entry(header);
  }
  archive.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of archive) pieces.push(piece as Buffer);
  return gzipSync(Buffer.concat(pieces));
}
const zip = (entries: readonly Entry[]) =>
  Buffer.from(zipSync(Object.fromEntries(entries.map(({ name, content = '' }) => [name, Buffer.from(content)]))));
const upload = (name: string, bytes: Uint8Array, limits: Partial<ReadingLimits> = {}) =>
  readUpload(name, bytes, { limits: { ...READING_LIMITS, ...limits } });

const MIXED: readonly Entry[] = [
  { name: 'm/a.yaml', content: podYaml('a') },
  { name: 'm/binary.yaml', content: '\0\0' },
  { name: 'm/b.json', content: JSON.stringify(podJson('b')) },
  { name: 'm/readme.md', content: 'x' },
  { name: '../up.yaml', content: podYaml('up') },
  { name: '/root.yaml', content: podYaml('root') },
];

test('the manifests of a .tar.gz are read; links, devices and paths out of it are refused by name', async () => {
  const links: readonly Entry[] = [
    { name: 'l.yaml', type: 'symlink' },
    { name: 'd.yaml', type: 'character-device' },
  ];
  const { objects } = await upload('x.tgz', await tarGz([...links, ...MIXED]));
  expect([...objects.pods.keys()]).toEqual(['shop/a', 'shop/b']);
  expect(objects.pods.get('shop/a')?.origin?.file).toBe('x.tgz/m/a.yaml');
  expect(objects.completeness.notes.map(({ code }) => code)).toEqual(Array(4).fill('not-followed'));
  expect(objects.completeness.unread).toMatchObject([{ file: 'x.tgz/m/binary.yaml' }]);
});

test('the manifests of a .zip are read; paths out of it are refused by name', async () => {
  const { objects } = await upload('x.zip', zip(MIXED));
  expect([...objects.pods.keys()].sort()).toEqual(['shop/a', 'shop/b']);
  expect(objects.completeness.notes.map(({ code }) => code)).toEqual(['not-followed', 'not-followed']);
});

const FORMATS: readonly [string, (entries: readonly Entry[]) => Buffer | Promise<Buffer>][] = [
  ['x.tar.gz', tarGz],
  ['x.zip', zip],
];
test.each(FORMATS)('%s: size, entries and ratio are bounded', async (name, make) => {
  const many = Array.from({ length: 30 }, (_, i) => ({ name: `${i}.yaml`, content: podYaml(`p${i}`) }));
  expect(await failure((async () => upload(name, await make(many), { entries: 20 }))())).toMatch(
    /^TOO_LARGE: .*20 entries/,
  );
  expect(await failure((async () => upload(name, await make(many), { unpacked: 1000 }))())).toMatch(
    /^TOO_LARGE: .*unpacks to more than/,
  );
  const bomb = [{ name: 'b.yaml', content: `#${' '.repeat(3_000_000)}` }];
  expect(await failure((async () => upload(name, await make(bomb)))())).toMatch(/^TOO_LARGE: .*100 times/);
});

test.each(['x.tar.gz', 'x.zip'])('%s that is broken says so', async (name) => {
  expect(await failure(upload(name, Buffer.from('no archive at all')))).toMatch(/^UNREADABLE_INPUT/);
});

test.each([
  ['evidence.json', (json: string) => Buffer.from(json)],
  [
    'report.pdf',
    (json: string) => {
      const packed = deflateSync(json);
      const head = `%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n2 0 obj\n<< /Type /EmbeddedFile /Length ${packed.length} /Filter /FlateDecode >>\nstream\n`;
      return Buffer.concat([Buffer.from(head), packed, Buffer.from('\nendstream\nendobj\n')]);
    },
  ],
])('snapshot:%s reads the inputs of the evidence', async (name, make) => {
  const evidence = { taken: '2026-01-02T03:04:05Z', inputs: { objects: [podJson('a')] } };
  const root = folder({ [name]: make(JSON.stringify(evidence)) });
  const reading = await readSources([`snapshot:${join(root, name)}`]);
  expect([...reading.objects.pods.keys()]).toEqual(['shop/a']);
  expect(reading.taken).toBe('2026-01-02T03:04:05Z');
});

test('snapshot: of a file without evidence is refused', async () => {
  const root = folder({ 'a.pdf': '%PDF-1.7\n', 'b.json': '{}' });
  expect(await failure(readSources([`snapshot:${join(root, 'a.pdf')}`]))).toMatch(/^UNREADABLE_INPUT/);
  expect(await failure(readSources([`snapshot:${join(root, 'b.json')}`]))).toMatch(/^UNREADABLE_INPUT/);
});

test.skipIf(process.getuid?.() === 0)('a file that cannot be read is named by its path in the folder', async () => {
  const root = folder({ 'a.yaml': podYaml('a'), 'sub/b.yaml': podYaml('b') });
  chmodSync(join(root, 'sub', 'b.yaml'), 0);
  const { objects } = await readSources([root]);
  expect(objects.completeness.unread).toMatchObject([{ file: 'sub/b.yaml', message: 'sub/b.yaml cannot be read.' }]);
});
