import { gzipSync } from 'node:zlib';
import { MapPage } from '../pages/map-page.ts';
import { test } from '../support/ringfence-test.ts';
import { printMeasured } from './print-measured.ts';

const KILOBYTE = 1000;
/** The chunk that draws the canvas comes beside the page and has a budget of its own. */
const isCanvasLibrary = (script: string): boolean => script.includes('cytoscape_stylesheet');

test('script of the first load', async ({ page }) => {
  const scripts = new Map<string, string>();
  const reading: Promise<unknown>[] = [];
  let document = '';
  page.on('response', (response) => {
    const type = response.request().resourceType();
    if (type === 'document') reading.push(response.text().then((text) => (document = text)));
    if (type === 'script') reading.push(response.text().then((text) => scripts.set(response.url(), text)));
  });
  await page.goto('/demo/map');
  await new MapPage(page).drawn();
  await Promise.all(reading);
  const own = [...scripts].filter(([, script]) => !isCanvasLibrary(script));
  const sizeOf = (which: typeof own) =>
    which.reduce((sum, [, script]) => sum + gzipSync(script).byteLength, 0) / KILOBYTE;
  const first = own.filter(([url]) => document.includes(url.slice(url.lastIndexOf('/') + 1)));
  printMeasured('script that the page names, packed', [sizeOf(first)], 'kB', '220 kB');
  printMeasured('script until the map is at rest, packed', [sizeOf(own)], 'kB');
});
