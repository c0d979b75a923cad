import { createHash } from 'node:crypto';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { exportGaps } from '#server/analysis/gap-export.ts';
import { smallSnapshot } from '#server/verify/testing/small-snapshot.ts';
import { verifyPackage } from '#server/verify/verify-package.ts';
import { EVIDENCE_SCHEMA } from '../evidence/evidence.ts';
import { sealEvidence } from '../evidence/seal-evidence.ts';
import { wholeGap } from '../evidence/shared-values.ts';
import { packageFiles } from './package-files.ts';
import { writePackage } from './write-package.ts';

const { analysis, evidence, bytes } = smallSnapshot();
const PDF = strToU8('%PDF-1.7 as it was set');
const zip = writePackage(bytes, PDF);
const files = unzipSync(zip);
const textOf = (name: string): string => strFromU8(files[name] ?? new Uint8Array());
const rowsOf = (name: string): readonly string[] => textOf(name).trimEnd().split('\r\n');

it('holds every companion, sorted, and names the hash of each in the manifest', () => {
  const names = Object.keys(files);
  expect(names.filter((name) => !name.startsWith('remediation/'))).toEqual([
    ...['README.md', 'chain.json', 'evidence.json', 'findings.csv', 'manifest.json', 'policies.csv', 'register.csv'],
    ...['results.sarif', 'snapshot.pdf', 'workloads.csv'],
  ]);
  const { files: named } = JSON.parse(textOf('manifest.json'));
  expect(Object.keys(named)).toEqual(names.filter((name) => name !== 'manifest.json'));
  for (const [name, content] of Object.entries(files)) {
    if (name === 'manifest.json') continue;
    expect(named[name].sha256).toBe(createHash('sha256').update(content).digest('hex'));
  }
  expect(Buffer.from(files['evidence.json'] ?? []).equals(bytes)).toBe(true);
  expect(files['snapshot.pdf']).toEqual(PDF);
});

it('has the same bytes each time, in each time zone', () => {
  const { TZ } = process.env;
  try {
    for (const zone of ['Pacific/Kiritimati', 'America/Los_Angeles']) {
      process.env.TZ = zone;
      expect(Buffer.from(writePackage(bytes, PDF)).equals(zip)).toBe(true);
    }
  } finally {
    if (TZ === undefined) delete process.env.TZ;
    else process.env.TZ = TZ;
  }
});

it('tells the gaps as the scan does', () => {
  const { source } = evidence;
  expect(textOf('findings.csv')).toBe(exportGaps(analysis, { cluster: 'prod', format: 'csv' }, source));
  // The file is canonical, so that members of embedded objects stand in another order there.
  expect(packageFiles(evidence, 'e').get('results.sarif')).toBe(
    exportGaps(analysis, { cluster: 'prod', format: 'sarif' }, source),
  );
});

it('has a file for each fix with YAML', () => {
  const fixes = Object.keys(files).filter((name) => name.startsWith('remediation/'));
  expect(fixes).toEqual(
    evidence.gaps
      .filter(({ fix }) => fix.yaml.length > 0)
      .map(({ id }) => `remediation/${id}.yaml`)
      .sort(),
  );
  expect(fixes.length).toBeGreaterThan(0);
  for (const name of fixes) expect(() => parse(textOf(name).split('\n---\n')[0] ?? '')).not.toThrow();
});

it('lets no title end the comment that it stands in, and loses no fix where two gaps share an id', () => {
  const [gap] = evidence.gaps.filter(({ fix }) => fix.yaml.length > 0);
  if (gap === undefined) throw new Error('no gap has a fix');
  const twin = { ...gap, title: 'a\nkind: Secret', fingerprint: 'f'.repeat(64) };
  const written = packageFiles({ ...evidence, gaps: [gap, twin] }, 'e');
  expect(written.get(`remediation/${gap.id}.yaml`)).toContain(wholeGap(evidence, gap).fix.yaml);
  expect(written.get(`remediation/${gap.check}-${'f'.repeat(64)}.yaml`)).toMatch(/^# \S+: aU\+000Akind: Secret\n/);
});

it('writes register, workloads and policies as tables with a head', () => {
  expect(rowsOf('register.csv')).toHaveLength(evidence.derived.register.entries.length + 1);
  expect(rowsOf('workloads.csv')).toHaveLength(evidence.classification.length + 1);
  expect(rowsOf('workloads.csv')).toContain(
    'shop,Deployment,cart,special,declared,label on Deployment shop/cart,,no,,,',
  );
  expect(rowsOf('policies.csv')).toHaveLength(3);
  expect(rowsOf('policies.csv')[1]).toMatch(/^crm,NetworkPolicy,allow,/);
  for (const name of ['register.csv', 'policies.csv']) {
    const cells = rowsOf(name).map((row) => row.replace(/"[^"]*"/g, '').split(',').length);
    expect(new Set(cells).size).toBe(1);
  }
  expect(textOf('policies.csv')).not.toContain('jane');
});

it('takes no cell for a formula', () => {
  const [first, ...others] = evidence.classification;
  if (first === undefined) throw new Error('no workload');
  const lowered = { from: 'personal', because: '+49 30' } as const;
  const hostile = { ...first, workload: 'crm/StatefulSet/=cmd', lowered };
  const rows = packageFiles({ ...evidence, classification: [hostile, ...others] }, 'e').get('workloads.csv');
  expect(rows).toContain(",'=cmd,");
  expect(rows).toContain(",personal,'+49 30\r\n");
});

it('holds only what a partial snapshot tells of', () => {
  const partial = smallSnapshot({ scope: ['shop'] });
  const tables = packageFiles(partial.evidence, 'e');
  expect(tables.get('workloads.csv')).not.toContain('crm');
  expect(tables.get('policies.csv')).not.toContain('crm');
});

it('refuses evidence of an earlier version', () => {
  const older = { ...evidence, schema: 'ringfence.dev/evidence/v1' } as unknown as typeof evidence;
  expect(() => writePackage(sealEvidence(older).bytes, PDF)).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }));
});

it('cannot be altered without being found', async () => {
  for (const name of Object.keys(files)) {
    const altered = { ...files, [name]: strToU8(`${textOf(name)} `) };
    const missing = Object.fromEntries(Object.entries(files).filter(([each]) => each !== name));
    for (const other of [altered, missing]) {
      // One space more in the manifest changes nothing that it says.
      if (other === altered && name === 'manifest.json') continue;
      expect((await verifyPackage(Buffer.from(zipSync(other)), 'a.zip')).verdict, name).toBe('altered');
    }
  }
  const added = { ...files, 'remediation/more.yaml': strToU8('kind: Secret') };
  expect((await verifyPackage(Buffer.from(zipSync(added)), 'a.zip')).verdict).toBe('altered');
});

it('refuses more fixes than an archive holds before it writes anything of them', () => {
  const gaps = Array.from({ length: 60_000 }, () => ({ fix: { yaml: [0] } }));
  const bytes = Buffer.from(JSON.stringify({ schema: EVIDENCE_SCHEMA, gaps }));
  expect(() => writePackage(bytes, new Uint8Array(1))).toThrow('60\u202f000 files, more than an archive holds');
});
