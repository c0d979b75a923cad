import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { checkStore, isSound } from '#server/store/integrity.ts';
import { acceptWaiver } from '#server/store/kept-waivers.ts';
import { lockForServe } from '#server/store/serve-lock.ts';
import { listSnapshots } from '#server/store/snapshots.ts';
import { openStore } from '#server/store/store.ts';
import { trailPage } from '#server/store/trail.ts';
import { keptNameOf } from './keep.ts';
import type { CommonOptions } from './options.ts';
import { runCli } from './testing/run-cli.ts';

const FILE = fileURLToPath(new URL('../../e2e/fixtures/four-mistakes.yaml', import.meta.url));
const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'ringfence-snapshot-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const OPTIONS = { demo: false, sources: [FILE], inCluster: false } as unknown as CommonOptions;

const sha256Of = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

test('is kept in the chain, beside a running serve and without a file', { timeout: 120_000 }, async () => {
  const dataDir = join(folder, 'data');
  const lock = lockForServe(dataDir);
  const first = await runCli(['snapshot', FILE, '--data-dir', dataDir, '--reason', 'Before release 26.12']);
  expect(first.status).toBe(0);
  expect(first.stdout).toMatch(/^snapshot [0-9a-f]{16}\nnumber 1 in its chain\nevidence SHA-256 [0-9a-f]{64}\n$/);
  const store = openStore(dataDir);
  const cluster = keptNameOf(store, OPTIONS) ?? '';
  // What somebody accepts on the page counts for the next one.
  const [{ facts } = { facts: undefined }] = listSnapshots(store, cluster, { limit: 1 });
  expect(facts).toMatchObject({ reason: 'Before release 26.12', how: 'command' });
  const [gap] = JSON.parse((await runCli(['scan', FILE, '-o', 'json'])).stdout).gaps;
  const waiver = {
    id: 'P-2026-001',
    check: gap.check,
    match: { fingerprint: gap.fingerprint },
    justification: 'Moves to a namespace of its own with release 14',
    riskOwner: 'head-of-crm',
    approvedBy: 'dpo',
    approvedAt: new Date().toISOString().slice(0, 10),
    expiresAt: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10),
    compensating: [],
    origin: { from: 'page', recordedAt: new Date().toISOString(), recordedBy: 'dpo' },
  } as const;
  acceptWaiver(store, cluster, () => waiver, { via: 'page' });
  const pdf = join(folder, 'second.pdf');
  const short = join(folder, 'second-short.pdf');
  const files = ['--output', pdf, '--short', short];
  const second = await runCli(['snapshot', FILE, '--data-dir', dataDir, ...files, '-o', 'json']);
  const told = JSON.parse(second.stdout);
  expect(told).toMatchObject({ chain: 2, file: pdf, short });
  expect(readFileSync(pdf, 'latin1').slice(0, 5)).toBe('%PDF-');
  const [kept] = listSnapshots(store, cluster, { limit: 1 });
  expect(kept?.link).toMatchObject({ seq: 2, evidence: told.evidenceHash, hash: told.link });
  expect(Object.values(kept?.facts.gaps.WAIVED ?? {}).reduce((sum, number) => sum + number, 0)).toBe(1);
  const who = { via: 'command' };
  expect(trailPage(store, { limit: 3 }).lines).toMatchObject([
    { action: 'result-exported', who, what: { snapshot: 2, form: 'short', sha256: sha256Of(short) } },
    { action: 'snapshot-exported', who, what: { snapshot: 2, file: 'snapshot.pdf', sha256: sha256Of(pdf) } },
    { action: 'snapshot-taken', who },
  ]);
  expect(isSound(await checkStore(store))).toBe(true);
  store.close();
  lock?.release();
});

test('with a path that cannot be written to leaves no link in the chain', { timeout: 120_000 }, async () => {
  const dataDir = join(folder, 'slip');
  const lost = join(folder, 'nowhere', 'x.pdf');
  for (const option of ['--output', '--short']) {
    const refused = await runCli(['snapshot', FILE, '--data-dir', dataDir, option, lost]);
    expect(refused, option).toMatchObject({ status: 2, stdout: '' });
  }
  const store = openStore(dataDir);
  expect(listSnapshots(store, keptNameOf(store, OPTIONS) ?? '', { limit: 1 })).toEqual([]);
  store.close();
});

test('of standard input has no chain, and says so', { timeout: 120_000 }, async () => {
  const output = join(folder, 'stdin.pdf');
  const dataDir = join(folder, 'stdin');
  const taken = await runCli(['snapshot', '-', '--data-dir', dataDir, '--output', output], readFileSync(FILE, 'utf8'));
  expect(taken).toMatchObject({ status: 0, stderr: expect.stringContaining('no chain') });
});

test('that the disk does not take leaves no trace in the chain, and says why', { timeout: 120_000 }, async () => {
  const dataDir = join(folder, 'full');
  openStore(dataDir).close();
  // No file may become longer than so many blocks of 512 bytes: the database may, the PDF may not.
  const limited = [
    '-c',
    'ulimit -f 200; exec "$@"',
    'sh',
    process.execPath,
    MAIN,
    'snapshot',
    FILE,
    '--data-dir',
    dataDir,
  ];
  const { status, stderr, stdout } = spawnSync('sh', limited, { encoding: 'utf8' });
  expect({ status, stdout, stderr }).toEqual({
    status: 2,
    stdout: '',
    stderr: expect.stringContaining('The data folder could not be written to'),
  });
  const store = openStore(dataDir);
  expect(trailPage(store, { limit: 1 }).total).toBe(0);
  expect(isSound(await checkStore(store))).toBe(true);
  store.close();
});

test('into a folder that is no folder is refused, and names the way out', { timeout: 60_000 }, async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const refused = await runCli(['snapshot', FILE, '--data-dir', join(file, 'data')]);
  expect(refused).toMatchObject({ status: 2, stdout: '' });
  expect(refused.stderr).toMatch(/cannot be written to[\s\S]*--no-keep/);
});

test('writes the package of the snapshot it keeps, and without keeping one', { timeout: 120_000 }, async () => {
  const dataDir = join(folder, 'packages');
  const [kept, only] = [join(folder, 'kept.zip'), join(folder, 'only.zip')];
  expect((await runCli(['snapshot', FILE, '--data-dir', dataDir, '--package', kept])).status).toBe(0);
  expect((await runCli(['snapshot', FILE, '--no-keep', '--package', only])).status).toBe(0);
  const steps = async (file: string) =>
    JSON.parse((await runCli(['verify', file, '-o', 'json'])).stdout).findings.map(
      ({ step, state }: { step: string; state: string }) => `${step} ${state}`,
    );
  const before = ['package ok', 'form ok', 'parts ok', 'results ok'];
  expect(await steps(kept)).toEqual([...before, 'chain ok', 'pages ok', 'tables ok']);
  expect(await steps(only)).toEqual([...before, 'chain not-checked', 'pages ok', 'tables ok']);
});

test('and every result of another command that goes into a file is in the trail, where there is one', {
  timeout: 60_000,
}, async () => {
  const dataDir = join(folder, 'with-results');
  const csv = join(folder, 'gaps.csv');
  const scan = (to: string) => runCli(['scan', FILE, '--data-dir', to, '-o', 'csv', '--output', csv]);
  await scan(join(folder, 'nowhere'));
  expect(existsSync(join(folder, 'nowhere'))).toBe(false);
  openStore(dataDir).close();
  await scan(dataDir);
  const pdf = join(folder, 'only-a-file.pdf');
  await runCli([
    'snapshot',
    FILE,
    '--no-keep',
    '--data-dir',
    dataDir,
    '--scope-namespace',
    'production',
    '--output',
    pdf,
  ]);
  const store = openStore(dataDir);
  expect(trailPage(store, { limit: 10 }).lines).toMatchObject([
    {
      action: 'result-exported',
      what: {
        command: 'snapshot',
        file: 'only-a-file.pdf',
        format: 'pdf',
        scope: ['production'],
        sha256: sha256Of(pdf),
      },
    },
    {
      action: 'result-exported',
      who: { via: 'command' },
      what: { command: 'scan', file: 'gaps.csv', format: 'csv', sha256: sha256Of(csv) },
    },
  ]);
  store.close();
});
