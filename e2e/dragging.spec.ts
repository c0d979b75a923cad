import { expect } from '@playwright/test';
import { MapPage } from './pages/map-page.ts';
import { test } from './support/ringfence-test.ts';

const BOX = 'crm/StatefulSet/crm-db';
const FRAME = 'ns:crm';

test('a drag moves the map, also when it begins in a namespace, and chooses nothing', async ({ page }) => {
  const map = new MapPage(page);
  await page.goto('/demo/map');
  await map.drawn();
  const place = () =>
    page.evaluate((id) => {
      const { x, y } = window.__map?.getElementById(id).renderedPosition() ?? { x: 0, y: 0 };
      const { left = 0, top = 0 } = window.__map?.container()?.getBoundingClientRect() ?? {};
      return { x: left + x, y: top + y };
    }, FRAME);
  const before = await place();
  await page.mouse.move(before.x, before.y);
  await page.mouse.down();
  await page.mouse.move(before.x + 40, before.y + 30, { steps: 4 });
  await page.mouse.move(before.x + 80, before.y + 60, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => Math.round((await place()).x - before.x)).toBeGreaterThan(40);
  await expect(page).not.toHaveURL(/select=|pins=/);
  await map.clickBox(BOX);
  await expect(page.getByRole('complementary', { name: 'Details' })).toBeVisible();
});
