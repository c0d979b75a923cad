import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type ApiServer, startApiServer } from '#e2e/cluster/api-server.ts';
import { createNamespace, createPod } from '#e2e/cluster/write-objects.ts';
import { readPdf } from '#e2e/support/read-pdf.ts';
import type { ServerProvenance } from '#lib/kube/provenance.ts';
import type { Evidence } from '#server/report/evidence/evidence.ts';
import { type ClusterAnalysis, startClusterAnalysis } from './cluster-analysis.ts';

/** The compliance snapshot of a real API server: its evidence says how it was read. */

const SNAPSHOT = 'POST /api/clusters/{cluster}/snapshot';
const POD = '/api/v1/namespaces/shop/pods/web';

const folder = mkdtempSync(join(tmpdir(), 'ringfence-live-snapshot-'));
let server: ApiServer;
let analysis: ClusterAnalysis | undefined;

beforeAll(async () => {
  server = await startApiServer();
  await createNamespace(server.admin, 'shop');
  await createPod(server.admin, { namespace: 'shop', name: 'web', ip: '10.1.0.1' });
});
afterEach(() => analysis?.stop());
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

async function openCurrent(): Promise<ClusterAnalysis> {
  const opened = startClusterAnalysis(
    { id: 'live', name: 'live', source: { type: 'live', kubeconfig: server.kubeconfig() } },
    { profile: 'upstream', sets: [], onEvent: () => undefined },
  );
  analysis = opened;
  await expect.poll(() => opened.revision()?.seq, { timeout: 60_000 }).toBeDefined();
  return opened;
}

interface Taken {
  readonly evidence: Omit<Evidence, 'provenance'> & { readonly provenance: ServerProvenance };
  readonly raw: string;
  readonly pages: readonly string[];
}

async function take(opened: ClusterAnalysis, input: Readonly<Record<string, unknown>> = {}): Promise<Taken> {
  const { bytes } = await opened.ask(SNAPSHOT, { cluster: 'live', ...input }, { body: {} });
  const path = join(folder, 'snapshot.pdf');
  writeFileSync(path, bytes);
  const { evidence, pages } = await readPdf(path);
  return { evidence: JSON.parse(evidence), raw: evidence, pages };
}

test('the evidence says who was asked, as whom, when and with which versions', { timeout: 120_000 }, async () => {
  const { evidence, raw } = await take(await openCurrent());
  const { provenance, cluster, completeness, taken } = evidence;
  const version = (await server.admin.get('/version')) as { readonly gitVersion: string };
  expect(provenance).toMatchObject({
    from: 'api-server',
    state: 'frozen',
    clusterId: { value: cluster.uid },
    version: { value: { gitVersion: version.gitVersion } },
    identity: { value: { kind: 'user', groups: ['system:authenticated', 'system:masters'] } },
  });
  const pods = provenance.kinds.find(({ resource }) => resource === 'pods');
  const read = completeness.kinds.find(({ resource }) => resource === 'pods');
  expect(pods).toMatchObject({
    count: 1,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    lists: [{ resourceVersion: read?.resourceVersion, count: 1, pages: 1 }],
  });
  expect(Date.parse(taken)).toBeGreaterThanOrEqual(Date.parse(provenance.skew?.to ?? ''));
  // Neither the server's address, nor the name or the token of whoever asked.
  const { host } = new URL(server.address);
  for (const secret of [host, '"admin"', 'Bearer']) expect(raw).not.toContain(secret);
});

test('a change that no revision has yet is in the snapshot; a revision that is named stays as it was', {
  timeout: 120_000,
}, async () => {
  const opened = await openCurrent();
  const before = opened.revision()?.seq ?? 0;
  opened.hold([before]);
  await server.admin.patch(POD, { metadata: { labels: { tier: 'front' } } });
  const { evidence, raw } = await take(opened);
  expect(raw).toContain('"tier":"front"');
  expect(evidence.revision).toEqual(opened.revision());
  const named = await take(opened, { rev: before });
  expect(named.evidence.revision.seq).toBe(before);
  expect(named.raw).not.toContain('"tier":"front"');
  expect(named.evidence.provenance.state).toBe('watched');
});

test('of a server that is gone the last state is taken, with its age in evidence and on every page', {
  timeout: 120_000,
}, async () => {
  const opened = await openCurrent();
  await server.kill();
  await expect.poll(() => opened.status().state, { timeout: 60_000 }).toBe('lost');
  const { evidence, pages } = await take(opened);
  await server.restart();
  const { asOf } = evidence.source;
  expect(evidence.source.state).toBe('lost');
  expect(evidence.provenance).toMatchObject({ state: 'lost', asOf });
  expect(evidence.taken).toBe(asOf);
  for (const page of pages) expect(page.replace(/\s+/g, ' ')).toContain('The source was last read on');
});
