import { gzipSync } from 'node:zlib';
import { MapPage } from './pages/map-page.ts';
import { expect, test } from './support/ringfence-test.ts';

const KILOBYTE = 1000;
const FIRST_LOAD_MAX = 220 * KILOBYTE;

/** The chunk that draws the canvas comes beside the page and has a budget of its own. */
const isCanvasLibrary = (script: string): boolean => script.includes('cytoscape_stylesheet');

test('the script of the first load is at most 220 kB packed, without the canvas library', async ({ page }) => {
  const scripts = new Map<string, string>();
  const reading: Promise<void>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    reading.push(response.text().then((text) => void scripts.set(response.url(), text)));
  });
  await page.goto('/demo/map');
  await new MapPage(page).drawn();
  await Promise.all(reading);
  const sizes = [...scripts.values()]
    .filter((script) => !isCanvasLibrary(script))
    .map((script) => gzipSync(script).byteLength);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  process.stdout.write(`   measured: first-load script: ${Math.round(total / KILOBYTE)} kB in ${sizes.length} files\n`);
  expect(sizes.length).toBeLessThan(scripts.size); // the canvas library was told from the rest
  expect(total).toBeLessThanOrEqual(FIRST_LOAD_MAX);
});
