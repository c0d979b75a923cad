import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { MapPage } from './pages/map-page.ts';
import { exportSnapshot } from './support/export-snapshot.ts';
import { expect, test } from './support/ringfence-test.ts';

const FIXTURE = fileURLToPath(new URL('./fixtures/hostile-names.json', import.meta.url));
const SCRIPT = '<script>window.hostile=1</script>';

async function nothingRan(page: Page): Promise<void> {
  expect(await page.evaluate(() => 'hostile' in window), 'a name ran as a script').toBe(false);
  expect(await page.locator('img[src="x"]').count(), 'a name became an element').toBe(0);
}

/** Names of the fixture that turn the reading direction, or hide. */
const TURNING = ['rtl\u202eevil\u202c', '<b>ns</b>\u202e', 'zero\u200bwidth\u2066iso\u2069'];

/** A mark of direction stands alone with its name in an element of its own, and never in a sentence or the title. */
async function nothingTurned(page: Page): Promise<void> {
  const turned = await page.evaluate((names) => {
    const found: string[] = [];
    if (/\p{Bidi_Control}/u.test(document.title)) found.push(`title: ${document.title}`);
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode.textContent ?? '';
      const element = texts.currentNode.parentElement;
      if (
        element === null ||
        !/\p{Bidi_Control}/u.test(text) ||
        element.closest('script, style, option, figure, pre') !== null
      )
        continue;
      const { unicodeBidi, display } = getComputedStyle(element);
      const isolated = unicodeBidi.startsWith('isolate') || /^(block|flex|grid|table-cell|list-item)/.test(display);
      if (!isolated || !names.some((name) => text.trim() === name)) found.push(JSON.stringify(text));
    }
    return found;
  }, TURNING);
  expect.soft(turned, `${page.url()}: a name turned what stands beside it`).toEqual([]);
}

test('marks of direction in a name turn nothing beside it', async ({ page, serve }) => {
  const server = await serve([FIXTURE]);
  const { clusters } = (await (await page.request.get(`${server.address}/api/clusters`)).json()) as {
    clusters: readonly { id: string }[];
  };
  const base = `${server.address}/${clusters[0]?.id}`;
  const pod = `hostile/${encodeURIComponent(TURNING[0] ?? '')}`;
  for (const [path, role] of [
    ['/map?view=table', 'row'],
    [`/map?view=table&select=${encodeURIComponent(`hostile/Pod/${TURNING[0]}`)}`, 'row'],
    ['/pods', 'row'],
    [`/pods/${pod}`, 'heading'],
    ['/gaps', 'option'],
    ['/policies', 'row'],
    [`/policies/NetworkPolicy/${pod}`, 'heading'],
  ] as const) {
    await page.goto(`${base}${path}`);
    // The options of a closed filter are options too.
    const list = role === 'option' ? page.getByRole('listbox') : page;
    await expect(list.getByRole(role).nth(1)).toBeVisible();
    await nothingTurned(page);
  }
  await page.goto('about:blank'); // the server goes before the page, which still fetches ahead
});

test('hostile names stay text on the map, in the table, in the list and in the PDF', async ({ page, serve }) => {
  const server = await serve([FIXTURE]);
  const { clusters } = (await (await page.request.get(`${server.address}/api/clusters`)).json()) as {
    clusters: readonly { id: string }[];
  };
  const base = `${server.address}/${clusters[0]?.id}`;
  const map = new MapPage(page);
  await page.goto(`${base}/map`);
  await map.drawn();
  await nothingRan(page);

  await page.goto(`${base}/map?view=table`);
  await expect(map.table.getByRole('row').nth(1)).toBeVisible();
  await nothingRan(page);

  await page.goto(`${base}/pods`);
  await page.getByRole('link', { name: SCRIPT }).first().click();
  await expect(page.getByRole('heading', { name: SCRIPT }).first()).toBeVisible();
  await nothingRan(page);

  const pdf = await exportSnapshot(page);
  expect(pdf.text).toContain('window.hostile=1');
  expect(pdf.evidence).toContain(SCRIPT);
  await nothingRan(page);
});
