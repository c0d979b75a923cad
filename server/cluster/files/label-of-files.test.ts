import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { labelOfFiles } from './label-of-files.ts';
import { readSources } from './read-sources.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringfence-label-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a folder is as many files as there are in it', async () => {
  for (const name of ['a', 'b']) {
    writeFileSync(
      join(folder, `${name}.yaml`),
      `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${name}, labels: { kubernetes.io/metadata.name: ${name} } }\n`,
    );
  }
  const { record } = await readSources([folder], {});
  expect(labelOfFiles(record, [folder])).toBe('2 files');
});

test('before anything was read, as many as were named', () => {
  expect(labelOfFiles(undefined, ['a.yaml'])).toBe('1 file');
});
