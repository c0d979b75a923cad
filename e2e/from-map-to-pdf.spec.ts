import { GapList } from './pages/gap-list.ts';
import { MapPage } from './pages/map-page.ts';
import { exportSnapshot } from './support/export-snapshot.ts';
import { expect, test } from './support/ringfence-test.ts';

test('from the map to a pod, its peers, why, the gap, and the PDF', async ({ page, baseURL }) => {
  const map = new MapPage(page);
  await page.goto('/');
  await expect(page).toHaveURL(`${baseURL}/demo/map`);
  await map.drawn();

  await map.clickBox('crm/StatefulSet/crm-db');
  const panel = page.getByRole('complementary');
  await expect(panel.getByRole('heading', { name: 'crm-db' })).toBeVisible();
  await expect(panel.getByText(/25 of 40 pods can reach/)).toBeVisible();

  await panel.getByRole('link', { name: 'Open page' }).click();
  await expect(page).toHaveURL(/\/demo\/workloads\/crm\/StatefulSet\/crm-db/);
  const peers = page.getByRole('tree', { name: /can reach crm-db/i });
  await expect(peers.getByRole('treeitem').first()).toBeVisible();

  await peers.getByRole('treeitem', { name: /metabase/ }).click();
  const why = page.getByRole('dialog', { name: 'Why?' });
  await expect(why.getByRole('heading', { name: 'Egress at the source' })).toBeVisible();
  await expect(why.getByRole('heading', { name: 'Ingress at the destination' })).toBeVisible();

  await why.getByRole('link', { name: /crm-db is reachable from any pod/ }).click();
  await expect(page).toHaveURL(/\/demo\/gaps\?gap=ISO-001-/);
  await expect(page.getByRole('heading', { name: 'crm-db is reachable from any pod' })).toBeVisible();
  await expect(page.getByText('Suggested fix').first()).toBeVisible();
  await expect(new GapList(page).gap('crm-db is reachable from any pod')).toHaveAttribute('aria-selected', 'true');

  const pdf = await exportSnapshot(page);
  expect(pdf.pages.length).toBeGreaterThan(5);
  expect(pdf.text).toContain('crm-db is reachable from any pod');
  expect(pdf.text).toContain('allow-db-connection');
  const evidence: unknown = JSON.parse(pdf.evidence);
  const { gaps } = (await (await page.request.get('/api/clusters/demo/gaps')).json()) as {
    gaps: readonly { id: string }[];
  };
  expect(gaps.length).toBeGreaterThan(0);
  for (const { id } of gaps) expect(JSON.stringify(evidence), `${id} in evidence.json`).toContain(id);
});

test('every page carries a policy of what may run in it', async ({ request }) => {
  for (const path of ['/demo/map', '/demo/pods', '/demo/gaps', '/demo/policies', '/demo/why']) {
    const policy = (await request.get(path)).headers()['content-security-policy'];
    expect(policy, path).toContain("default-src 'self'");
    expect(policy, path).toMatch(/script-src 'self' 'nonce-[^']+'/);
    expect(policy, path).toContain("frame-ancestors 'none'");
  }
});
