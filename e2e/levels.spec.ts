import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { captureOf } from '#lib/kube/capture.ts';
import { generateCluster } from '#lib/policy/generate-cluster.ts';
import { MapPage } from './pages/map-page.ts';
import { namedByAxe } from './support/named-by-axe.ts';
import { expect, test } from './support/ringfence-test.ts';

const breadcrumb = (page: Page) => page.getByRole('navigation', { name: 'Where the map is' });

/** Of a box on the page, in pixels of the window. */
const placeOf = (page: Page, id: string) =>
  page.evaluate(async (wanted) => {
    const now = () => {
      const { x, y } = window.__map?.getElementById(wanted).renderedPosition() ?? { x: 0, y: 0 };
      const { left = 0, top = 0 } = window.__map?.container()?.getBoundingClientRect() ?? {};
      return { x: left + x, y: top + y };
    };
    // At rest: the view moves to what was opened, and beside the legend.
    let place = now();
    for (let same = 0; same < 5; ) {
      await new Promise(requestAnimationFrame);
      const next = now();
      same = next.x === place.x && next.y === place.y ? same + 1 : 0;
      place = next;
    }
    return place;
  }, id);

test('double click opens namespace, workload and pod; Esc and the browser lead back', async ({ page }) => {
  const map = new MapPage(page);
  await page.goto('/demo/map?level=namespaces');
  await map.drawn();
  const tile = await placeOf(page, 'ns:crm');
  await page.mouse.dblclick(tile.x, tile.y);
  await expect(breadcrumb(page)).toContainText('crm');
  await expect.poll(() => map.boxes()).toContain('crm/StatefulSet/crm-db');

  const workload = await placeOf(page, 'crm/StatefulSet/crm-db');
  await page.mouse.dblclick(workload.x, workload.y);
  await expect(page).toHaveURL(/workload=crm/);
  await expect(breadcrumb(page).getByText('crm-db')).toHaveAttribute('aria-current', 'location');
  await expect.poll(() => map.boxes()).toContain('pod:crm/crm-db-0');

  await map.canvas.focus();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/namespace=crm/);
  await page.keyboard.press('Escape');
  await expect(breadcrumb(page)).toHaveCount(0);
  await expect(page).not.toHaveURL(/namespace=/); // the address follows the picture

  await page.goBack();
  await expect(breadcrumb(page)).toContainText('crm');
  await page.goBack();
  await expect(breadcrumb(page).getByText('crm-db')).toBeVisible();
  await page.reload();
  await map.drawn();
  await expect.poll(() => map.boxes()).toContain('pod:crm/crm-db-0');
});

/** All that stands on the canvas, with how each looks. */
const drawnElements = (page: Page) =>
  page.evaluate(() =>
    (window.__map?.elements().toArray() ?? [])
      .map((element) => ({
        id: element.id(),
        classes: element.classes().toSorted(),
        data: element.data(),
        place: element.isNode() ? element.position() : undefined,
        looks: ['opacity', 'border-color', 'border-width', 'text-opacity', 'line-color', 'width', 'display'].map(
          (name) => String(element.style(name)),
        ),
      }))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  );

test('whoever comes back finds every box and line as it would be drawn anew', async ({ page }) => {
  const map = new MapPage(page);
  await page.goto('/demo/map?level=namespaces');
  await map.drawn();
  const atFirst = await drawnElements(page);
  const tile = await placeOf(page, 'ns:crm');
  await page.mouse.dblclick(tile.x, tile.y); // what is chosen by it dims the others
  await expect.poll(() => map.boxes()).toContain('crm/StatefulSet/crm-db');
  await page.mouse.move(10, 400);
  const opened = await drawnElements(page);
  await page.goBack();
  await expect.poll(() => map.boxes()).toContain('ns:crm');
  await expect.poll(() => drawnElements(page)).toEqual(atFirst);
  await page.goForward();
  await expect.poll(() => map.boxes()).toContain('crm/StatefulSet/crm-db');
  await expect.poll(() => drawnElements(page)).toEqual(opened);
});

test('images of boxes have short names, by which the canvas loads and draws them', async ({ page }) => {
  const map = new MapPage(page);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto('/demo/map?namespace=crm');
  await map.drawn();
  // of the renderer of Cytoscape that is installed: where this fails, components/map/named-images.ts has to be looked at
  const loaded = () =>
    page.evaluate(() => {
      const { imageCache = {} } = (
        window.__map as unknown as { renderer(): { imageCache?: Record<string, { image: HTMLImageElement }> } }
      ).renderer();
      const names = window.__map?.nodes('[image]').map((node) => String(node.data('image'))) ?? [];
      return {
        areShort: names.length > 0 && names.every((name) => /^image-\d+$/.test(name)),
        images: Object.values(imageCache).filter(({ image }) => image.complete && image.naturalWidth > 0).length,
        missing: new Set(names).size - Object.keys(imageCache).filter((address) => address.startsWith('data:')).length,
      };
    });
  await expect.poll(loaded).toEqual({ areShort: true, images: expect.any(Number), missing: 0 });
  expect((await loaded()).images).toBeGreaterThan(0);
  expect(asked.filter((address) => address.includes('image-'))).toEqual([]);
});

test('the picture of a chosen box is asked for before the box is opened', async ({ page }) => {
  const map = new MapPage(page);
  await page.goto('/demo/map?level=namespaces');
  await map.drawn();
  const asked = page.waitForRequest(/\/scene\?.*namespace=crm/);
  await map.clickBox('ns:crm');
  await asked;
  await expect(page).not.toHaveURL(/namespace=/);
});

test('the breadcrumb leads up by keyboard, and has no barrier', async ({ page }) => {
  const map = new MapPage(page);
  await page.goto('/demo/map?workload=crm%2FStatefulSet%2Fcrm-db');
  await map.drawn();
  expect(await namedByAxe(page)).toEqual([]);
  await breadcrumb(page).getByRole('button', { name: 'crm' }).press('Enter');
  await expect(page).toHaveURL(/namespace=crm/);
  await breadcrumb(page).getByRole('button', { name: 'All namespaces' }).press('Enter');
  await expect(page).not.toHaveURL(/namespace=|workload=/);
});

test('the wheel opens a box that it goes on zooming into, and leaves what it zooms away from', async ({ page }) => {
  const map = new MapPage(page);
  await page.goto('/demo/map?level=namespaces');
  await map.drawn();
  const tile = await placeOf(page, 'ns:crm');
  await page.mouse.move(tile.x, tile.y);
  for (let turn = 0; turn < 40 && !page.url().includes('namespace='); turn++) {
    await page.mouse.wheel(0, -120);
    await page.waitForTimeout(40);
  }
  await expect(page).toHaveURL(/namespace=crm/);
  await expect.poll(() => map.boxes()).toContain('crm/StatefulSet/crm-db');
  await page.waitForTimeout(700); // the wheel's own swing is over
  for (let turn = 0; turn < 40 && page.url().includes('namespace='); turn++) {
    await page.mouse.wheel(0, 120);
    await page.waitForTimeout(40);
  }
  await expect(page).not.toHaveURL(/namespace=/);
});

test('between many tiles only lines that can be followed are drawn, and the ends of the chosen one are framed', async ({
  page,
  serve,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'ringfence-levels-'));
  const file = join(folder, 'large.json');
  await writeFile(
    file,
    JSON.stringify(captureOf(generateCluster({ pods: 2_000, policies: 300 }), { cluster: 'large' })),
  );
  const server = await serve([file]);
  const { clusters } = (await (await page.request.get(`${server.address}/api/clusters`)).json()) as {
    clusters: readonly { id: string }[];
  };
  const map = new MapPage(page);
  await expect(async () => {
    const answer = await page.request.get(`${server.address}/api/clusters/${clusters[0]?.id}/gaps`);
    expect(answer.ok()).toBe(true);
  }).toPass({ timeout: 50_000 });
  await page.goto(`${server.address}/${clusters[0]?.id}/map`);
  await map.drawn();
  const shown = () => page.evaluate(() => window.__map?.edges(':visible').length ?? 0);
  await expect.poll(shown).toBeLessThanOrEqual(12);
  await expect(page.getByRole('status').filter({ hasText: 'Lines:' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Legend' })).toBeVisible();

  await page.goto(`${server.address}/${clusters[0]?.id}/map?select=${encodeURIComponent('ns:team-3')}`);
  await map.drawn();
  await expect(page.getByRole('status').filter({ hasText: 'Framed tiles are its ends.' })).toBeVisible();
  await expect
    .poll(() => page.evaluate(() => window.__map?.nodes('.count').map((chip) => chip.data('label'))))
    .toEqual([expect.stringMatching(/^\d+ out$/), expect.stringMatching(/^\d+ in$/)]);
  await rm(folder, { recursive: true });
});
