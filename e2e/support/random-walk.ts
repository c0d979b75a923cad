import type { Locator, Page } from '@playwright/test';
import { Random } from '#lib/policy/testing/random.ts';
import { TABLE } from '#lib/text/en/map.ts';
import { SHELL } from '#lib/text/en/shell.ts';
import { expect } from './ringfence-test.ts';

/** What a person may do without leaving, writing files or taking minutes. */
const LEFT_ALONE =
  /export|download|package|take snapshot|verify|open a file|withdraw|remove|forget|keep|record|connect|csv|sarif|pdf|print/i;
const CLICKED =
  'button:visible, a[href^="/"]:visible, [role="option"]:visible, [role="treeitem"]:visible, [role="radio"]:visible';
const KEYS = [
  ...['ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight', 'Enter', 'Escape', 'Tab', 'Home', 'End'],
  ...['j', 'k', 'v', 'f', 'l', 'i', 'o', 'b', '1', '2', '3', '+', '-', '0', '?', '[', ']', 't'],
];
const PLACES = ['m', 'p', 'g', 'l', 'd', 's', 'x'];
const FILTERS = [
  ...['ns:shop', 'class:personal gap:high', '-ns:kube-system', 'kind:deploy', 'verdict:depends', 'port:5432', 'crm'],
  ...['reaches:internet', 'nonsense:', 'class:patient', '"open', 'ns:nowhere', ''],
];
const PROFILES = ['upstream', 'calico', 'cilium'];
const SETTLED_MS = 30_000; // on a machine that does much else
const DRAWN_ROWS = 12_000;

interface Step {
  readonly what: string;
  readonly weight: number;
  readonly run: (page: Page, random: Random) => Promise<void>;
}

const STEPS: readonly Step[] = [
  { what: 'click', weight: 10, run: clickSomething },
  { what: 'key', weight: 10, run: (page, random) => page.keyboard.press(random.pick(KEYS)) },
  {
    what: 'go',
    weight: 3,
    async run(page, random) {
      await page.keyboard.press('Escape');
      await page.keyboard.press('g');
      await page.keyboard.press(random.pick(PLACES));
    },
  },
  { what: 'box', weight: 6, run: clickBox },
  { what: 'filter', weight: 3, run: writeFilter },
  { what: 'back', weight: 2, run: async (page) => void (await page.goBack().catch(() => undefined)) },
  { what: 'forward', weight: 1, run: async (page) => void (await page.goForward().catch(() => undefined)) },
  { what: 'reload', weight: 1, run: reloadAndCompare },
  { what: 'live update', weight: 2, run: changeCluster },
];

/**
 * Walks at random through the console of one cluster until `milliseconds` are over. After each step the page must have
 * settled, shown where one is and offered a way on; the map and its table must tell the same. Console errors and failed
 * requests are the test's own watch. Throws with the seed and the last steps.
 */
export async function walkAtRandom(
  page: Page,
  { start, milliseconds, seed }: { readonly start: string; readonly milliseconds: number; readonly seed: number },
): Promise<{ readonly steps: number; readonly compared: number }> {
  const random = new Random(seed);
  const taken: string[] = [];
  const end = performance.now() + milliseconds;
  let compared = 0;
  await page.goto(start);
  try {
    while (performance.now() < end) {
      const step = random.pick(BY_WEIGHT);
      taken.push(`${step.what} at ${new URL(page.url()).pathname}`);
      await step.run(page, random);
      if (!page.url().startsWith(new URL(start).origin)) await page.goto(start);
      await settled(page);
      if (taken.length % 10 === 0) compared += await compareMapWithTable(page);
    }
    for (const filter of ['', 'ns:shop', 'gap:any']) {
      await page.goto(`${start}?${new URLSearchParams({ q: filter })}`);
      compared += await compareMapWithTable(page);
    }
  } catch (error) {
    throw new Error(`seed ${seed}, after ${taken.slice(-12).join(' · ')}: ${(error as Error).message}`, {
      cause: error,
    });
  }
  return { steps: taken.length, compared };
}

/** Each as often as it weighs. */
const BY_WEIGHT = STEPS.flatMap((step) => Array.from({ length: step.weight }, () => step));

/**
 * No dead end: something is shown, it is not the crash page, and the rail leads on. Looked for by tag, since an open dialog
 * hides the rest from roles.
 */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('domcontentloaded');
  await expect(page.locator('nav').first()).toBeVisible({ timeout: SETTLED_MS });
  await expect(page.locator('h1').first()).toBeAttached({ timeout: SETTLED_MS });
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0, { timeout: SETTLED_MS });
  await expect(page.getByText(SHELL.crashedTitle)).toHaveCount(0);
}

async function clickSomething(page: Page, random: Random): Promise<void> {
  const all = page.locator(CLICKED);
  const count = await all.count();
  if (count === 0) return;
  const target = all.nth(random.below(count));
  const name = `${(await textOf(target)) ?? ''}`;
  if (LEFT_ALONE.test(name)) return;
  // what lies under a dialog or has gone meanwhile cannot be clicked by a person either
  await target.click({ timeout: 1_000 }).catch(() => undefined);
}

async function textOf(target: Locator): Promise<string | undefined> {
  return target
    .evaluate((element) => `${element.getAttribute('aria-label') ?? ''} ${element.textContent ?? ''}`, undefined, {
      timeout: 1_000,
    })
    .catch(() => undefined);
}

async function clickBox(page: Page, random: Random): Promise<void> {
  const boxes = await page.evaluate(() => {
    const place = window.__map?.container()?.getBoundingClientRect();
    if (place === undefined) return [];
    const drawn = window.__map?.nodes(':childless').map((node) => node.renderedPosition()) ?? [];
    return drawn
      .filter(({ x, y }) => x > 0 && y > 0 && x < place.width && y < place.height)
      .map(({ x, y }) => ({ x: place.left + x, y: place.top + y }));
  });
  if (boxes.length === 0) return;
  const { x, y } = random.pick(boxes);
  const way = random.below(4);
  if (way === 0) await page.mouse.dblclick(x, y);
  else if (way === 1) {
    await page.mouse.move(x, y);
    await page.mouse.wheel(0, random.below(2) === 0 ? -240 : 240);
  } else await page.mouse.click(x, y);
}

async function writeFilter(page: Page, random: Random): Promise<void> {
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  if ((await page.locator('input:focus').count()) === 0) return;
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(random.pick(FILTERS)); // into whatever has the focus, as a person's keys do
  await page.keyboard.press(random.pick(['Enter', 'Escape']));
}

/** Back and reload restore exactly: the address says everything that the map shows. */
async function reloadAndCompare(page: Page): Promise<void> {
  const address = () => new URL(page.url()).pathname + new URL(page.url()).search;
  await settled(page);
  await page.waitForTimeout(400); // the address follows what is chosen a moment later
  const before = address();
  await page.reload();
  await settled(page);
  expect(address()).toBe(before);
}

/** Another profile makes another revision, as a change in a live cluster does. */
async function changeCluster(page: Page, random: Random): Promise<void> {
  const { origin, pathname } = new URL(page.url());
  const cluster = pathname.split('/')[1] ?? '';
  await page.request.post(`${origin}/api/clusters/${cluster}/profile`, {
    headers: { origin },
    data: { profile: random.pick(PROFILES), sets: [] },
  });
}

/** The lines that the map draws plainly are the rows of the table, by the names of their ends. Returns how many it compared. */
async function compareMapWithTable(page: Page): Promise<number> {
  const url = new URL(page.url());
  if (!url.pathname.endsWith('/map') || (url.searchParams.get('view') ?? 'map') !== 'map') return 0;
  for (const one of ['select', 'edge', 'gap', 'only']) url.searchParams.delete(one);
  url.searchParams.set('level', 'workloads');
  await page.goto(url.href);
  await expect(page.locator('[data-ready="true"]')).toBeAttached();
  const isTraffic = url.searchParams.has('traffic');
  if (isTraffic) await trafficDrawn(page);
  const drawn = await page.evaluate(
    () =>
      window.__map
        ?.edges()
        .filter((edge) => !edge.hasClass('faded') && !edge.hidden())
        .map((edge) => edge.id()).length ?? 0,
  );
  url.searchParams.set('view', 'table');
  const size = page.viewportSize() ?? { width: 1440, height: 900 };
  await page.setViewportSize({ width: size.width, height: DRAWN_ROWS });
  await page.goto(url.href);
  const table = page.getByRole('treegrid', { name: TABLE.label });
  await expect(table).toBeVisible();
  if (isTraffic && drawn > 0) await expect(table.getByRole('columnheader', { name: TABLE.observed })).toBeVisible();
  const rows = await table.locator('tr[aria-level="2"]').filter({ hasNotText: TABLE.noEdge }).count();
  await page.setViewportSize(size);
  expect(rows, `${drawn} lines are drawn for ${url.search}`).toBe(drawn);
  url.searchParams.set('view', 'map');
  await page.goto(url.href);
  return drawn;
}

/** The layer comes after the picture. With it each line has a look of its own, and any pod is gone. */
async function trafficDrawn(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const lines = window.__map?.edges().map((edge) => edge.classes());
    const isOfLayer = (classes: string[]) => classes.some((each) => /^(flow|gap)-/.test(each));
    return lines?.every(isOfLayer) === true && window.__map?.nodes('.any-pod').empty() === true;
  });
}
