import { expect, test } from './support/ringfence-test.ts';

const STOREFRONT = '/demo/workloads/shop/Deployment/storefront';

test('1, 2 and 3 choose the hops, the sentence says how far one could get, and the address keeps it', async ({
  page,
}) => {
  await page.goto(STOREFRONT);
  await expect(page.getByRole('tree', { name: /can reach/ }).first()).toBeVisible();
  await page.keyboard.press('3');
  await expect(page).toHaveURL(/hops=3/);
  await expect(page.getByText(/From storefront one could reach \d+ of \d+ workloads in up to 3 hops/)).toBeVisible();
  await expect(page.getByRole('tree')).toHaveCount(3);
  await page.keyboard.press('2');
  await expect(page.getByText(/in up to 2 hops/)).toBeVisible();
  await expect(page.getByRole('tree')).toHaveCount(2);
  await page.keyboard.press('i');
  await expect(page).toHaveURL(/dir=in/);
  await expect(page.getByText(/one could get to storefront in up to 2 hops/)).toBeVisible();
  await page.reload();
  await expect(page.getByText(/one could get to storefront in up to 2 hops/)).toBeVisible();
  await page.keyboard.press('1');
  await expect(page.getByRole('tree', { name: /^Can reach/ })).toBeVisible();
});

test('each workload stands once', async ({ page }) => {
  await page.goto(`${STOREFRONT}?hops=3`);
  await expect(page.getByRole('tree')).toHaveCount(3);
  for (;;) {
    const folded = page.locator('[role=treeitem][aria-expanded=false]').first();
    if (!(await folded.isVisible())) break;
    await folded.click();
  }
  const places = await page
    .locator('[role=treeitem][data-hop]')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-hop')));
  expect(places.length).toBeGreaterThan(10);
  expect(new Set(places).size).toBe(places.length);
});

test('by keyboard from hop to hop: the way, the cut, why, and on to the next pod and back', async ({ page }) => {
  await page.goto(`${STOREFRONT}?hops=3`);
  const [first, second] = [page.getByRole('tree').first(), page.getByRole('tree').nth(1)];
  await first.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(second).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page).toHaveURL(/to=/);
  const panel = page.getByRole('complementary', { name: 'Blast radius' });
  await expect(panel.getByRole('list', { name: 'Hop by hop' })).toBeVisible();
  await expect(panel.getByText(/between workloads would have to go/)).toBeVisible();
  await page.keyboard.press('Enter');
  const why = page.getByRole('dialog', { name: 'Why?' });
  await expect(why).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(why).toBeHidden();
  await second.focus();
  await page.keyboard.press('Shift+Enter');
  await expect(page).not.toHaveURL(/Deployment\/storefront/);
  await expect(page).toHaveURL(/hops=3/);
  await page.keyboard.press('Backspace');
  await expect(page).toHaveURL(/Deployment\/storefront\?.*to=/);
});

test('filters say how many of all pass them', async ({ page }) => {
  await page.goto(`${STOREFRONT}?hops=3`);
  await expect(page.getByRole('tree')).toHaveCount(3);
  await page.getByLabel('Personal data only').check();
  await expect(page.getByText(/\d+ of \d+ workloads, \d+ with data/).first()).toBeVisible();
  await expect(page).toHaveURL(/personal=true/);
  await page.goto(`${STOREFRONT}?hops=3&port=TCP/6379`);
  await expect(page.getByText(/\d+ of \d+ workloads/).first()).toBeVisible();
});

test('a way in the address is shown again, with its lines', async ({ page }) => {
  await page.goto(`${STOREFRONT}?hops=3&to=crm%2FStatefulSet%2Fcrm-db`);
  await expect(page.getByText('Way to crm-db')).toBeVisible();
  await expect(page.locator('[data-hop="crm/StatefulSet/crm-db"]')).toHaveAttribute('aria-selected', 'true');
  await expect(page.locator('svg path[marker-end]').first()).toBeAttached();
});
