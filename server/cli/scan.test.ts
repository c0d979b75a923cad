import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FORMATS } from '#lib/api/formats.ts';
import { cluster, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';
import { runCli } from './testing/run-cli.ts';

const BEFORE = cluster(namespace('crm'), workload('crm/db', { dataClass: 'personal', port: 5432 }));
const AFTER = cluster(BEFORE, workload('crm/records', { dataClass: 'special', port: 5432 }));
const WAIVER = `waivers:
- id: W-1
  check: ISO-002
  match: { subject: "crm/Namespace/crm", peer: phantom }
  justification: "The operator creates every pod with its own labels"
  riskOwner: head-of-crm
  approvedBy: dpo
  approvedAt: 2026-03-04
  expiresAt: 2026-12-31
`;
const TAKEN = ['--taken', '2026-06-01T12:00:00Z'];

let folder = '';
const file = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringfence-scan-'));
  writeFileSync(file('before.yaml'), BEFORE);
  writeFileSync(file('after.yaml'), AFTER);
  writeFileSync(file('waivers.yaml'), WAIVER);
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Document {
  readonly gaps: readonly {
    readonly check: string;
    readonly result: string;
    readonly subject: { readonly name: string };
  }[];
  readonly summary: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly baseline?: unknown;
}

describe('scan --baseline', () => {
  test.each(['json', 'sarif'])(
    'tells only what is new against an earlier -o %s, and fails only on that',
    async (format) => {
      const known = file(`known.${format}`);
      const passes = format === 'sarif' ? ['--passes'] : [];
      await runCli(['scan', file('before.yaml'), '-o', format, ...passes, '--output', known]);
      const same = await runCli(['scan', file('before.yaml'), '--baseline', known, '--fail-on', 'low']);
      expect(same.status).toBe(0);
      expect(same.stdout).toMatch(/0 new, 0 worse than before, \d+ known and left out, 0 gone/);

      const result = await runCli(['scan', file('after.yaml'), '--baseline', known, '--fail-on', 'low', '-o', 'json']);
      expect(result.status).toBe(1);
      const document = FORMATS.gaps.parse(JSON.parse(result.stdout)) as unknown as Document;
      const names = document.gaps.filter(({ check }) => check.startsWith('ISO-001')).map(({ subject }) => subject.name);
      expect(names).toEqual(['records']);
    },
  );

  test.each([
    ['no JSON', 'gaps: []', 'no result of'],
    ['another document', '{"schema":"ringfence.dev/connections/v1","gaps":[]}', 'no result of'],
    ['a newer version', '{"schema":"ringfence.dev/gaps/v2","gaps":[]}', 'no result of'],
    [
      'a gap without fingerprint',
      '{"schema":"ringfence.dev/gaps/v1","gaps":[{"result":"FAIL","severity":"low"}]}',
      'no result of',
    ],
    [
      'SARIF of another tool',
      '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"lint"}},"results":[]}]}',
      'no result of',
    ],
    [
      'one that itself left out what was known',
      '{"schema":"ringfence.dev/gaps/v1","gaps":[],"baseline":{"new":0}}',
      'itself made with --baseline',
    ],
  ])('refuses %s', async (_, text, words) => {
    const baseline = file('wrong.json');
    writeFileSync(baseline, text);
    const result = await runCli(['scan', file('before.yaml'), '--baseline', baseline]);
    expect(result).toMatchObject({ status: 2, stdout: '' });
    expect(result.stderr).toContain(words);
  });

  test('refuses a file that is not there', async () => {
    expect((await runCli(['scan', file('before.yaml'), '--baseline', file('none.json')])).status).toBe(2);
  });

  test('says so where nothing of the baseline is here', async () => {
    const known = file('other.json');
    const gap = { fingerprint: '0'.repeat(64), result: 'FAIL', severity: 'high' };
    writeFileSync(known, JSON.stringify({ schema: 'ringfence.dev/gaps/v1', gaps: [gap] }));
    expect((await runCli(['scan', file('before.yaml'), '--baseline', known])).stderr).toContain('another cluster');
  });
});

describe('scan --waivers', () => {
  test('moves gaps to the waived ones, counts them by severity and does not fail on them', async () => {
    const result = await runCli([
      'scan',
      file('before.yaml'),
      '--waivers',
      file('waivers.yaml'),
      '--checks',
      'ISO-002',
      '--fail-on',
      'low',
      ...TAKEN,
    ]);
    expect(result.status).toBe(0);
    expect(result.stdout).toContain('Waived by dpo until 2026-12-31 (W-1)');
    expect(result.stdout).toContain('waived: 2 medium');
    expect(result.stderr).toBe('');
  });

  test('an expired one waives nothing and is told', async () => {
    const args = ['scan', file('before.yaml'), '--waivers', file('waivers.yaml'), '--taken', '2027-01-01T00:00:00Z'];
    const result = await runCli([...args, '--checks', 'ISO-002', '--fail-on', 'low']);
    expect(result.status).toBe(1);
    expect(result.stderr).toContain('Waiver W-1 has expired');
  });

  test('a mistake in the file is 2, with file and line, and nothing is scanned', async () => {
    const wrong = file('wrong.yaml');
    writeFileSync(wrong, WAIVER.replace('check: ISO-002', 'check: "*"'));
    const result = await runCli(['scan', file('before.yaml'), '--waivers', wrong]);
    expect(result).toMatchObject({ status: 2, stdout: '' });
    expect(result.stderr).toContain(`${wrong}:3: A waiver names one check, never "*".`);
  });

  test('files have no time: it says by which day it judges', async () => {
    const { stderr } = await runCli(['scan', file('before.yaml'), '--waivers', file('waivers.yaml')]);
    expect(stderr).toContain('The source has no time of its own');
  });

  test('the result tells how each waiver stands', async () => {
    const { stdout } = await runCli([
      'scan',
      file('before.yaml'),
      '--waivers',
      file('waivers.yaml'),
      '-o',
      'json',
      ...TAKEN,
    ]);
    const document = FORMATS.gaps.parse(JSON.parse(stdout));
    expect(document.waivers).toMatchObject({ asOf: TAKEN[1], waivers: [{ state: 'in-force', waiver: { id: 'W-1' } }] });
    expect(document.summary.WAIVED.medium).toBe(2);
  });
});

describe('scan -o csv', () => {
  test('has one line for each gap under the head', async () => {
    const output = file('gaps.csv');
    await runCli(['scan', file('before.yaml'), '-o', 'csv', '--output', output]);
    const json = JSON.parse((await runCli(['scan', file('before.yaml'), '-o', 'json'])).stdout) as Document;
    const lines = readFileSync(output, 'utf8').split('\r\n');
    expect(lines[0]?.startsWith('id,check,result,severity,title,')).toBe(true);
    expect(lines).toHaveLength(json.gaps.length + 2); // head, and the end of the last line
  });

  test('no cell is a formula, whatever a policy is called', async () => {
    const evil = file('evil.yaml');
    writeFileSync(
      evil,
      cluster(BEFORE, policy('crm/x', '{podSelector: {matchLabels: {app: nothing}}}')).replace(
        'name: x',
        'name: "=cmd|calc!A1"',
      ),
    );
    const { stdout } = await runCli(['scan', evil, '-o', 'csv', '-q']);
    expect(stdout).toContain("'=cmd");
    expect(stdout).not.toMatch(/(^|,)"?=cmd/m);
  });
});
