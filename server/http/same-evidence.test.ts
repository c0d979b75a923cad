import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { POST as takeSnapshot } from '#app/api/clusters/[cluster]/snapshot/route.ts';
import { POST as upload } from '#app/api/uploads/route.ts';
import { readPdf } from '#e2e/support/read-pdf.ts';
import type { ClusterListItem } from '#lib/api/cluster-types.ts';
import { runCli } from '#server/cli/testing/run-cli.ts';
import { installRuntime } from '#server/current-runtime.ts';
import type { Evidence } from '#server/report/evidence/evidence.ts';
import { hashesOfParts } from '#server/report/evidence/seal-evidence.ts';
import type { Runtime } from '#server/runtime.ts';
import { send, startRuntime, untilRevision } from './testing.ts';

const FILE = fileURLToPath(new URL('../../e2e/fixtures/four-mistakes.yaml', import.meta.url));
let folder: string;
let runtime: Runtime | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringfence-evidence-'));
});
afterEach(async () => {
  installRuntime(undefined);
  await runtime?.stop();
});
afterAll(() => rm(folder, { recursive: true }));

function serve(...sources: string[]): Runtime {
  runtime = startRuntime(sources);
  installRuntime(runtime);
  return runtime;
}

async function evidenceOfPage(cluster: string): Promise<string> {
  const response = await send(takeSnapshot, 'POST', `/api/clusters/${cluster}/snapshot`, {});
  const file = join(folder, 'page.pdf');
  await writeFile(file, Buffer.from(await response.arrayBuffer()));
  return (await readPdf(file)).evidence;
}

async function evidenceOfCommand(source: string, taken: string): Promise<string> {
  const output = join(folder, 'snapshot.pdf');
  await runCli(['snapshot', source, '--no-keep', '--output', output, '--taken', taken]);
  return (await readPdf(output)).evidence;
}

describe('the evidence of one input is the same, byte for byte, from the page and from the command line', () => {
  test.each([
    ['a file', FILE, 'four-mistakes-yaml'],
    ['the demo', '--demo', 'demo'],
  ])('%s', { timeout: 120_000 }, async (_, source, cluster) => {
    await untilRevision(serve(source), cluster);
    const page = await evidenceOfPage(cluster);
    const { taken } = JSON.parse(page) as Evidence;
    expect(await evidenceOfCommand(source, taken)).toBe(page);
  });

  test('an upload, but for its label', { timeout: 120_000 }, async () => {
    serve('--demo');
    const response = await send(upload, 'POST', '/api/uploads?name=four-mistakes.yaml', await readFile(FILE));
    const page = JSON.parse(await evidenceOfPage(((await response.json()) as ClusterListItem).id)) as Evidence;
    const command = JSON.parse(await evidenceOfCommand(FILE, page.taken)) as Evidence;
    const relabelled = { ...command, source: { ...command.source, label: 'four-mistakes.yaml' } };
    expect({ ...relabelled, parts: hashesOfParts(relabelled) }).toEqual(page);
  });
});
