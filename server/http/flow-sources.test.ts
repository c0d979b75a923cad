import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { GET as getCoverage } from '#app/api/clusters/[cluster]/traffic/coverage/route.ts';
import { GET as getEdges } from '#app/api/clusters/[cluster]/traffic/edges/route.ts';
import { GET as getSources } from '#app/api/clusters/[cluster]/traffic/sources/route.ts';
import { GET as getTimeline } from '#app/api/clusters/[cluster]/traffic/timeline/route.ts';
import type { TrafficCoverage, TrafficEdges, TrafficSources, TrafficTimeline } from '#lib/api/traffic-schemas.ts';
import { installRuntime } from '#server/current-runtime.ts';
import type { Runtime } from '#server/runtime.ts';
import { type FakeHubble, startFakeHubble, timeOf } from '#server/traffic/testing/fake-hubble.ts';
import { nextFlow } from '#server/traffic/testing/hubble-flows.ts';
import type { Route } from './handle.ts';
import { daysAgo, get, startRuntime, untilRevision } from './testing.ts';

const MINUTE_MS = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'ringfence-flow-sources-'));
afterAll(() => rmSync(folder, { recursive: true }));
let running: Runtime | undefined;
let relay: FakeHubble | undefined;
afterEach(async () => {
  installRuntime(undefined);
  await running?.stop();
  await relay?.stop();
  running = undefined;
  relay = undefined;
});

const POD = (name: string, ip: string) => `apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: lab, creationTimestamp: 2026-01-01T00:00:00Z }
spec: { nodeName: w1, containers: [{ name: c, image: i }] }
status: { phase: Running, podIP: ${ip} }
`;
const RELAY = `apiVersion: v1
kind: Service
metadata: { name: hubble-relay, namespace: kube-system, labels: { k8s-app: hubble-relay } }
spec: { clusterIP: 10.96.0.9, ports: [{ port: 80 }] }
`;
let clusters = 0;
const cluster = (...documents: readonly string[]) => {
  const path = join(folder, `cluster-${++clusters}`);
  mkdirSync(path);
  writeFileSync(
    join(path, 'all.yaml'),
    [POD('stranger', '10.10.4.3'), POD('shop', '10.10.3.7'), ...documents].join('---\n'),
  );
  return path;
};

/** Serves with a data folder of its own. */
async function serve(...argv: readonly string[]): Promise<string> {
  running = startRuntime([...argv, '--data-dir', mkdtempSync(join(folder, 'data-'))]);
  installRuntime(running);
  const [{ id } = { id: '' }] = running.clusters();
  await untilRevision(running, id);
  return id;
}
/** @param query of the window, where it is not the last hour. */
async function ask<Told>(route: Route, id: string, of: string, query = ''): Promise<Told> {
  const response = await get(route, `/api/clusters/${id}/traffic/${of}${query}`);
  expect(response.status).toBe(200);
  return (await response.json()) as Told;
}
const since = (from: number, more = '') =>
  `?${new URLSearchParams({ from: new Date(from).toISOString(), to: new Date().toISOString() })}${more}`;
const told = (id: string) => ask<TrafficSources>(getSources, id, 'sources');
/** A source tells its state and counts on a beat of its own, after the flows themselves. */
const untilTold = (id: string, expected: object) =>
  vi.waitFor(async () => expect(await told(id)).toMatchObject(expected), { timeout: 10_000 });
const edges = (id: string, from: number) => ask<TrafficEdges>(getEdges, id, 'edges', since(from));

test('what a relay tells is served: by edges, coverage and the state of the source', async () => {
  relay = await startFakeHubble({ nodes: ['lab/w1'] });
  const id = await serve(cluster(), '--hubble', relay.address);
  const hubble = relay;
  await vi.waitFor(() => expect(hubble.requests.length).toBeGreaterThan(0), { timeout: 10_000 });
  const earlier = Date.now() - 3 * MINUTE_MS;
  for (let number = 0; number < 5; number++) hubble.push('lab/w1', nextFlow({ time: timeOf(earlier) }));
  const { edges: seen } = await vi.waitFor(
    async () => {
      const found = await edges(id, earlier - 5 * MINUTE_MS);
      expect(found.edges.map(({ connections }) => connections)).toEqual([5]);
      return found;
    },
    { timeout: 10_000 },
  );
  expect(seen).toMatchObject([
    { from: 'lab/Pod/stranger', to: 'lab/Deployment/shop', port: 80, verdict: 'allowed', connections: 5 },
  ]);
  await untilTold(id, { sources: [{ source: 'hubble', state: 'observing', records: 5, lost: 0 }] });
});

test('a relay that does not answer is tried again, and stops no other source', async () => {
  const file = join(folder, 'beside.ndjson');
  writeFileSync(file, `${record(`${daysAgo(7)}T10:00:00Z`)}\n`);
  const id = await serve(cluster(RELAY), '--hubble', 'auto', '--flows', file);
  await vi.waitFor(
    async () => {
      const [hubble, other] = (await told(id)).sources;
      expect(hubble).toMatchObject({ source: 'hubble', state: 'failed', retryAt: expect.any(String) });
      expect(hubble?.error).toContain('kubectl -n kube-system port-forward service/hubble-relay 4245:80');
      expect(other).toMatchObject({ source: 'file:beside.ndjson', state: 'ended', records: 1 });
    },
    { timeout: 15_000 },
  );
});

const record = (time: string) =>
  JSON.stringify({
    schema: 'ringfence.dev/flow/v1',
    time,
    from: { ip: '10.10.4.3' },
    to: { ip: '10.10.3.7' },
    port: 80,
    verdict: 'denied',
  });

test('a file of flows is served with the server, each line that cannot be read is named', async () => {
  const file = join(folder, 'flows.ndjson');
  writeFileSync(file, [record(`${daysAgo(7)}T10:00:00Z`), 'nonsense', record(`${daysAgo(7)}T10:05:00Z`)].join('\n'));
  const id = await serve(cluster(), '--flows', file);
  await vi.waitFor(
    async () => {
      const { edges: seen } = await edges(id, Date.parse(`${daysAgo(7)}T00:00:00Z`));
      expect(seen).toMatchObject([{ from: 'lab/Pod/stranger', to: 'lab/Pod/shop', verdict: 'denied', connections: 2 }]);
    },
    { timeout: 10_000 },
  );
  await untilTold(id, {
    sources: [
      {
        label: 'File flows.ndjson',
        state: 'ended',
        records: 2,
        unreadable: 1,
        examples: [{ place: 'flows.ndjson, line 2' }],
      },
    ],
  });
});

test('the demo has the day that ends now, of which nothing is kept', async () => {
  const id = await serve('--demo');
  const DAY_MS = 24 * 60 * MINUTE_MS;
  const from = Date.now() - DAY_MS;
  await vi.waitFor(async () => expect((await edges(id, from)).total).toBeGreaterThan(40), { timeout: 10_000 });
  const timeline = await ask<TrafficTimeline>(getTimeline, id, 'timeline', since(from, '&steps=48'));
  expect(timeline.steps.length).toBeGreaterThan(40);
  const coverage = await ask<TrafficCoverage>(getCoverage, id, 'coverage', since(from));
  const seen = (node: string) =>
    coverage.hours.filter((hour) => hour.node === node).reduce((sum, { connectedMs }) => sum + connectedMs, 0);
  expect(seen('w1') / DAY_MS).toBeGreaterThan(0.99);
  expect(seen('w3') / DAY_MS).toBeLessThan(0.95);
  await untilTold(id, {
    sources: [{ source: 'demo', label: 'Invented day of the demo', state: 'observing' }],
    store: { kept: 'memory' },
  });
});
