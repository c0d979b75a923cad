import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { GapList } from './pages/gap-list.ts';
import { MapPage } from './pages/map-page.ts';
import { expect, test } from './support/ringfence-test.ts';

const NOT_EVALUATED = fileURLToPath(new URL('./fixtures/not-evaluated.yaml', import.meta.url));
const param = (page: Page, name: string) => new URL(page.url()).searchParams.get(name);
/** Boxes and lines that stay bright. */
const bright = (page: Page) =>
  page.evaluate(
    () =>
      (window.__map?.nodes('.faded').length ?? 0) > 0 &&
      window.__map
        ?.nodes()
        .not('.faded')
        .map((node) => node.id()),
  );

test('a key that the picture cannot answer is answered by the server, on every level', async ({ page }) => {
  const map = new MapPage(page);
  await page.goto('/demo/map?q=label%3Aapp%3Dcrm-db');
  await map.drawn();
  await expect.poll(() => bright(page)).toEqual(expect.arrayContaining(['crm/StatefulSet/crm-db']));
  await expect(page.getByText('1 of 32 workloads').or(page.getByText(/^1 of \d+ workloads$/))).toBeVisible();
  await page.getByRole('radio', { name: 'Namespaces' }).click();
  await expect(page.getByText(/^1 of \d+ namespaces$/)).toBeVisible();
  await expect.poll(() => bright(page)).toEqual(expect.arrayContaining(['ns:crm']));
});

test('labels are offered with their counts, and a comma means or', async ({ page }) => {
  const map = new MapPage(page);
  await page.goto('/demo/map');
  await map.drawn();
  await page.keyboard.press('/');
  await page.keyboard.type('label:app=crm-d');
  const options = page.getByRole('listbox', { name: 'Suggestions for the filter' }).getByRole('option');
  await expect(options.first()).toContainText('app=crm-db');
  await expect(options.first()).toContainText('1 workload');
  await page.keyboard.press('Tab');
  await expect.poll(() => param(page, 'q')).toBe('label:app=crm-db');
  await page.keyboard.type('class:personal,spec');
  await expect(options.first()).toContainText('special');
  await page.keyboard.press('Tab');
  await expect.poll(() => param(page, 'q')).toBe('label:app=crm-db class:personal,special');
  await expect(page.getByText(/^1 of \d+ workloads$/)).toBeVisible();
});

test('what is found can be hidden: it is counted, gaps among it are said, and a link shows the same', async ({
  page,
}) => {
  const map = new MapPage(page);
  await page.goto('/demo/map?q=ns%3Acrm');
  await map.drawn();
  const before = await map.boxes();
  await page.getByRole('button', { name: 'Hide', exact: true }).click();
  await expect.poll(() => map.boxes()).not.toContain('crm/StatefulSet/crm-db');
  const hidden = page.getByRole('button', { name: /^Hidden: 4 boxes, \d+ connections\. \d+ gaps are among them\.$/ });
  await expect(hidden).toBeVisible();
  await page.reload();
  await map.drawn();
  await expect(hidden).toBeVisible();
  await hidden.click(); // back into the filter
  await expect.poll(() => param(page, 'q')).toBe('ns:crm');
  await expect.poll(async () => (await map.boxes()).length).toBe(before.length);
  await page.keyboard.press('Escape');
  await page.keyboard.press('h');
  await expect(hidden).toBeVisible();
  await page.getByRole('button', { name: 'Show again what is hidden' }).click();
  await expect.poll(async () => (await map.boxes()).length).toBe(before.length);
});

test('a view is saved, found by its name, handed on as text and taken over', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const map = new MapPage(page);
  await page.goto('/demo/map?q=class%3Aspecial&level=pods&select=pod%3Acrm%2Fcrm-db-0');
  await map.drawn();
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Health data');
  await page.getByRole('button', { name: 'Save this view' }).click();
  const entry = page.getByRole('link', { name: /Health data/ });
  await expect(entry).toContainText('class:special');
  await page.getByText('Export or import').click();
  await page.getByRole('button', { name: 'Copy all as text' }).click();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).not.toContain('select');
  await page.getByRole('button', { name: 'Remove Health data' }).click();
  await expect(entry).toHaveCount(0);
  await page.getByLabel('Views as text').fill('nonsense');
  await page.getByRole('button', { name: 'Take over' }).click();
  await expect(page.getByText('This is not a list of views')).toBeVisible();
  await page.getByLabel('Views as text').fill(text);
  await page.getByRole('button', { name: 'Take over' }).click();
  await expect(entry).toBeVisible();

  await page.goto('/demo/gaps');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('health data');
  const search = page.getByRole('dialog', { name: 'Search' });
  await expect(search.getByRole('option', { name: /^Health data/ })).toBeVisible();
  await search.getByRole('option', { name: /^Health data/ }).click();
  await expect.poll(() => param(page, 'q')).toBe('class:special');
  await expect.poll(() => param(page, 'level')).toBe('pods');
});

test('pods, gaps and policies take the same language, and say which key is asked elsewhere', async ({ page }) => {
  await page.goto('/demo/pods?q=ns%3Acrm+kind%3Asts');
  await expect(page.getByText('1 of 40 pods')).toBeVisible();
  await expect(page.getByRole('link', { name: 'crm-db-0' })).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.insertText('port:5432 '); // at once: half of it is a word, and could be read
  await expect(page.getByText('"port:" is asked of connections').last()).toBeVisible();
  await expect(page.getByText('1 of 40 pods')).toBeVisible(); // the last state is kept

  await page.goto('/demo/gaps?q=ns%3Acrm+check%3Aiso');
  const { options } = new GapList(page);
  await expect(options.first()).toContainText('ISO-');
  await expect(options.filter({ hasNotText: 'ISO-' })).toHaveCount(0);

  await page.goto('/demo/policies?q=class%3Aspecial');
  await expect(page.getByText(/^\d+ of \d+ policies$/)).toBeVisible();
  await page.goto('/demo/policies');
  await page.getByLabel('Namespace', { exact: true }).selectOption('crm');
  await expect(page).toHaveURL(/ns=crm/);
  await expect(page.getByRole('link', { name: 'allow-db-connection' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Selects nothing/ })).toContainText(/\d/);
});

test('what a list keeps only because it depends is counted, and shown alone by a button and by its link', async ({
  page,
  serve,
}) => {
  const { address } = await serve([NOT_EVALUATED]);
  const { clusters } = await (await page.request.get(`${address}/api/clusters`)).json();
  await page.goto(`${address}/${clusters[0].id}/pods?q=reaches%3Ainternet`);
  const pods = page.getByRole('main').getByRole('link', { name: /^(any|db|job|web)$/ });
  await expect(pods).toHaveText(['any', 'db', 'job', 'web']);
  const toggle = page.getByRole('button', { name: '3 undecided' });
  await toggle.click();
  await expect(pods).toHaveText(['db', 'job', 'web']);
  await expect.poll(() => param(page, 'only')).toBe('undecided');
  await page.reload();
  await expect(pods).toHaveText(['db', 'job', 'web']);
  await toggle.click();
  await expect(pods).toHaveText(['any', 'db', 'job', 'web']);
});
