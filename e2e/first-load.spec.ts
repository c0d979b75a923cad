import { MapPage } from './pages/map-page.ts';
import { watchScripts } from './support/loaded-scripts.ts';
import { expect, test } from './support/ringfence-test.ts';

/** Kilobytes, packed, without the library of the canvas. */
const BUDGET = 220;

test('the script that the first page waits for stays within its budget', async ({ page }) => {
  const loaded = watchScripts(page);
  await page.goto('/demo/map');
  await new MapPage(page).drawn();
  const { named } = await loaded();
  expect(named).toBeGreaterThan(0);
  expect(named).toBeLessThanOrEqual(BUDGET);
});
