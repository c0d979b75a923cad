import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { TrafficEdges, TrafficSources } from '#lib/api/traffic-schemas.ts';
import { startFakeHubble, timeOf } from '#server/traffic/testing/fake-hubble.ts';
import { nextFlow } from '#server/traffic/testing/hubble-flows.ts';
import { MapPage } from './pages/map-page.ts';
import { dropFiles } from './support/drop-files.ts';
import { expect, test } from './support/ringfence-test.ts';

const record = (part: object = {}) => ({
  schema: 'ringfence.dev/flow/v1',
  time: new Date(Date.now() - 10 * 60_000).toISOString(),
  from: { namespace: 'legacy', workload: { kind: 'Deployment', name: 'erp' } },
  to: { namespace: 'crm', workload: { kind: 'StatefulSet', name: 'crm-db' } },
  port: 5432,
  verdict: 'allowed',
  ...part,
});

test('serve observes what a Hubble Relay tells, and says where it comes from', async ({ serve }) => {
  const relay = await startFakeHubble({ nodes: ['lab/w1'] });
  const server = await serve(['--demo', '--hubble', relay.address]);
  const ask = async <Told>(path: string): Promise<Told> =>
    (await (await fetch(`${server.address}/api/clusters/demo/traffic/${path}`)).json()) as Told;
  try {
    await expect.poll(() => relay.requests.length).toBeGreaterThan(0);
    const earlier = Date.now() - 3 * 60_000;
    for (let number = 0; number < 5; number++) relay.push('lab/w1', nextFlow({ time: timeOf(earlier) }));
    const told = async () => (await ask<TrafficEdges>('edges?end=lab%2FDeployment%2Fshop')).edges;
    await expect.poll(async () => (await told())[0]?.connections).toBe(5);
    const hubble = async () => (await ask<TrafficSources>('sources')).sources.find(({ source }) => source === 'hubble');
    await expect.poll(hubble).toMatchObject({ state: 'observing', records: 5 });
    expect(relay.sentAway).toBe(0);
  } finally {
    await relay.stop();
  }
});

test('a flow that was refused though policies allow it says so in the list, beside it and on the map', async ({
  page,
  serve,
}) => {
  const { address } = await serve(['--demo']);
  const from = { namespace: 'crm', workload: { kind: 'Deployment', name: 'crm-api' } };
  // until now: of a time before the server knew the policies nobody says that they allowed it
  const refused = () =>
    record({ from, verdict: 'denied', trust: 'datapath', connections: 7, until: new Date().toISOString() });
  // before the cluster is read, every address would be a stranger's
  const send = async () =>
    (
      await fetch(`${address}/api/clusters/demo/flows?source=agent`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson', origin: address, 'sec-fetch-site': 'same-origin' },
        body: [refused(), {}].map((line) => JSON.stringify(line)).join('\n'),
      })
    ).status;
  await expect.poll(send).toBe(200);
  await page.goto(`${address}/demo/traffic?q=state:denied-allowed`);
  await expect(page.getByText('flows refused although allowed')).toBeVisible();
  await expect(page.getByText(/^agent: 1 flow taken in, 1 line not read \(line 2: it is of no format/)).toBeVisible();
  const panel = page.getByRole('complementary', { name: 'One flow' });
  await expect(page.getByRole('row').filter({ hasText: 'crm-api' })).toContainText('dropped, allowed');
  await expect(panel).toContainText('7 attempts');
  await expect(panel).toContainText('None passed, though all policies of that time allow it.');
  await expect(panel).toContainText('Something decides that is not read');
  await page.goto(`${address}/demo/map?traffic=24h`);
  await new MapPage(page).drawn();
  const beside = page.getByRole('complementary', { name: 'Traffic' });
  await expect(beside).toContainText('Policies allow 1 of what was refused, or is reported so.');
  await expect(beside.getByRole('button', { name: 'dropped, allowed: crm-api to crm-db' })).toContainText('7, allowed');
});

test('a file of flows that is dropped goes to the cluster, and its unreadable lines are named', async ({ page }) => {
  await page.goto('/demo/map');
  await new MapPage(page).drawn();
  const old = record({ time: '2020-01-01T00:00:00Z' });
  const lines = [record(), record({ verdict: 'perhaps' }), old].map((line) => JSON.stringify(line));
  await dropFiles(page, [{ name: 'flows.ndjson', text: `${lines.join('\n')}\n` }]);
  const dialog = page.getByRole('dialog', { name: 'Flows taken in' });
  await expect(dialog.getByText('1 flow taken in')).toBeVisible();
  await expect(dialog.getByText('1 line could not be read')).toBeVisible();
  await expect(dialog.getByText(/^1 flow too old: from before the minutes that are kept/)).toBeVisible();
  await expect(dialog.getByText(/^line 2: its field verdict must be/)).toBeVisible();
  await expect(page).toHaveURL(/\/demo\/map/);
  await dialog.getByRole('link', { name: 'Open the traffic' }).click();
  await expect(page).toHaveURL(/\/demo\/traffic/);
  await expect(dialog).toBeHidden();
});

test('a cluster that nothing could flow in refuses a file of flows, and says why', async ({ page, serve }) => {
  const file = test.info().outputPath('only-a-namespace.yaml');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, 'apiVersion: v1\nkind: Namespace\nmetadata: { name: empty }\n');
  const { address } = await serve(['--cluster', `empty=${file}`]);
  await page.goto(`${address}/empty/pods`);
  await expect(page.getByRole('button', { name: 'Choose a cluster: empty' })).toBeVisible();
  await dropFiles(page, [{ name: 'flows.ndjson', text: `${JSON.stringify(record())}\n` }]);
  await expect(page.getByRole('alert').getByText(/has nothing that flows could be of/)).toBeVisible();
});
