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

test('a page asks once for what it was sent with, and for no page that nobody goes to', async ({ page }) => {
  // the first page of a server may come before the first reading, and before the gaps
  await expect.poll(async () => (await page.request.get('/api/clusters/demo/gaps')).status()).toBe(200);
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname.startsWith('/api/') || searchParams.has('_rsc')) asked.push(pathname);
  });
  await page.goto('/demo/map');
  await new MapPage(page).drawn();
  const early = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter((entry) => (entry as PerformanceResourceTiming).initiatorType === 'link')
      .map(({ name }) => new URL(name).pathname),
  );
  for (const first of ['/api/clusters', '/api/clusters/demo/summary', '/api/clusters/demo/scene']) {
    expect(early).toContain(first);
    expect(asked.filter((pathname) => pathname === first)).toHaveLength(1);
  }
  expect(asked.filter((pathname) => !pathname.startsWith('/api/'))).toEqual([]);
});
