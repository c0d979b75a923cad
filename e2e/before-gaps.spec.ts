import type { Page } from '@playwright/test';
import type { ClusterSummary } from '#lib/api/cluster-types.ts';
import type { SceneView } from '#lib/api/scene-types.ts';
import { MapPage } from './pages/map-page.ts';
import { expect, test } from './support/ringfence-test.ts';

/** The demo as a large cluster answers at first: without its gaps, and so that it says so. Returns what makes them known. */
async function beforeGaps(page: Page): Promise<() => void> {
  let known: () => void = () => undefined;
  const whenKnown = new Promise<void>((resolve) => {
    known = resolve;
  });
  let pending = true;
  void whenKnown.then(() => {
    pending = false;
  });
  await page.route(/\/gaps(\?|$)/, async (route) => {
    if (route.request().resourceType() === 'fetch') await whenKnown;
    await route.fallback();
  });
  await page.route(/\/summary(\?|$)/, async (route) => {
    const response = await route.fetch();
    if (!pending) return route.fulfill({ response });
    const { numbers, ...answer } = (await response.json()) as ClusterSummary;
    const { gaps: _, ...known } = numbers;
    return route.fulfill({ json: { ...answer, numbers: known, gapsPending: true } });
  });
  await page.route(/\/scene(\?|$)/, async (route) => {
    const response = await route.fetch();
    if (!pending) return route.fulfill({ response });
    const scene = (await response.json()) as SceneView;
    const nodes = scene.nodes.map(({ gaps: _, ...node }) => node);
    const edges = scene.edges.filter(({ state }) => state !== 'gap');
    return route.fulfill({ json: { ...scene, nodes, edges, gapsPending: true } });
  });
  return () => known();
}

const places = (page: Page) =>
  page.evaluate(() =>
    window.__map
      ?.nodes('.namespace, .workload, .pod')
      .map((node) => `${node.id()} ${JSON.stringify(node.renderedPosition())}`)
      .sort(),
  );

test('the map says that gaps are not known yet, and takes them over with nothing moved', async ({ page }) => {
  const map = new MapPage(page);
  const makeKnown = await beforeGaps(page);
  await page.goto('/demo/map');
  await map.drawn();
  const strip = page.getByRole('region', { name: 'Three numbers' });
  const rail = page.getByRole('complementary', { name: 'Gaps' });
  await expect(strip).toContainText('…gaps still being worked out');
  await expect(rail).toContainText('Gaps are still being worked out');
  await expect(page.getByRole('status').getByText('Gaps are still being worked out', { exact: true })).toBeVisible();
  await expect(page).not.toHaveTitle(/^\(/);
  await expect(page.getByText('No open gap')).toHaveCount(0);
  const before = await places(page);
  expect(before?.length).toBeGreaterThan(10);
  makeKnown();
  await expect(strip).toContainText(/\d+\s*gaps around personal data/);
  await expect(rail.getByRole('option').first()).toBeVisible();
  await expect.poll(() => page.evaluate(() => window.__map?.nodes('.badge').length ?? 0)).toBeGreaterThan(0);
  expect(await places(page)).toEqual(before);
  await expect(page.getByText('Gaps are still being worked out')).toHaveCount(0);
});

test('gaps only dims nothing while they are not known, and a box says so', async ({ page }) => {
  const map = new MapPage(page);
  const makeKnown = await beforeGaps(page);
  await page.goto('/demo/map?only=gaps');
  await map.drawn();
  expect(await page.evaluate(() => window.__map?.elements('.dim').length)).toBe(0);
  await map.clickBox('crm/StatefulSet/crm-db');
  await expect(page.getByRole('complementary', { name: 'Details' })).toContainText('Gaps are still being worked out');
  makeKnown();
  await expect.poll(() => page.evaluate(() => window.__map?.elements('.dim').length)).toBeGreaterThan(0);
  await expect(page.getByRole('complementary', { name: 'Details' })).not.toContainText('still being worked out');
});
