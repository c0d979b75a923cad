import { GapList } from './pages/gap-list.ts';
import { MapPage } from './pages/map-page.ts';
import { expect, test } from './support/ringfence-test.ts';

const BOX = 'crm/StatefulSet/crm-db';

test('reload and back restore what was chosen', async ({ page }) => {
  const map = new MapPage(page);
  await page.goto('/demo/map');
  await map.drawn();
  await map.clickBox(BOX);
  const details = page.getByRole('complementary', { name: 'Details' });
  await expect(details.getByRole('heading', { name: 'crm-db' })).toBeVisible();
  await expect(page).toHaveURL(/select=/);
  await page.reload();
  await expect(details.getByRole('heading', { name: 'crm-db' })).toBeVisible();
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Gaps' }).click();
  await expect(page).toHaveURL(/\/demo\/gaps/);
  await page.goBack();
  await map.drawn();
  await expect(details.getByRole('heading', { name: 'crm-db' })).toBeVisible();
});

test('a link to a filtered table shows the filtered table', async ({ page }) => {
  await page.goto('/demo/map?view=table&q=crm-db');
  const { table } = new MapPage(page);
  await expect(table.getByRole('row').filter({ hasText: 'crm-db' }).first()).toBeVisible();
  await expect(table.getByRole('row').filter({ hasText: 'payments-db' })).toHaveCount(0);
});

test('a link to a gap, to why and to a policy shows each', async ({ page }) => {
  await page.goto('/demo/gaps?check=ISO-001');
  const gaps = new GapList(page);
  await gaps.gap('crm-db is reachable from any pod').click();
  await expect(page).toHaveURL(/gap=ISO-001-/);
  const gapLink = page.url();
  await page.goto('/demo/policies/NetworkPolicy/crm/allow-db-connection');
  await expect(page.getByRole('heading', { name: 'allow-db-connection' })).toBeVisible();
  await page.goto('/demo/why?from=internet&to=crm%2Fcrm-db-0&port=TCP%2F5432');
  await expect(page.getByRole('heading', { name: 'Ingress at the destination' })).toBeVisible();
  await page.goto(gapLink);
  await expect(page.getByRole('heading', { name: 'crm-db is reachable from any pod' })).toBeVisible();
});

test('a link to a pod that is gone leads on: to the map, and to the search', async ({ page, watch }) => {
  watch.expectStatus(404);
  await page.goto('/demo/pods/shop/web-gone');
  await expect(page.getByText('There is no pod shop/web-gone')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Open the map' })).toHaveAttribute('href', '/demo/map');
  await page.getByRole('link', { name: 'Search all pods' }).click();
  await expect(page.getByRole('heading', { name: 'Pods', level: 1 })).toBeVisible();
});

test('dark is chosen in the menu and stays', async ({ page }) => {
  await page.goto('/demo/map');
  const map = new MapPage(page);
  await map.drawn();
  await page.getByRole('button', { name: 'Theme' }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await map.drawn();
});

test.describe('at 768 pixels', () => {
  test.use({ viewport: { width: 768, height: 1024 } });

  test('nothing overflows, the rail lies at the bottom, the table works', async ({ page }) => {
    for (const path of [
      'map',
      'map?view=table',
      'pods',
      'pods/crm/crm-db-0',
      'gaps',
      'policies',
      'policies/NetworkPolicy/crm/allow-db-connection',
      'why?from=internet&to=crm%2Fcrm-db-0',
    ]) {
      await page.goto(`/demo/${path}`);
      await expect(page.getByText('crm', { exact: false }).first()).toBeAttached();
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
      const { width, room } = await page.evaluate(() => ({
        width: document.documentElement.scrollWidth,
        room: document.documentElement.clientWidth,
      }));
      expect(width, path).toBeLessThanOrEqual(room);
    }
    const rail = await page.getByRole('navigation', { name: 'Pages' }).boundingBox();
    expect(rail?.y).toBeGreaterThan(900);
    await page.goto('/demo/map?view=table');
    const { table } = new MapPage(page);
    await table.getByRole('row').filter({ hasText: 'records-db' }).last().click();
    await expect(page).toHaveURL(/[?&](select|edge)=/);
  });
});
