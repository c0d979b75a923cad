import type { Page } from '@playwright/test';
import { MapPage } from './pages/map-page.ts';
import { expect, test } from './support/ringfence-test.ts';

const BOX = 'crm/Deployment/crm-api';
const FRAME = 'ns:crm';

/** In pixels of the picture. */
const modelPlace = (page: Page, id: string) =>
  page.evaluate((wanted) => {
    const { x = 0, y = 0 } = window.__map?.getElementById(wanted).position() ?? {};
    return { x: Math.round(x), y: Math.round(y) };
  }, id);

/** Drags from a point of the box, seen from its middle. */
async function drag(page: Page, id: string, by: { x: number; y: number }, from = { x: 0, y: 0 }): Promise<void> {
  const at = await page.evaluate(
    ([wanted, dx, dy]) => {
      const map = window.__map;
      const { x, y } = map?.getElementById(String(wanted)).renderedPosition() ?? { x: 0, y: 0 };
      const { left = 0, top = 0 } = map?.container()?.getBoundingClientRect() ?? {};
      const zoom = map?.zoom() ?? 1;
      return { x: left + x + Number(dx) * zoom, y: top + y + Number(dy) * zoom };
    },
    [id, from.x, from.y] as const,
  );
  await page.mouse.move(at.x, at.y);
  await page.waitForTimeout(120); // the canvas sees what lies under the pointer
  await page.mouse.down();
  await page.mouse.move(at.x + by.x / 2, at.y + by.y / 2, { steps: 4 });
  await page.mouse.move(at.x + by.x, at.y + by.y, { steps: 4 });
  await page.mouse.up();
}

const headOf = (page: Page, id: string) =>
  page.evaluate((wanted) => ({ x: 0, y: -(window.__map?.getElementById(wanted).height() ?? 0) / 2 + 12 }), id);

test('a namespace that is dragged by its head takes its boxes along, and a link shows the same', async ({
  page,
  context,
}) => {
  const map = new MapPage(page);
  await page.goto('/demo/map?level=workloads');
  await map.drawn();
  const [frame, box] = [await modelPlace(page, FRAME), await modelPlace(page, BOX)];
  await drag(page, FRAME, { x: 0, y: -60 }, await headOf(page, FRAME));
  await expect(page).toHaveURL(/pins=/);
  const moved = await modelPlace(page, FRAME);
  expect(moved.y).toBeLessThan(frame.y - 20);
  const inside = await modelPlace(page, BOX);
  expect(inside.y - box.y).toBeCloseTo(moved.y - frame.y, -1);
  await expect(page).not.toHaveURL(/select=/);

  const other = await context.newPage();
  await other.goto(page.url());
  await new MapPage(other).drawn();
  expect(await modelPlace(other, FRAME)).toEqual(moved);
  await other.close();
});

test('a move is undone by Ctrl Z, and all of them by one button', async ({ page }) => {
  const map = new MapPage(page);
  await page.goto('/demo/map?level=workloads');
  await map.drawn();
  const before = await modelPlace(page, 'any-pod');
  await drag(page, 'any-pod', { x: 60, y: 0 });
  await expect.poll(async () => (await modelPlace(page, 'any-pod')).x).toBeGreaterThan(before.x + 20);
  await drag(page, 'any-pod', { x: 40, y: 0 });
  const twice = (await modelPlace(page, 'any-pod')).x;
  await map.canvas.focus();
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await modelPlace(page, 'any-pod')).x).toBeLessThan(twice - 10);
  await page.getByRole('button', { name: 'Reset positions' }).click();
  await expect.poll(() => modelPlace(page, 'any-pod')).toEqual(before);
  await expect(page).not.toHaveURL(/pins=/);
});

test('a box is moved by the keyboard, and never leaves its namespace', async ({ page }) => {
  const map = new MapPage(page);
  await page.goto('/demo/map?level=workloads');
  await map.drawn();
  await map.clickBox(BOX);
  await map.canvas.focus();
  const before = await modelPlace(page, BOX);
  await page.keyboard.press('Alt+ArrowUp');
  await expect(page).toHaveURL(/pins=/);
  await expect.poll(async () => (await modelPlace(page, BOX)).y).toBeLessThan(before.y);
  await drag(page, BOX, { x: 900, y: 600 });
  const inside = await page.evaluate(
    ([frame, box]) => {
      const outer = window.__map
        ?.getElementById(String(frame))
        .boundingBox({ includeLabels: false, includeOverlays: false });
      const inner = window.__map?.getElementById(String(box)).position();
      return outer !== undefined && inner !== undefined && inner.x < outer.x2 && inner.y < outer.y2;
    },
    [FRAME, BOX],
  );
  expect(inside).toBe(true);
});
