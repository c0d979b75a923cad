import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FORMATS } from '#lib/api/formats.ts';
import { canonicalJson } from '#server/report/evidence/canonical-json.ts';
import { hashesOfParts } from '#server/report/evidence/seal-evidence.ts';
import { smallSnapshot } from '#server/verify/testing/small-snapshot.ts';
import { withEarlierReleases } from '#server/verify/testing/with-earlier-releases.ts';
import { runCli } from './testing/run-cli.ts';
import { verify as verifyHere } from './verify.ts';

/** Of this process alone: the commands that run in their own know none. */
withEarlierReleases();

/** Each of them starts processes. */
const TIMEOUT = { timeout: 240_000 };

let folder: string;
const { bytes } = smallSnapshot();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringfence-verify-'));
});
afterAll(() => rm(folder, { recursive: true }));

let number = 0;
async function verify(content: string | Uint8Array, ...more: readonly string[]) {
  const file = join(folder, `evidence-${number++}.json`);
  await writeFile(file, content);
  return runCli(['verify', file, ...more]);
}

function changed(change: (file: Record<string, unknown>) => Record<string, unknown>): string {
  const file = change(JSON.parse(bytes.toString('utf8')));
  return canonicalJson({ ...file, parts: hashesOfParts(file) });
}

test('what nobody altered ends with 0, its hash and its link', TIMEOUT, async () => {
  const { status, stdout } = await verify(bytes);
  expect(status).toBe(0);
  expect(stdout).toContain('41 checks');
  expect(stdout).toMatch(/evidence SHA-256 [0-9a-f]{64}\nchain number 2, link SHA-256 [0-9a-f]{64}\n/);
});

test('what was altered ends with 1 and the first difference', TIMEOUT, async () => {
  const { status, stdout } = await verify(changed((file) => ({ ...file, peerNames: ['shop/Deployment/nobody'] })));
  expect(status).toBe(1);
  expect(stdout).toMatch(/first difference at \$\.peerNames\[0\]: expected .*, found "shop\/Deployment\/nobody"/);
  expect(stdout).toContain('ALTERED.');
});

test('what other rules computed ends with 0 and says so', TIMEOUT, async () => {
  const [file, output] = [join(folder, 'older.json'), join(folder, 'older.txt')];
  const tool = { name: 'Ringfence', version: '0.0.9', ruleSet: '2020.01', ruleSetSha256: 'd'.repeat(64) };
  await writeFile(
    file,
    changed((evidence) => ({ ...evidence, peerNames: [], tool })),
  );
  expect(await verifyHere([file, '--quiet', '--output', output])).toBe(0);
  expect(await readFile(output, 'utf8')).toContain('Rules changed');
});

test('what is cut off ends with 1, what is not ours, newer or of no release with 2', TIMEOUT, async () => {
  const results = await Promise.all([
    verify(bytes.subarray(0, 9_000)),
    verify('{"a": 1}'),
    verify('{"schema":"ringfence.dev/evidence/v9"}'),
    verify(changed((file) => ({ ...file, peerNames: [], tool: { ...(file.tool as object), version: '0.0.9' } }))),
    runCli(['verify', join(folder, 'none.pdf')]),
    runCli(['verify']),
  ]);
  expect(results.map(({ status }) => status)).toEqual([1, 2, 2, 2, 2, 2]);
});

test('-o json is of its format', TIMEOUT, async () => {
  const { stdout } = await verify(
    changed((file) => ({ ...file, checks: [] })),
    '-o',
    'json',
  );
  const document = FORMATS.verification.parse(JSON.parse(stdout));
  expect(document).toMatchObject({
    verdict: 'altered',
    findings: [{}, {}, { difference: { path: '$.checks[0]' } }, {}],
  });
});

test('snapshot:FILE reads the inputs of evidence, pods too', TIMEOUT, async () => {
  const file = join(folder, 'evidence.json');
  await writeFile(file, bytes);
  const { stdout } = await runCli(['list', `snapshot:${file}`, '-o', 'json']);
  const nodes: readonly { id: string; count?: number }[] = JSON.parse(stdout).nodes;
  expect(nodes.find(({ id }) => id === 'crm/StatefulSet/crm-db')?.count).toBe(3);
});
