import { type ApiServer, kubeBinaries, startApiServer } from './cluster/api-server.ts';
import { createNamespace, createPod, createPolicy } from './cluster/write-objects.ts';
import { MapPage } from './pages/map-page.ts';
import { firstCluster } from './perf/large-cluster.ts';
import { namedByAxe } from './support/named-by-axe.ts';
import { expect, test } from './support/ringfence-test.ts';

/** Built by `npm test -- cluster`, where this machine can. */
function isThere(): boolean {
  try {
    return kubeBinaries() !== '';
  } catch {
    return false;
  }
}

let cluster: ApiServer | undefined;
test.beforeAll(async () => {
  if (!isThere()) return;
  cluster = await startApiServer();
  await createNamespace(cluster.admin, 'crm');
  await createPod(cluster.admin, {
    ...{ namespace: 'crm', name: 'db-0', ip: '10.1.0.2' },
    labels: { 'ringfence.dev/data-class': 'personal' },
  });
  await createPolicy(cluster.admin, 'crm', 'deny', { podSelector: {}, policyTypes: ['Ingress'] });
});
test.afterAll(() => cluster?.stop());

test('every page of a cluster that no longer answers says since when, keeps what was read, and catches up', async ({
  page,
  serve,
}) => {
  test.skip(cluster === undefined, 'no etcd and kube-apiserver');
  test.setTimeout(120_000);
  const api = cluster as ApiServer;
  const { address } = await serve(['--kubeconfig', api.kubeconfig()]);
  const id = await firstCluster(address);
  const map = new MapPage(page);
  await map.open(address, id);
  const read = await map.boxes();
  const lost = page.getByText(/^Connection lost .+ ago\. You see revision 1 of \d\d:\d\d:\d\d\./);

  await api.kill();
  await expect(lost).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('banner')).toContainText(/Live API, admin · (\d+ s|1 min) ago/);
  await expect(page.getByText('does not answer. Check the kubeconfig and its context')).toBeVisible();
  expect(await map.boxes()).toEqual(read);
  expect(await namedByAxe(page)).toEqual([]);
  for (const [path, told] of [
    ['pods', 'db-0'],
    ['pods/crm/db-0', 'can reach db-0'],
    ['gaps', 'db-0 has unrestricted egress'],
    ['snapshots', 'No snapshot yet.'],
    ['map', 'gaps around personal data'],
  ] as const) {
    await page.goto(`${address}/${id}/${path}`);
    await expect(lost).toBeVisible();
    await expect(page.getByText(told).first()).toBeVisible();
  }

  await map.drawn();
  await api.restart();
  await expect(lost).toBeHidden({ timeout: 60_000 });
  await expect(page.getByRole('banner')).not.toContainText('ago');
  await createPod(api.admin, { namespace: 'crm', name: 'job-0', ip: '10.1.0.3' });
  await page.getByRole('button', { name: '1 change · apply' }).click();
  await expect.poll(() => map.boxes()).toContain('pod:crm/job-0');
});
