import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { MapPage } from './pages/map-page.ts';
import { exportSnapshot } from './support/export-snapshot.ts';
import { expect, test } from './support/ringfence-test.ts';

const FIXTURE = fileURLToPath(new URL('./fixtures/hostile-names.json', import.meta.url));
const SCRIPT = '<script>window.hostile=1</script>';

async function nothingRan(page: Page): Promise<void> {
  expect(await page.evaluate(() => 'hostile' in window), 'a name ran as a script').toBe(false);
  expect(await page.locator('img[src="x"]').count(), 'a name became an element').toBe(0);
}

test('hostile names stay text on the map, in the table, in the list and in the PDF', async ({ page, serve }) => {
  const server = await serve([FIXTURE]);
  const { clusters } = (await (await page.request.get(`${server.address}/api/clusters`)).json()) as {
    clusters: readonly { id: string }[];
  };
  const base = `${server.address}/${clusters[0]?.id}`;
  const map = new MapPage(page);
  await page.goto(`${base}/map`);
  await map.drawn();
  await nothingRan(page);

  await page.goto(`${base}/map?view=table`);
  await expect(map.table.getByRole('row').nth(1)).toBeVisible();
  await nothingRan(page);

  await page.goto(`${base}/pods`);
  await page.getByRole('link', { name: SCRIPT }).first().click();
  await expect(page.getByRole('heading', { name: SCRIPT }).first()).toBeVisible();
  await nothingRan(page);

  const pdf = await exportSnapshot(page);
  expect(pdf.text).toContain('window.hostile=1');
  expect(pdf.evidence).toContain(SCRIPT);
  await nothingRan(page);
});
