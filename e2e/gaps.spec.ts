import { readFile } from 'node:fs/promises';
import { GapList } from './pages/gap-list.ts';
import { MapPage } from './pages/map-page.ts';
import { expect, test } from './support/ringfence-test.ts';

test('filters narrow the list, stay in the address and can be cleared', async ({ page }) => {
  await page.goto('/demo/gaps');
  const { options } = new GapList(page);
  await expect(options.first()).toBeVisible();
  const filter = page.getByRole('search', { name: 'Filter the gaps' });
  await filter.getByRole('combobox', { name: 'Check' }).selectOption('ISO-001');
  await filter.getByRole('combobox', { name: 'Namespace' }).selectOption('crm');
  await expect(page).toHaveURL(/check=ISO-001/);
  await expect(page).toHaveURL(/ns=crm/);
  await expect(options.filter({ hasNotText: /ISO-001.*crm/ })).toHaveCount(0);
  await expect(options.first()).toBeVisible();
  await page.reload();
  await expect(filter.getByRole('combobox', { name: 'Check' })).toHaveValue('ISO-001');
  await expect(options.filter({ hasNotText: /ISO-001.*crm/ })).toHaveCount(0);
  await expect(options.first()).toBeVisible();
  await filter.getByRole('button', { name: 'Clear filters' }).click();
  await expect(page).not.toHaveURL(/check=/);
  await filter.getByRole('combobox', { name: 'New since' }).selectOption('run');
  await expect(page.getByRole('heading', { name: 'No gap matches.' })).toBeVisible();
});

test('the tab says how many gaps are open, a gap since when it is known', async ({ page }) => {
  await page.goto('/demo/gaps');
  await expect(page).toHaveTitle(/^\(\d+\) Gaps · Ringfence$/);
  await expect(page.getByRole('region', { name: 'Gap', exact: true })).toContainText(/seen since \d\d:\d\d, this run/);
});

test('a gap is taken away as YAML and as Markdown', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/demo/gaps?check=ISO-001');
  await new GapList(page).gap('crm-db is reachable from any pod').click();
  const gap = page.getByRole('region', { name: 'Gap', exact: true });
  const downloaded = page.waitForEvent('download');
  await gap.getByRole('button', { name: 'More for this gap' }).click();
  await gap.getByRole('menuitem', { name: 'Download YAML' }).click();
  const download = await downloaded;
  expect(download.suggestedFilename()).toMatch(/^iso-001-[0-9a-f]{8}\.yaml$/);
  expect(await readFile(await download.path(), 'utf8')).toContain('kind: NetworkPolicy');
  await gap.getByRole('button', { name: 'More for this gap' }).press('Enter');
  await page.keyboard.press('ArrowDown');
  await expect(gap.getByRole('menuitem', { name: 'Copy as Markdown' })).toBeFocused();
  await page.keyboard.press('Enter');
  const markdown = await page.evaluate(() => navigator.clipboard.readText());
  expect(markdown).toMatch(/^## crm-db is reachable from any pod\n/);
  expect(markdown).toContain('/demo/gaps?gap=ISO-001-');
});

test('the whole list is a file, in the formats of scan', async ({ page }) => {
  await page.goto('/demo/gaps');
  for (const [name, begins] of [
    ['CSV', 'id,check,result,severity'],
    ['SARIF', '{\n  "$schema"'],
    ['JSON', '{\n  "schema": "ringfence.dev/gaps/v1"'],
  ] as const) {
    await page.getByRole('button', { name: 'Export list' }).click();
    const downloaded = page.waitForEvent('download');
    await page.getByRole('menuitem', { name }).click();
    const download = await downloaded;
    expect(download.suggestedFilename()).toBe(`gaps-demo.${name.toLowerCase()}`);
    expect((await readFile(await download.path(), 'utf8')).slice(0, begins.length)).toBe(begins);
  }
});

test('a long patch is folded, and what closed in this run has a list of its own', async ({ page }) => {
  await page.goto('/demo/gaps?check=ISO-001');
  await new GapList(page).gap('records-db is reachable from any pod').click();
  const gap = page.getByRole('region', { name: 'Gap', exact: true });
  await expect(gap.getByText(/lines \d+ to \d+ folded$/).first()).toBeVisible();
  await gap.getByRole('button', { name: /^Show all \d+ lines$/ }).click();
  await expect(gap.getByText('apiVersion')).toBeVisible();
  await page.getByRole('radio', { name: 'Closed 0' }).check();
  await expect(page.getByText('No gap has closed.')).toBeVisible();
});

test('a gap lights its path on the map, J goes on from there without the panel, and Enter leads back', async ({
  page,
}) => {
  await page.goto('/demo/gaps?check=ISO-001');
  await expect(new GapList(page).options.first()).toBeVisible();
  await page.keyboard.press('m');
  await expect(page).toHaveURL(/\/demo\/map\?gap=ISO-001-/);
  await new MapPage(page).drawn();
  const gaps = new GapList(page);
  await expect(gaps.options.first()).toBeVisible();
  const before = page.url();
  await page.keyboard.press('j');
  await expect(page).not.toHaveURL(before);
  await expect(page).toHaveURL(/\/demo\/map\?.*gap=/);
  const chosen = new URL(page.url()).searchParams.get('gap');
  await gaps.list.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/demo/gaps\\?gap=${chosen}`));
});

test('the well-isolated example opens from the settings, and its list of gaps is empty', async ({ page, serve }) => {
  const server = await serve(['--demo']);
  await page.goto(`${server.address}/demo/settings`);
  await page.getByText('Add a source').click();
  await page.getByRole('button', { name: 'Open example' }).click();
  await expect(page).toHaveURL(/\/well-isolated\/map$/);
  await page.goto(`${server.address}/well-isolated/gaps`);
  await expect(page.getByRole('heading', { name: 'No open gap.' })).toBeVisible();
  await expect(page.getByText('In a well-isolated cluster this view is empty.')).toBeVisible();
  await page.getByRole('link', { name: 'What was checked' }).click();
  await expect(page).toHaveURL(/\/well-isolated\/checks/);
  await expect(page.getByRole('listbox', { name: 'Checks by family' }).getByRole('option').first()).toBeVisible();
  await page.goto('about:blank'); // the server ends before the page does
});

test('a link shows the gap that it names, though the filter leaves it out, and a button clears the filter', async ({
  page,
}) => {
  await page.goto('/demo/gaps?check=ISO-001');
  const list = new GapList(page);
  await list.gap('crm-db is reachable from any pod').click();
  await expect(page).toHaveURL(/gap=ISO-001-/);
  const id = new URL(page.url()).searchParams.get('gap') ?? '';
  await page.goto(`/demo/gaps?check=DNS-001&gap=${id}`);
  const gap = page.getByRole('region', { name: 'Gap', exact: true });
  await expect(gap.getByRole('heading', { name: 'crm-db is reachable from any pod' })).toBeVisible();
  await expect(gap.getByText('This gap lies outside the filter of the list.')).toBeVisible();
  await gap.getByRole('button', { name: 'Clear filters' }).click();
  await expect(gap.getByText('This gap lies outside the filter of the list.')).toBeHidden();
  await expect(page).toHaveURL(new RegExp(`/demo/gaps\\?gap=${id}$`));
});
