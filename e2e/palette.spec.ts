import { MapPage } from './pages/map-page.ts';
import { expect, test } from './support/ringfence-test.ts';

test.beforeEach(async ({ page }) => {
  await page.goto('/demo/map');
  await new MapPage(page).drawn();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Search' })).toBeVisible();
});

for (const [text, group, name] of [
  ['app=crm-db', 'Labels', /^app=crm-db 1 pod/],
  ['5432', 'Ports', /^5432/],
  ['iso-001', 'Checks', /^ISO-001/],
  ['allow-db', 'Policies', /^allow-db-connection/],
  ['health', 'Namespaces', /^health-records/],
] as const) {
  test(`finds ${text} among ${group}`, async ({ page }) => {
    const search = page.getByRole('dialog', { name: 'Search' });
    await page.keyboard.type(text);
    await expect(search.getByText(group, { exact: true })).toBeVisible();
    await expect(search.getByRole('option', { name }).first()).toBeVisible();
  });
}

test('an address finds who holds it, and who may reach it can be asked', async ({ page }) => {
  const search = page.getByRole('dialog', { name: 'Search' });
  const pods = await page.request.get('/api/clusters/demo/pods?q=name:crm-db-0');
  const [address] = (await pods.json()).items[0].addresses;
  await page.keyboard.type(address);
  await expect(search.getByRole('option', { name: new RegExp(`^${address} crm/crm-db-0`) })).toBeVisible();
  await search.getByRole('option', { name: `Why can … reach ${address}?` }).click();
  await expect(page).toHaveURL(new RegExp(`/demo/why\\?to=${address}`));
});

test('Tab narrows to the kind of the chosen row, Shift Tab shows all again', async ({ page }) => {
  const search = page.getByRole('dialog', { name: 'Search' });
  await page.keyboard.type('crm');
  await expect(search.getByRole('option').first()).toHaveAttribute('aria-selected', 'true');
  await expect(search.getByText('Gaps', { exact: true })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(search.getByRole('button', { name: /^Pods/ })).toBeVisible();
  await expect(search.getByText('Gaps', { exact: true })).toHaveCount(0);
  await page.keyboard.press('Shift+Tab');
  await expect(search.getByText('Gaps', { exact: true })).toBeVisible();
});

test('the list scrolls for keys, never under the pointer', async ({ page }) => {
  await page.keyboard.type('crm');
  const list = page.getByRole('dialog', { name: 'Search' }).getByRole('listbox');
  await expect(list.getByText('Gaps', { exact: true })).toBeVisible();
  const cut = await list.evaluate((element) => {
    element.scrollTo({ top: 0 });
    const bottom = element.getBoundingClientRect().bottom;
    const rows = [...element.querySelectorAll('[role=option]')].map((row) => row.getBoundingClientRect());
    const next = rows.find((row) => row.bottom > bottom + 2);
    if (next === undefined) return undefined;
    element.scrollTo({ top: next.top + 16 - bottom }); // half of it is seen
    return { x: next.left + 40, y: bottom - 6, top: element.scrollTop };
  });
  expect(cut).toBeDefined();
  const { x = 0, y = 0, top = 0 } = cut ?? {};
  const chosen = list.locator('[role=option][aria-selected=true]');
  const before = await chosen.textContent();
  await page.mouse.move(x, y);
  await expect(chosen).not.toHaveText(before ?? '');
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  expect(await list.evaluate((element) => element.scrollTop)).toBe(top);
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => list.evaluate((element) => element.scrollTop)).toBeGreaterThan(top);
});

test('class and gaps stand beside a workload', async ({ page }) => {
  const search = page.getByRole('dialog', { name: 'Search' });
  await page.keyboard.type('crm-db');
  const row = search.getByRole('option', { name: /^crm-db StatefulSet in crm/ });
  await expect(row.getByRole('img', { name: /personal/i })).toBeVisible();
  await expect(row).toContainText(/\d+ gaps/);
});

test('Ctrl Enter opens beside this page', async ({ page, context }) => {
  const search = page.getByRole('dialog', { name: 'Search' });
  await page.keyboard.type('crm-db-0');
  await expect(search.getByRole('option', { name: /^crm-db-0 in crm/ })).toHaveAttribute('aria-selected', 'true');
  const opened = context.waitForEvent('page');
  await page.keyboard.press('Control+Enter');
  await expect(await opened).toHaveURL(/\/demo\/pods\/crm\/crm-db-0$/);
  await expect(page).toHaveURL(/\/demo\/map/);
});

test('an action of the page is chosen by its name, also where single keys are off', async ({ page }) => {
  const search = page.getByRole('dialog', { name: 'Search' });
  await page.evaluate(() => localStorage.setItem('ringfence-single-keys', 'off'));
  await page.keyboard.type('gaps only');
  await expect(search.getByRole('option', { name: /^Gaps only/ })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/only=gaps/);
});

test('what nobody is called is offered as a filter', async ({ page }) => {
  const search = page.getByRole('dialog', { name: 'Search' });
  await page.keyboard.type('class:special');
  await expect(search.getByText('Nothing is called class:special.')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/q=class(:|%3A)special/);
});
