import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { captureOf } from '#lib/kube/capture.ts';
import { generateCluster } from '#lib/policy/generate-cluster.ts';
import { fullScene } from './fixtures/full-scene.ts';
import { MapPage } from './pages/map-page.ts';
import { expect, test } from './support/ringfence-test.ts';

const TURNS = 5;
const LARGE = { pods: 10_000, policies: 1_000 };

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

function print(what: string, milliseconds: readonly number[]): void {
  const all = milliseconds.map((each) => Math.round(each)).join(', ');
  process.stdout.write(`   measured: ${what}: median ${Math.round(median(milliseconds))} ms (${all})\n`);
}

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

/** Opens the map `TURNS` times, clicks a box each time, prints the times. They are looked at, never asserted. */
async function measure(page: Page, name: string, url: string, box: (ids: readonly string[]) => string | undefined) {
  const map = new MapPage(page);
  const paints: number[] = [];
  const drawings: number[] = [];
  const clicks: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const start = performance.now();
    await page.goto(url);
    await map.drawn();
    drawings.push(performance.now() - start);
    paints.push(
      await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN),
    );
    const id = box(await map.boxes());
    if (id === undefined) throw new Error('no box to click');
    await page.evaluate(watchClick);
    await map.clickBox(id);
    await expect(page.getByRole('complementary', { name: 'Details' }).getByRole('listitem').first()).toBeVisible();
    clicks.push(await page.evaluate(() => (window as unknown as { shownAfter: Promise<number> }).shownAfter));
  }
  print(`${name}, first contentful paint`, paints);
  print(`${name}, address to drawn map`, drawings);
  print(`${name}, click to connections`, clicks);
}

test('times of the demo', async ({ page, baseURL }) => {
  await measure(page, 'demo', `${baseURL}/demo/map`, () => 'crm/StatefulSet/crm-db');
});

test('times of 10,000 pods', async ({ page, serve }) => {
  test.setTimeout(120_000); // five turns on a machine that builds beside it
  const folder = await mkdtemp(join(tmpdir(), 'ringfence-large-'));
  const file = join(folder, 'large.json');
  await writeFile(file, JSON.stringify(captureOf(generateCluster(LARGE), { cluster: 'large' })));
  const started = performance.now();
  const server = await serve([file]);
  const { clusters } = (await (await page.request.get(`${server.address}/api/clusters`)).json()) as {
    clusters: readonly { id: string }[];
  };
  const id = clusters[0]?.id;
  await expect(async () => {
    const answer = await page.request.get(`${server.address}/api/clusters/${id}/scene`);
    expect(answer.ok()).toBe(true);
  }).toPass({ timeout: 50_000 });
  print('10,000 pods, start to scene', [performance.now() - started]);
  await measure(page, '10,000 pods', `${server.address}/${id}/map`, (ids) => ids.find((id) => id.includes('team-')));
  await rm(folder, { recursive: true });
});

/** How often the canvas was drawn each second while `move` ran. Printed, never asserted: the machine has a say. */
async function drawnPerSecond(page: Page, what: string, move: () => Promise<void>): Promise<void> {
  await page.evaluate(() => {
    Object.assign(window, { drawn: 0, since: performance.now() });
    window.__map?.on('render', () => {
      (window as unknown as { drawn: number }).drawn++;
    });
  });
  await move();
  const frames = await page.evaluate(() => {
    const { drawn, since } = window as unknown as { drawn: number; since: number };
    window.__map?.removeListener('render');
    return (drawn / (performance.now() - since)) * 1000;
  });
  process.stdout.write(`   measured: ${what}: ${frames.toFixed(1)} drawn frames a second\n`);
  await page.waitForTimeout(500); // until the text of its zoom band is settled
}

test('frames of 300 boxes and 600 lines', async ({ page }) => {
  const map = new MapPage(page);
  await page.route(/\/scene(\?|$)/, async (route) => {
    const answer = (await (await route.fetch()).json()) as object;
    await route.fulfill({ json: { ...answer, ...fullScene() } });
  });
  // The boxes are invented: what rests under the pointer is asked for all the same.
  await page.route(/\/workloads\//, async (route) => {
    const url = new URL(route.request().url());
    const answer = await route.fetch({ url: `${url.origin}/api/clusters/demo/workloads/crm/StatefulSet/crm-db` });
    await route.fulfill({ response: answer });
  });
  await page.goto('/demo/map');
  await map.drawn();
  for (let turn = 0; turn < 3; turn++) {
    await drawnPerSecond(page, 'wheeling', () =>
      page.evaluate(async () => {
        const canvas = window.__map?.container()?.querySelector('canvas');
        const { left = 0, top = 0 } = canvas?.getBoundingClientRect() ?? {};
        for (let frame = 0; frame < 180; frame++) {
          await new Promise((resolve) => requestAnimationFrame(resolve));
          const deltaY = Math.floor(frame / 40) % 2 === 0 ? -12 : 12;
          const at = { clientX: left + 500, clientY: top + 300 };
          canvas?.dispatchEvent(new WheelEvent('wheel', { deltaY, ...at, bubbles: true, cancelable: true }));
        }
      }),
    );
    // From within the page, a step a frame: a step from outside waits for the answer to the one before.
    await drawnPerSecond(page, 'dragging', () =>
      page.evaluate(async () => {
        const canvas = window.__map?.container()?.querySelector('canvas');
        const { left = 0, top = 0 } = canvas?.getBoundingClientRect() ?? {};
        const fire = (type: string, x: number, y: number, target: EventTarget | null | undefined): void => {
          const at = { clientX: left + x, clientY: top + y, button: 0, buttons: type === 'mouseup' ? 0 : 1 };
          target?.dispatchEvent(new MouseEvent(type, { ...at, bubbles: true, cancelable: true }));
        };
        fire('mousedown', 640, 610, canvas);
        for (let step = 0; step < 180; step++) {
          await new Promise((resolve) => requestAnimationFrame(resolve));
          fire('mousemove', 640 + Math.sin(step / 12) * 150, 510 + Math.cos(step / 12) * 100, window);
        }
        fire('mouseup', 640, 610, window);
      }),
    );
  }
});
