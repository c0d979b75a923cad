import type { Page } from '@playwright/test';
import { MapPage } from '../pages/map-page.ts';
import { test } from '../support/ringfence-test.ts';
import { fullScene } from './full-scene.ts';
import { printMeasured } from './print-measured.ts';

/** How often the canvas was drawn each second while `move` ran. */
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
  printMeasured(what, [frames], 'drawn frames a second', '55');
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
