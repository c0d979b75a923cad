import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FORMATS } from '#lib/api/formats.ts';
import { runCli } from './testing/run-cli.ts';

const MISTAKES = fileURLToPath(new URL('../../e2e/fixtures/four-mistakes.yaml', import.meta.url));
const HOSTILE = fileURLToPath(new URL('../../e2e/fixtures/hostile-names.json', import.meta.url));
const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n';
const POD = (name: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: shop, labels: {app: ${name}}}\nspec: {containers: [{name: c}]}\nstatus: {phase: Running, podIP: 10.0.0.${name.length}}\n`;
const POLICY = (ingress: string) =>
  `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: db, namespace: shop}\nspec: {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: ${ingress}}\n`;
const FROM_WEB = '[{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5432}]}]';

let folder = '';
let closed = '';
let opened = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringfence-diff-'));
  closed = write('closed.yaml', [NAMESPACE, POD('web'), POD('db'), POLICY('[]')]);
  opened = write('opened.yaml', [NAMESPACE, POD('web'), POD('db'), POLICY(FROM_WEB)]);
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, documents: readonly string[]): string {
  const file = join(folder, name);
  writeFileSync(file, documents.join('---\n'));
  return file;
}

test('the answer comes first, in a sentence; then who, on what, with how many pairs of pods', async () => {
  const { status, stdout } = await runCli(['diff', closed, '--against', opened]);
  expect(status).toBe(0);
  expect(stdout.split('\n')[0]).toBe('Opens 1 connection. The gaps stay the same.');
  expect(stdout).toContain('shop\n  Pod/db\n    + opens TCP 5432 from shop/Pod/web, 1 pair of pods\n');
});

test('the same state twice changes nothing, and says so', async () => {
  const { stdout } = await runCli(['diff', closed, '--against', closed, '-q']);
  expect(stdout).toBe('No connection changes. The gaps stay the same.\n');
});

test.each([
  [['opens'], 1],
  [['closes'], 0],
  [['gaps'], 0],
  [['closes,opens'], 1],
])('--fail-on %j is exit status %i where B opens a connection', async (on, status) => {
  const args = on.flatMap((word) => ['--fail-on', word]);
  const result = await runCli(['diff', closed, '--against', opened, '-q', ...args]);
  expect(result.status).toBe(status);
  expect(result.stderr === '').toBe(status === 0);
});

test('the way back closes, and fails on that', async () => {
  expect((await runCli(['diff', opened, '--against', closed, '-q', '--fail-on', 'closes'])).status).toBe(1);
  expect((await runCli(['diff', opened, '--against', closed, '-q', '--fail-on', 'opens'])).status).toBe(0);
});

test('a gap that opens fails where that is asked', async () => {
  const result = await runCli(['diff', closed, '--against', MISTAKES, '-q', '--fail-on', 'gaps']);
  expect(result.status).toBe(1);
});

test.each([
  [['--against', '-', '-']],
  [['--demo']],
  [['--demo', '--against', '/nonexistent/file.yaml']],
  [['--demo', '--against', 'demo', '--fail-on', 'everything']],
  [['--demo', '--against', 'demo', '-o', 'csv']],
])('usage error: diff %j is 2, says why and prints no result', async (args) => {
  const result = await runCli(['diff', ...args]);
  expect(result).toMatchObject({ status: 2, stdout: '' });
  expect(result.stderr).not.toBe('');
});

test('either state may come through standard input', async () => {
  const text = [NAMESPACE, POD('web'), POD('db'), POLICY(FROM_WEB)].join('---\n');
  const { stdout } = await runCli(['diff', closed, '--against', '-', '-q'], text);
  expect(stdout).toContain('Opens 1 connection.');
  expect((await runCli(['diff', '-', '--against', closed, '-q'], text)).stdout).toContain('Closes 1 connection.');
});

test('JSON is of its format, and does not depend on the order of files', async () => {
  mkdirSync(join(folder, 'parts'));
  const parts = [NAMESPACE, POD('web'), POD('db'), POLICY(FROM_WEB)].map((text, i) => write(`parts/${i}.yaml`, [text]));
  const [a, b, demo] = await Promise.all([
    runCli(['diff', ...parts, '--against', closed, '-o', 'json', '-q']),
    runCli(['diff', ...parts.toReversed(), '--against', closed, '-o', 'json', '-q']),
    runCli(['diff', '--demo', '--against', MISTAKES, '-o', 'json', '-q']),
  ]);
  const withoutFiles = (text: string) => {
    const document = FORMATS.diff.parse(JSON.parse(text));
    return { ...document, before: undefined, after: undefined };
  };
  expect(withoutFiles(a.stdout)).toEqual(withoutFiles(b.stdout));
  expect(withoutFiles(demo.stdout).added.length).toBeGreaterThan(0);
});

test('--namespace tells only what has an end inside, and an unknown one is told', async () => {
  const result = await runCli(['diff', closed, '--against', opened, '--namespace', 'elsewhere', '-q']);
  expect(result.stdout).toBe('No connection changes. The gaps stay the same.\n');
  expect(result.stderr).toBe('There is no namespace elsewhere in the input.\n');
});

test('the comment keeps its tables whole whatever the names are', async () => {
  const { stdout } = await runCli(['diff', closed, '--against', HOSTILE, '-o', 'markdown', '-q']);
  let columns = 0;
  for (const line of stdout.split('\n')) {
    if (!line.startsWith('| ')) columns = 0;
    else {
      const cells = line.split('|').length;
      if (columns > 0) expect(cells, line).toBe(columns);
      columns = cells;
      // Outside of code spans there is nothing but our own words.
      expect(line.replace(/`[^`]*`/g, ''), line).toMatch(/^[\w |,.:()−＋≈?×\u202f-]*$/);
    }
  }
});

test('a comment that would be too long is cut, and says by how much', async () => {
  const names = Array.from({ length: 900 }, (_, i) => `web-${'x'.repeat(60)}-${i}`);
  const before = write('many.yaml', names.map(POD));
  const after = write('many-closed.yaml', [
    ...names.map(POD),
    POLICY('[]').replace('podSelector: {matchLabels: {app: db}}', 'podSelector: {}'),
  ]);
  const { stdout } = await runCli(['diff', before, '--against', after, '-o', 'markdown', '-q']);
  expect(stdout.length).toBeLessThan(65_000);
  expect(stdout).toMatch(/more lines left out\./);
  expect(stdout.match(/<details>/g)?.length).toBe(stdout.match(/<\/details>/g)?.length);
}, 30_000);
