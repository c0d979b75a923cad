import type { Page } from '@playwright/test';
import { MapPage } from '../pages/map-page.ts';
import { expect, test } from '../support/ringfence-test.ts';
import { type Server, serveLargeCluster } from './large-cluster.ts';
import { printMeasured } from './print-measured.ts';

const TURNS = 7;

/**
 * Runs in the page: `shownAfter` becomes the milliseconds from the button that comes up to the frame after the one that
 * shows the first connection: then it is painted. From outside only the moments could be told at which a test looks.
 */
function watchClick(): void {
  const shownAfter = new Promise<number>((resolve) => {
    window.addEventListener(
      'mouseup',
      ({ timeStamp }) => {
        const look = (): void => {
          if (document.querySelector('aside[aria-label="Details"] li') === null) requestAnimationFrame(look);
          // the clock, not the frame's own time: that of a late frame lies before it
          else requestAnimationFrame(() => resolve(performance.now() - timeStamp));
        };
        look();
      },
      { capture: true, once: true },
    );
  });
  Object.assign(window, { shownAfter });
}

/** Opens the map `TURNS` times and clicks a box each time. */
async function measureClick(
  page: Page,
  { name, url, box, budget }: { name: string; url: string; box: (id: string) => boolean; budget: string },
): Promise<void> {
  const map = new MapPage(page);
  const [paints, drawings, clicks]: [number[], number[], number[]] = [[], [], []];
  for (let turn = 0; turn < TURNS; turn++) {
    const start = performance.now();
    await page.goto(url);
    await map.drawn();
    drawings.push(performance.now() - start);
    paints.push(
      await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN),
    );
    const id = (await map.boxes()).find(box);
    if (id === undefined) throw new Error('no box to click');
    await page.evaluate(watchClick);
    await map.clickBox(id);
    await expect(page.getByRole('complementary', { name: 'Details' }).getByRole('listitem').first()).toBeVisible();
    clicks.push(await page.evaluate(() => (window as unknown as { shownAfter: Promise<number> }).shownAfter));
  }
  printMeasured(`${name}: first contentful paint`, paints, 'ms', '1000 ms');
  printMeasured(`${name}: address to drawn map`, drawings, 'ms');
  printMeasured(`${name}: click to connections`, clicks, 'ms', budget);
}

/**
 * Runs in the page: `rowsAfter` becomes the milliseconds from the next key to the frame after the one that shows the rows
 * of its answer. They change with an answer only, never with a key alone. Measured here as a click is.
 */
function watchKey(): void {
  const rowsAfter = new Promise<number>((resolve) => {
    window.addEventListener(
      'keydown',
      ({ timeStamp }) => {
        const rows = new MutationObserver(() => {
          rows.disconnect();
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - timeStamp)));
        });
        const list = document.querySelector('[role="dialog"] [role="listbox"]');
        if (list === null) throw new Error('no rows to watch');
        rows.observe(list, { childList: true, characterData: true, subtree: true });
      },
      { capture: true, once: true },
    );
  });
  Object.assign(window, { rowsAfter });
}

/** From a key of the search to the rows of its answer. Each key is another text. */
async function measureSearch(page: Page, name: string, text: string): Promise<void> {
  await page.keyboard.press('Control+k');
  const dialog = page.getByRole('dialog', { name: 'Search' });
  await expect(dialog).toBeVisible();
  const times: number[] = [];
  for (const [index, key] of [...text].entries()) {
    const typed = text.slice(0, index + 1);
    const answered = page.waitForResponse((response) => new URL(response.url()).searchParams.get('q') === typed);
    await page.evaluate(watchKey);
    await page.keyboard.press(key);
    await answered;
    times.push(await page.evaluate(() => (window as unknown as { rowsAfter: Promise<number> }).rowsAfter));
  }
  await page.keyboard.press('Escape');
  printMeasured(`${name}: a key of the search to its rows`, times, 'ms', '50 ms');
}

/** From the answer of a person (Enter on the chosen box) to the drawn level, and back with Escape. */
async function measureLevels(page: Page, name: string, url: string): Promise<void> {
  const map = new MapPage(page);
  await page.goto(url);
  await map.drawn();
  const [down, up]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < TURNS; turn++) {
    const namespace = (await map.boxes()).filter((id) => !id.includes('/') && !/^(any|internet|zone)/.test(id))[
      turn + 3
    ];
    if (namespace === undefined) break;
    /** Whether its workloads are drawn: a tile has none, and what else is drawn depends on what is chosen. */
    const opened = (is: boolean) =>
      page.waitForFunction(
        ([inside, wanted]) => {
          const ids = window.__map?.nodes().map((node) => node.id()) ?? [];
          return ids.length > 0 && ids.some((id) => id.startsWith(inside)) === wanted;
        },
        [`${namespace.replace(/^ns:/, '')}/`, is] as const,
        { polling: 'raf' },
      );
    await page.goto(`${url}?select=${encodeURIComponent(namespace)}`);
    await map.drawn();
    await map.canvas.focus();
    let started = performance.now();
    await page.keyboard.press('Enter');
    await opened(true);
    down.push(performance.now() - started);
    await page.waitForURL(/[?&]namespace=/); // the address comes after the picture, and is what is gone back from
    started = performance.now();
    await page.goBack();
    await opened(false);
    up.push(performance.now() - started);
  }
  printMeasured(`${name}: into a namespace`, down, 'ms', '300 ms');
  printMeasured(`${name}: back out`, up, 'ms', '300 ms');
}

/** How long the answer takes and how large it is. */
async function measureScene(page: Page, name: string, url: string): Promise<void> {
  const times: number[] = [];
  let size = 0;
  let scene: { nodes: unknown[]; edges: unknown[] } = { nodes: [], edges: [] };
  for (let turn = 0; turn < TURNS; turn++) {
    const started = performance.now();
    const answer = await page.request.get(url);
    times.push(performance.now() - started);
    const body = await answer.body();
    size = body.byteLength;
    scene = JSON.parse(body.toString());
  }
  printMeasured(`${name}: scene`, times, 'ms', '50 ms');
  printMeasured(`${name}: scene`, [size / 1000], 'kB', '200 kB');
  process.stdout.write(`   ${name}: scene: ${scene.nodes.length} nodes (300), ${scene.edges.length} edges (600)\n`);
}

test('the demo', async ({ page, baseURL }) => {
  const url = `${baseURL}/demo/map`;
  const box = (id: string): boolean => id === 'crm/StatefulSet/crm-db';
  await measureClick(page, { name: 'demo', url, box, budget: '100 ms' });
  await measureSearch(page, 'demo', 'crm-db');
  await measureScene(page, 'demo', `${baseURL}/api/clusters/demo/scene`);
});

test.describe('10,000 pods', () => {
  let server: Server;
  test.beforeAll(async () => {
    server = await serveLargeCluster();
  });
  test.afterAll(() => server.stop());

  test('map, search, levels', async ({ page }) => {
    const { address, id, startToScene } = server;
    const name = '10,000 pods';
    printMeasured(`${name}, from a file: start to scene`, [startToScene], 'ms', '3000 ms for a live cluster');
    const url = `${address}/${id}/map`;
    await measureClick(page, { name, url, box: (box) => box.includes('team-'), budget: '150 ms' });
    await measureSearch(page, name, 'team-42');
    await measureLevels(page, name, url);
    await measureScene(page, name, `${address}/api/clusters/${id}/scene`);
  });

  test('heap of the page while it is used', async ({ page }) => {
    const minutes = Number(process.env.PERF_MINUTES ?? '1');
    const { address, id } = server;
    const map = new MapPage(page);
    await page.goto(`${address}/${id}/map`);
    await map.drawn();
    const session = await page.context().newCDPSession(page);
    const heap = async (): Promise<number> => {
      await session.send('HeapProfiler.collectGarbage');
      const { usedSize } = await session.send('Runtime.getHeapUsage');
      return usedSize / 1e6;
    };
    const sizes: number[] = [];
    const end = performance.now() + minutes * 60_000;
    for (let turn = 0; performance.now() < end; turn++) {
      const boxes = (await map.boxes()).filter((box) => box.includes('team-'));
      await map.clickBox(boxes[(turn * 37) % boxes.length] ?? '');
      await page.keyboard.press('Escape');
      await page.getByRole('radio', { name: turn % 2 === 0 ? 'Table' : 'Map' }).click();
      if (turn % 2 === 1) await map.drawn();
      else
        await page
          .getByRole('radio', { name: 'Map' })
          .click()
          .then(() => map.drawn());
      if (turn % 10 === 9) sizes.push(await heap());
    }
    sizes.push(await heap());
    printMeasured(`heap over ${minutes} min of use`, sizes, 'MB', '150 MB, no growth');
    process.stdout.write(`   heap: first ${sizes[0]?.toFixed(1)} MB, last ${sizes.at(-1)?.toFixed(1)} MB\n`);
  });
});
