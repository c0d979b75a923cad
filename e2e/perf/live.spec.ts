import { GAPS_PAGE } from '#lib/text/en/gaps-page.ts';
import { type ApiServer, startApiServer } from '../cluster/api-server.ts';
import { NAMESPACES, startLargeCluster } from '../cluster/ten-thousand-pods.ts';
import { createNamespace, createPod } from '../cluster/write-objects.ts';
import { MapPage } from '../pages/map-page.ts';
import { startRingfence } from '../ringfence-server.ts';
import { expect, test } from '../support/ringfence-test.ts';
import { firstCluster } from './large-cluster.ts';
import { printMeasured } from './print-measured.ts';

// These need etcd and kube-apiserver: $KUBEBUILDER_ASSETS, or those that `npm test -- cluster` built.

const TURNS = 3;
const SMALL = 50;
const CHANGES = 300;
const EVERY_MS = 50;

/** From the start of the command to the drawn map with every namespace in it. */
async function startToPicture(cluster: ApiServer, map: MapPage, namespaces: number): Promise<number> {
  const started = performance.now();
  const server = await startRingfence(['--kubeconfig', cluster.kubeconfig()]);
  try {
    await map.page.goto(`${server.address}/${await firstCluster(server.address)}/map`);
    await map.drawn();
    const drawn = await map.boxes();
    const took = performance.now() - started;
    const named = drawn.filter((id) => !/^(any-pod|internet|zone)/.test(id)).map((id) => id.split('/', 1).join());
    expect(new Set(named).size).toBeGreaterThanOrEqual(namespaces);
    return took;
  } finally {
    await map.page.goto('about:blank');
    await server.stop();
  }
}

async function residentMegabytes(pid: number): Promise<number> {
  const { readFile } = await import('node:fs/promises');
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

test('10,000 pods of a live cluster: start to picture, memory', async ({ page }) => {
  const cluster = await startLargeCluster();
  try {
    const times: number[] = [];
    for (let turn = 0; turn < TURNS; turn++) times.push(await startToPicture(cluster, new MapPage(page), NAMESPACES));
    printMeasured('10,000 live pods: start to picture', times, 'ms', '3000 ms');
    const server = await startRingfence(['--kubeconfig', cluster.kubeconfig()]);
    try {
      const id = await firstCluster(server.address);
      await page.goto(`${server.address}/${id}/gaps`);
      await expect(page.getByRole('listbox', { name: GAPS_PAGE.list }).getByRole('option').first()).toBeVisible({
        timeout: 60_000,
      });
      printMeasured(
        '10,000 live pods: memory of the server',
        [await residentMegabytes(server.process.pid ?? 0)],
        'MB',
        '600 MB',
      );
      await page.goto('about:blank');
    } finally {
      await server.stop();
    }
  } finally {
    await cluster.stop();
  }
});

test('50 pods of a live cluster: start to picture, a change, 20 changes a second', async ({ page }) => {
  const cluster = await startApiServer();
  try {
    for (const name of ['shop', 'crm']) await createNamespace(cluster.admin, name);
    for (let number = 0; number < SMALL; number++) {
      const namespace = number % 2 === 0 ? 'shop' : 'crm';
      const labels = { app: `app-${number % 10}` };
      await createPod(cluster.admin, { namespace, name: `pod-${number}`, labels, ip: `10.1.0.${number + 1}` });
    }
    const times: number[] = [];
    const map = new MapPage(page);
    for (let turn = 0; turn < TURNS; turn++) times.push(await startToPicture(cluster, map, 2));
    printMeasured('50 live pods: start to picture', times, 'ms', '2000 ms');

    const server = await startRingfence(['--kubeconfig', cluster.kubeconfig()]);
    try {
      const id = await firstCluster(server.address);
      await page.goto(`${server.address}/${id}/map`);
      await map.drawn();
      const relabel = (pod: number, app: string) =>
        cluster.admin.patch(`/api/v1/namespaces/${pod % 2 === 0 ? 'shop' : 'crm'}/pods/pod-${pod}`, {
          metadata: { labels: { app } },
        });
      const pill = page.getByRole('button', { name: /^\d+ changes? · apply$/ });
      const told: number[] = [];
      for (let turn = 0; turn < TURNS; turn++) {
        const started = performance.now();
        await relabel(turn, `told-${turn}`);
        await expect(pill).toBeVisible();
        told.push(performance.now() - started);
        await pill.click();
        await expect(pill).toBeHidden();
      }
      printMeasured('a change in the cluster to the page', told, 'ms', '1000 ms');

      const places = () =>
        page.evaluate(() => JSON.stringify(window.__map?.nodes().map((node) => [node.id(), node.position()]) ?? []));
      const before = await places();
      const frames = page.evaluate(
        (milliseconds) =>
          new Promise<number>((resolve) => {
            let count = 0;
            const started = performance.now();
            const next = (): void => {
              count++;
              const gone = performance.now() - started;
              if (gone < milliseconds) requestAnimationFrame(next);
              else resolve((count / gone) * 1000);
            };
            requestAnimationFrame(next);
          }),
        CHANGES * EVERY_MS,
      );
      for (let change = 0; change < CHANGES; change++) {
        await Promise.all([
          relabel(change % SMALL, `moved-${change}`),
          new Promise((resolve) => setTimeout(resolve, EVERY_MS)),
        ]);
      }
      printMeasured('20 changes a second for 15 s', [await frames], 'frames a second', '50');
      expect(await places()).toBe(before);
      await page.goto('about:blank');
    } finally {
      await server.stop();
    }
  } finally {
    await cluster.stop();
  }
});
