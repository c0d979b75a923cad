import { MapPage } from '../pages/map-page.ts';
import { watchScripts } from '../support/loaded-scripts.ts';
import { test } from '../support/ringfence-test.ts';
import { printMeasured } from './print-measured.ts';

test('script of the first load', async ({ page }) => {
  const loaded = watchScripts(page);
  await page.goto('/demo/map');
  await new MapPage(page).drawn();
  const { named, all } = await loaded();
  printMeasured('script that the page names, packed', [named], 'kB', '220 kB');
  printMeasured('script until the map is at rest, packed', [all], 'kB');
});
