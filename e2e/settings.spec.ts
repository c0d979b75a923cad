import { expect, test } from './support/ringfence-test.ts';

test('the plugin’s readings are offered, chosen with one click, changed and reset', async ({ page, serve }) => {
  const { address } = await serve(['--demo']);
  await page.goto(`${address}/demo/settings`);
  const plugin = page.getByRole('region', { name: 'Network plugin' });
  await expect(plugin).toContainText('Cilium 1.19 on 3 of 3 nodes, not tested');
  await expect(plugin.getByRole('list', { name: 'Signs of it' })).toContainText('DaemonSet kube-system/cilium');
  await expect(plugin.getByLabel('Preset')).toHaveValue('upstream');

  await plugin.getByRole('button', { name: 'Use cilium' }).click();
  await expect(plugin.getByLabel('Preset')).toHaveValue('cilium');
  const hostNetwork = plugin.getByLabel('Choose: Pods on the host network count as');
  await expect(hostNetwork).toHaveValue('asNodes');
  await expect(plugin.getByRole('button', { name: 'Use cilium' })).toHaveCount(0);

  await hostNetwork.selectOption('asPods');
  const row = plugin.getByRole('row').filter({ hasText: 'Pods on the host network count as' });
  await expect(row).toContainText('differs from preset');
  await expect(row).toContainText('chosen on this page');
  await plugin.getByRole('button', { name: 'Reset to the proposed readings' }).click();
  await expect(hostNetwork).toHaveValue('asNodes');

  await page.reload();
  await expect(plugin.getByLabel('Preset')).toHaveValue('cilium');
  await plugin.getByRole('button', { name: 'Reset to those of the start' }).click();
  await expect(plugin.getByLabel('Preset')).toHaveValue('upstream');
});

test('the rail leads to the settings, and they list what is read', async ({ page }) => {
  await page.goto('/demo/pods');
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Settings' }).click();
  const sources = page.getByRole('region', { name: 'Sources' });
  await expect(sources.getByRole('row').filter({ hasText: 'Demo data' })).toContainText('Current');
  await expect(sources).toContainText('40 pods, 9 namespaces');
});

test('a pod says by which ways the outside gets to it, and why leads to the rule', async ({ page }) => {
  await page.goto('/demo/workloads/crm/Deployment/crm-web');
  const entry = page.getByRole('listitem').filter({ hasText: 'Ingress crm/' });
  await expect(entry).toContainText('through ingress/Deployment/ingress-nginx, from the internet');
  await entry.getByRole('link', { name: /^Why/ }).click();
  await expect(page).toHaveURL(/\/demo\/why\?from=ingress%2FDeployment%2Fingress-nginx/);
  await expect(page.getByRole('heading', { name: 'Ingress at the destination' })).toBeVisible();
});
