import { fileURLToPath } from 'node:url';
import { expect, test } from './support/ringfence-test.ts';

const FIXTURE = fileURLToPath(new URL('./fixtures/cluster-policies.yaml', import.meta.url));

test('cluster-wide policies: in the inventory, on a page of their own, and why', async ({ page, serve }) => {
  const { address } = await serve([FIXTURE]);
  const { clusters } = (await (await page.request.get(`${address}/api/clusters`)).json()) as {
    clusters: readonly { id: string }[];
  };
  const base = `${address}/${clusters[0]?.id ?? ''}`;

  await page.goto(`${base}/policies`);
  const row = page.getByRole('row').filter({ hasText: 'default-deny' });
  await expect(row).toContainText('Baseline · 1000');
  await expect(page.getByText('All are evaluated, none is left out.')).toBeVisible();

  await row.getByRole('link', { name: 'default-deny' }).click();
  await expect(page).toHaveURL(/\/policies\/ClusterNetworkPolicy\/-\/default-deny$/);
  await expect(page.getByText('Baseline tier, priority 1000')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'default-deny' })).toBeVisible();

  await page.goto(`${base}/why?from=monitoring/Deployment/prometheus&to=shop/Deployment/web&port=TCP/80`);
  const ingress = page.getByRole('region', { name: 'Ingress at the destination' });
  await expect(ingress).toContainText('denies this traffic');
  await expect(ingress.getByRole('listitem').first()).toContainText('default-deny');

  await page.goto(`${base}/why?from=shop/Deployment/web&to=shop/Deployment/db&port=TCP/5432`);
  await expect(ingress).toContainText('passes it on');
  await expect(ingress).toContainText('Not asked: a NetworkPolicy has the last word before the Baseline tier.');
  await page.goto('about:blank'); // the server goes before the page does
});
