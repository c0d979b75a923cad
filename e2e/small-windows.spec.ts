import { MapPage } from './pages/map-page.ts';
import { cutOff } from './support/cut-off.ts';
import { expect, test } from './support/ringfence-test.ts';

const PAGES = [
  ...['map?view=table', 'map?view=matrix', 'pods', 'workloads/crm/StatefulSet/crm-db', 'gaps', 'policies', 'traffic'],
  ...['data', 'snapshots', 'simulate', 'settings', 'checks/ISO-001', 'compare'],
  'why?from=shop/Deployment/storefront&to=crm/StatefulSet/crm-db',
];
/** Those that have most beside each other. */
const WIDE_PAGES = ['gaps', 'policies', 'traffic', 'checks/ISO-001', 'simulate'];

test.describe('at 200 % zoom of a laptop', () => {
  test.use({ viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 });

  test('no page is cut off, and map, table and matrix keep room to be read', async ({ page }) => {
    test.setTimeout(120_000);
    for (const path of WIDE_PAGES) {
      await page.goto(`/demo/${path}`);
      await expect(page.locator('main').getByText(/\w/).first()).toBeVisible();
      await page.waitForLoadState('networkidle');
      expect.soft(await cutOff(page), path).toEqual([]);
    }
    for (const [view, content] of [
      ['map', page.getByRole('application', { name: 'Map of allowed connections' })],
      ['table', page.getByRole('treegrid', { name: 'Connections' }).locator('xpath=..')],
      ['matrix', page.getByRole('grid').first().locator('xpath=..')],
    ] as const) {
      await page.goto(`/demo/map?view=${view}`);
      await expect(content).toBeVisible();
      expect((await content.boundingBox())?.height, view).toBeGreaterThan(240);
    }
  });

  test('what is chosen on the map is told in sight', async ({ page }) => {
    const map = new MapPage(page);
    await map.open('', 'demo', '?view=map');
    await map.clickBox('crm/StatefulSet/crm-db');
    const panel = page.getByRole('complementary').filter({ hasText: 'crm-db' });
    await expect(panel.getByRole('link', { name: 'Open page' })).toBeInViewport({ ratio: 1 });
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('no page is cut off, and entries of the pages do not lie on each other', async ({ page }) => {
    test.setTimeout(120_000);
    for (const path of PAGES) {
      await page.goto(`/demo/${path}`);
      await expect(page.locator('main').getByText(/\w/).first()).toBeVisible();
      await page.waitForLoadState('networkidle');
      expect.soft(await cutOff(page), path).toEqual([]);
    }
    const entries = await page.getByRole('navigation', { name: 'Pages' }).getByRole('link').all();
    let end = 0;
    for (const entry of entries) {
      const box = await entry.boundingBox();
      const inside = await entry.evaluate((link) => link.scrollWidth <= link.clientWidth);
      expect(box?.x ?? -1).toBeGreaterThanOrEqual(end - 0.5);
      expect(inside, await entry.innerText()).toBe(true);
      end = (box?.x ?? 0) + (box?.width ?? 0);
    }
    await page.goto('/demo/traffic');
    const list = page.getByRole('table', { name: 'Observed traffic beside what is allowed' }).locator('xpath=..');
    expect((await list.boundingBox())?.height).toBeGreaterThan(160);
    const row = page.getByRole('table', { name: 'Traffic' }).getByRole('row').nth(1);
    await expect(row).toBeVisible();
    const ends = await row.locator('td').filter({ hasText: /\w/, visible: true }).all();
    expect(ends.length).toBeGreaterThan(2);
    for (const end of ends) await expect(end).toBeInViewport();
    // what is only read out adds nothing to scroll
    const scrolled = page.locator('[data-scrolled]');
    expect(await scrolled.evaluate(({ scrollHeight }) => scrollHeight)).toBeLessThan(1_000);
    await expect(page.getByRole('columnheader', { name: 'From' })).toBeInViewport();
  });

  test('the layer of traffic is told in a sentence and in the table, and leads to the flows', async ({ page }) => {
    await page.goto('/demo/map?traffic=24h');
    await expect(page.getByText(/Traffic in the last 24 h\..*flows were seen and allowed/)).toBeInViewport();
    const table = page.getByRole('treegrid', { name: 'Connections' });
    await expect(table.getByRole('columnheader', { name: 'Observed' })).toBeInViewport();
    await expect(table.getByText(/^used [\d<]/).first()).toBeInViewport();
    await page.getByRole('button', { name: 'Show flows' }).click();
    await expect(
      page.getByRole('complementary', { name: 'Traffic' }).getByText('Seen, denied', { exact: true }),
    ).toBeInViewport();
  });

  test('a finger moves the map, two zoom it, and a tap chooses a pod and shows its peers', async ({
    page,
    context,
  }) => {
    const map = new MapPage(page);
    await map.open('', 'demo', '?view=map');
    const view = () =>
      page.evaluate(() => {
        const { x = 0, y = 0 } = window.__map?.pan() ?? {};
        return { x, y, zoom: window.__map?.zoom() ?? 0 };
      });
    const { x, y, width, height } = (await map.canvas.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const middle = { x: x + width / 2, y: y + height / 2 };
    const session = await context.newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', fingers: readonly { x: number; y: number }[]) =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints: fingers.map((each, id) => ({ ...each, id })) });

    const before = await view();
    await touch('touchStart', [middle]);
    for (let step = 1; step <= 8; step++)
      await touch('touchMove', [{ x: middle.x - 5 * step, y: middle.y - 5 * step }]);
    await touch('touchEnd', []);
    await expect.poll(async () => (await view()).x).toBeLessThan(before.x - 20);
    expect((await view()).zoom).toBe(before.zoom);

    const pinch = (apart: number) => [
      { x: middle.x - apart, y: middle.y },
      { x: middle.x + apart, y: middle.y },
    ];
    await touch('touchStart', pinch(30));
    for (let step = 1; step <= 8; step++) await touch('touchMove', pinch(30 + 4 * step));
    await touch('touchEnd', []);
    await expect.poll(async () => (await view()).zoom).toBeGreaterThan(before.zoom * 1.5);
    expect(await page.evaluate(() => visualViewport?.scale)).toBe(1);

    await page.getByRole('button', { name: 'Show all' }).tap();
    const box = await page.evaluate(() => {
      const { x: left = 0, y: top = 0 } = window.__map?.container()?.getBoundingClientRect() ?? {};
      const place = window.__map?.getElementById('crm/StatefulSet/crm-db').renderedPosition() ?? { x: 0, y: 0 };
      return { x: left + place.x, y: top + place.y };
    });
    await page.touchscreen.tap(box.x, box.y);
    const panel = page.getByRole('complementary').filter({ hasText: 'crm-db' });
    await expect(panel).toContainText('25 of 40 pods can reach crm-db-0');
    await panel.getByRole('button', { name: 'Close' }).tap();
    await expect(panel).toBeHidden();
  });
});

test.describe('all of a map on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('stays all of it when the legend is opened over it, or the window changes', async ({ page }) => {
    const map = new MapPage(page);
    await map.open('', 'demo', '?view=map&legend=false');
    const zoom = () => page.evaluate(() => window.__map?.zoom() ?? 0);
    const opened = await zoom();
    await page.getByRole('button', { name: 'Show all' }).tap();
    await expect.poll(zoom).toBeLessThan(opened * 0.8);
    await page.setViewportSize({ width: 390, height: 780 });
    await page.keyboard.press('l');
    await expect(page.locator('[data-legend]')).toBeAttached();
    await page.waitForTimeout(300); // a card that comes moves the picture
    expect(await zoom()).toBeLessThan(opened * 0.8);
  });
});

test('a legend that is opened later moves the picture from under it, unless somebody moved the map', async ({
  page,
}) => {
  const map = new MapPage(page);
  await page.setViewportSize({ width: 1440, height: 700 });
  await map.open('', 'demo', '?legend=false');
  const covered = () =>
    page.evaluate(() => {
      const card = document.querySelector('[data-legend]')?.getBoundingClientRect();
      const { left = 0, top = 0 } = window.__map?.container()?.getBoundingClientRect() ?? {};
      if (card === undefined) return undefined;
      return window.__map
        ?.nodes('.workload, .namespace')
        .filter((node) => {
          const { x1, y2 } = node.renderedBoundingBox({ includeLabels: false, includeOverlays: false });
          return left + x1 < card.right && top + y2 > card.top;
        })
        .map((node) => node.id());
    });
  const show = page.getByRole('button', { name: 'Legend' });
  await show.click();
  await expect.poll(covered).toEqual([]);

  await page.getByRole('button', { name: 'Hide the legend' }).click();
  await page.getByRole('button', { name: 'Zoom in' }).click();
  const moved = await page.evaluate(() => JSON.stringify([window.__map?.zoom(), window.__map?.pan()]));
  await show.click();
  await expect(page.getByRole('region', { name: 'Legend' })).toBeVisible();
  expect(await page.evaluate(() => JSON.stringify([window.__map?.zoom(), window.__map?.pan()]))).toBe(moved);
});

test.describe('where motion is to be reduced', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' }, firstVisit: true });

  test('neither the tour, nor a level, nor a drawer moves', async ({ page }) => {
    await page.addInitScript(() => {
      const moved: string[] = [];
      Object.assign(window, { moved });
      const { animate } = Element.prototype;
      Element.prototype.animate = function (...given) {
        moved.push(this.className);
        return animate.apply(this, given);
      };
      for (const name of ['transitionrun', 'animationstart'] as const) {
        window.addEventListener(name, ({ target }) => moved.push(`${name} ${(target as Element).className}`), true);
      }
    });
    const moved = () => page.evaluate(() => (window as unknown as { moved: string[] }).moved);
    const map = new MapPage(page);
    await map.open('');
    await page.getByRole('button', { name: 'Next' }).click();
    await expect(page.getByRole('dialog', { name: 'Who may reach whom' })).toBeVisible();
    await page.keyboard.press('Escape');
    await page.getByRole('radio', { name: 'Namespaces' }).click();
    await expect.poll(() => map.boxes()).not.toContain('crm/StatefulSet/crm-db');
    await page.getByRole('radio', { name: 'Workloads' }).click();
    await expect.poll(() => map.boxes()).toContain('crm/StatefulSet/crm-db');
    await map.clickBox('crm/StatefulSet/crm-db');
    await expect(page.getByRole('complementary').filter({ hasText: 'crm-db' })).toBeVisible();
    expect(await moved()).toEqual([]); // the next document begins a list of its own
    await page.goto('/demo/data');
    await page.getByRole('button', { name: 'Export snapshot' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await moved()).toEqual([]);
  });
});
