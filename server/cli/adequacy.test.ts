import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { FORMATS } from '#lib/api/formats.ts';
import { readAdequacyTable } from '#lib/gdpr/adequacy/parse-table.ts';
import { runCli } from './testing/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringfence-adequacy-'));
afterAll(() => rmSync(folder, { recursive: true }));
const fileOf = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const TABLE = `regime: eu-gdpr
checkedOn: 2026-05-01
inside: [DE, IE]
decisions:
- code: IN
  scope: general
  checkedOn: 2026-05-01
`;
const MANIFESTS = fileOf(
  'crm.yaml',
  `apiVersion: v1
kind: Namespace
metadata: {name: crm}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: crm, labels: {ringfence.dev/data-class: personal}}
spec: {template: {metadata: {labels: {app: api}}, spec: {containers: [{name: c, image: acme/api:1}]}}}
`,
);
const DATA_MAP = fileOf(
  'datamap.yaml',
  `apiVersion: ringfence.dev/v1alpha1
kind: DataMap
recipients:
- {id: mailer, cidrs: [203.0.113.0/24], importerCountry: IN}
`,
);
const args = ['scan', MANIFESTS, '--data-map', DATA_MAP, '--taken', '2026-06-01T12:00:00Z', '-q'];
interface Result {
  readonly adequacy: { readonly name: string; readonly version: string; readonly sha256: string };
  readonly checks: readonly { readonly id: string; readonly counts: { readonly FAIL: number } }[];
}
const failing = ({ checks }: Result, id: string) => checks.find((check) => check.id === id)?.counts.FAIL;

test('a table that is given decides in place of the one that ships, and the result names it with its day and hash', {
  timeout: 120_000,
}, async () => {
  const shipped = JSON.parse((await runCli([...args, '-o', 'json'])).stdout) as Result;
  expect(failing(shipped, 'EGR-003')).toBe(1);
  expect(shipped.adequacy).toMatchObject({ name: 'adequacy eu-gdpr' });
  const table = fileOf('table.yaml', TABLE);
  const { stdout } = await runCli([...args, '-o', 'json', '--adequacy', table]);
  const given = FORMATS.gaps.parse(JSON.parse(stdout)) as unknown as Result;
  expect(failing(given, 'EGR-003')).toBe(0);
  expect(given.adequacy).toMatchObject({ name: 'adequacy eu-gdpr, given', version: '2026-05-01' });
  expect(given.adequacy.sha256).not.toBe(shipped.adequacy.sha256);
  const text = (await runCli([...args, '--adequacy', table])).stdout;
  expect(text).toContain(
    `Transfers by adequacy eu-gdpr, given, checked on 2026-05-01, SHA-256 ${given.adequacy.sha256}.`,
  );
});

test('a table with mistakes is refused whole, each with its line', async () => {
  const file = fileOf(
    'bad.yaml',
    TABLE.replace('2026-05-01\ninside', '2026-13-01\ninside')
      .replace('code: IN', 'code: DE')
      .replace('scope:', 'scop:'),
  );
  const result = await runCli([...args, '--adequacy', file]);
  expect(result.status).toBe(2);
  expect(result.stderr).toContain('bad.yaml, line 2: checkedOn: ');
  expect(result.stderr).toContain('bad.yaml, line 5: decisions[0]: Unrecognized key: "scop"');
  expect(result.stderr).not.toContain(folder);
  expect(readAdequacyTable(TABLE.replace('code: IN', 'code: DE'))).toEqual({
    problems: [
      { line: 5, path: 'decisions[0].code', message: 'DE is inside and has a decision; it can be only one of the two' },
    ],
  });
  expect(readAdequacyTable('regime: [')).toMatchObject({ problems: [{ line: 1, path: '' }] });
  expect((await runCli([...args, '--adequacy', join(folder, 'absent.yaml')])).status).toBe(2);
});

test('a table for another law than the DataMap’s is told, and decides nothing', async () => {
  const file = fileOf('uk.yaml', TABLE.replace('eu-gdpr', 'uk-gdpr'));
  const result = await runCli([...args.filter((each) => each !== '-q'), '-o', 'json', '--adequacy', file]);
  expect(result.stderr).toContain('The adequacy table is for uk-gdpr, and the DataMap says eu-gdpr');
  expect((JSON.parse(result.stdout) as Result).adequacy.name).toBe('adequacy eu-gdpr');
});

test('the example of docs/data-map.md is one', () => {
  const docs = readFileSync(new URL('../../docs/data-map.md', import.meta.url), 'utf8');
  const [, example = ''] = /```yaml adequacy\n([\s\S]*?)```/.exec(docs) ?? [];
  expect(readAdequacyTable(example)).toHaveProperty('table.regime', 'ch-fadp');
});
