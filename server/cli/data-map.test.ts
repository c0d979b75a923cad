import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { FORMATS } from '#lib/api/formats.ts';
import { parseDataMap } from '#lib/gdpr/data-map/parse-data-map.ts';
import { runCli } from './testing/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringfence-data-map-'));
afterAll(() => rmSync(folder, { recursive: true }));
const fileOf = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const HEAD = 'apiVersion: ringfence.dev/v1alpha1\nkind: DataMap\n';

test('the example of docs/data-map.md is one, for the parser and for the schema', () => {
  const docs = readFileSync(fileURLToPath(new URL('../../docs/data-map.md', import.meta.url)), 'utf8');
  const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(docs) ?? [];
  const { dataMap, problems } = parseDataMap(example);
  expect(problems).toEqual([]);
  expect(dataMap.workloads).toHaveLength(4);
  expect(FORMATS['data-map'].safeParse(parse(example)).error?.issues).toBeUndefined();
});

test('a DataMap decides on classes, and is part of the content', { timeout: 60_000 }, async () => {
  const file = fileOf(
    'redis.yaml',
    `${HEAD}workloads:\n- match: {namespace: shop, name: redis}\n  dataClass: none\n  because: keys are article numbers\n`,
  );
  const [without, withMap] = await Promise.all([
    runCli(['scan', '--demo', '-o', 'json']),
    runCli(['scan', '--demo', '-o', 'json', '--data-map', file]),
  ]);
  const gaps = ({ stdout }: { stdout: string }) =>
    (JSON.parse(stdout).gaps as { check: string; subject: { name: string } }[])
      .filter(({ subject }) => subject.name === 'redis')
      .map(({ check }) => check);
  expect(gaps(without)).toContain('CLS-001');
  expect(gaps(withMap)).not.toContain('CLS-001');
  expect(withMap.stderr).toBe('');
  const contentOf = ({ stdout }: { stdout: string }) => JSON.parse(stdout).revision.content as string;
  expect(contentOf(withMap)).not.toBe(contentOf(without));
});

test('a DataMap with problems is refused whole: all of them, status 2, no result', { timeout: 60_000 }, async () => {
  const file = fileOf('bad.yaml', `${HEAD}regime: x\nworkloads:\n- match: {name: a}\n  dataclass: none\n`);
  for (const command of ['scan', 'list', 'snapshot']) {
    const result = await runCli([command, '--demo', '--data-map', file, '--output', join(folder, 'out')]);
    expect(result).toMatchObject({ status: 2, stdout: '' });
    expect(result.stderr).toContain('bad.yaml: 2 problems');
    expect(result.stderr).toContain('bad.yaml, line 3: regime "x" is not known');
    expect(result.stderr).toContain(
      'bad.yaml, line 6: workloads[0] "dataclass" is no key here; did you mean dataClass?',
    );
  }
  expect((await runCli(['scan', '--demo', '--data-map', join(folder, 'none.yaml')])).status).toBe(2);
});

test('what of it does nothing in this cluster is noted, and the run goes on', { timeout: 60_000 }, async () => {
  const file = fileOf(
    'notes.yaml',
    `${HEAD}workloads:\n- match: {name: no-such}\n  dataClass: none\n- match: {name: crm-db}\n  dataClass: none\n`,
  );
  const { status, stderr } = await runCli(['scan', '--demo', '--data-map', file]);
  expect(status).toBe(0);
  expect(stderr.split('\n')).toEqual([
    'notes.yaml, line 4: workloads[0].match matches no workload of this cluster',
    expect.stringMatching(
      /^notes\.yaml, line 6: workloads\[1\]\.dataClass says no personal data for crm\/StatefulSet\/crm-db, but label .* says personal;/,
    ),
    '',
  ]);
});

test('a snapshot is read again with the DataMap that it was computed with', { timeout: 120_000 }, async () => {
  const file = fileOf('snap.yaml', `${HEAD}workloads:\n- match: {name: erp}\n  dataClass: children\n`);
  const pdf = join(folder, 'demo.pdf');
  expect((await runCli(['snapshot', '--demo', '--data-map', file, '--output', pdf])).status).toBe(0);
  const again = await runCli(['scan', `snapshot:${pdf}`, '-o', 'json']);
  const erp = (JSON.parse(again.stdout).gaps as { subject: { name: string }; classification: object }[]).find(
    ({ subject }) => subject.name === 'erp',
  );
  expect(erp?.classification).toMatchObject({ dataClass: 'children', source: 'DataMap, line 4' });
});
