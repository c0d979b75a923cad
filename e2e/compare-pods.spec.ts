import { expect, test } from './support/ringfence-test.ts';

const TWO =
  '/demo/compare?a=payments%2Fpayments-api-5b8-9qk&b=shop%2FDeployment%2Fredis&to=payments%2Fpayments-db-0&port=TCP%2F5432';
const ANSWER =
  'payments-api could reach payments-db on TCP 5432 and redis could not: one rule names the one and not the other.';

test('two senders: the sentence, the row and the line that decide, and whom else they could reach', async ({
  page,
}) => {
  await page.goto(TWO);
  await expect(page.getByText(ANSWER)).toBeVisible();
  const grid = page.getByRole('table', { name: 'Side by side' });
  const deciding = grid.getByRole('row').filter({ hasText: 'decides' });
  await expect(deciding.first()).toContainText('Rule 1 of payments-backend matches');
  await expect(deciding.filter({ hasText: 'Labels' }).locator('[data-marked]')).toHaveText([
    'app=payments-api',
    'app=redis',
  ]);
  await expect(page.getByRole('heading', { name: 'The line that decides' })).toBeVisible();
  await expect(page.getByRole('heading', { name: /Only payments-api/ })).toBeVisible();
  await expect(page.getByRole('heading', { name: /Both/ })).toBeVisible();
});

test('X swaps the two, and back leads to the one before', async ({ page }) => {
  await page.goto(TWO);
  await expect(page.getByText(ANSWER)).toBeVisible();
  await page.keyboard.press('x');
  await expect(page).toHaveURL(/a=shop%2FDeployment%2Fredis&b=payments/);
  await expect(page.getByRole('columnheader').nth(1)).toContainText('redis');
  await expect(page.getByText(ANSWER)).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('columnheader').nth(1)).toContainText('payments-api');
});

test('A on a pod asks for the second one, which is named by keyboard', async ({ page }) => {
  await page.goto('/demo/pods/crm/crm-db-0');
  await expect(page.getByRole('tree').first()).toBeVisible();
  await page.keyboard.press('a');
  await expect(page).toHaveURL(/compare\?a=crm%2Fcrm-db-0/);
  await expect(page.getByLabel('First pod')).toHaveValue('crm/crm-db-0');
  await page.keyboard.press('a');
  await expect(page.getByLabel('Second pod')).toBeFocused();
  await page.keyboard.type('payments/payments-db-0');
  await page.getByLabel('To', { exact: true }).fill('internet');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/b=payments%2Fpayments-db-0&to=internet/);
  await expect(page.getByRole('table', { name: 'Side by side' })).toBeVisible();
});

test('two targets of one sender', async ({ page }) => {
  await page.goto('/demo/compare?a=crm%2Fcrm-db-0&b=payments%2Fpayments-db-0&from=legacy%2FDeployment%2Ferp');
  await expect(page.getByText(/erp could reach crm-db .*not payments-db/)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Who else could reach them' })).toBeVisible();
  await page.getByRole('button', { name: /^Why crm-db/ }).click();
  await expect(page.getByRole('dialog', { name: 'Why?' })).toBeVisible();
});

test('what cannot be found is said, and what is missing is asked for', async ({ page, watch }) => {
  watch.expectStatus(400);
  await page.goto('/demo/compare?a=crm%2Fno-such&b=crm%2Fcrm-db-0&to=internet');
  await expect(page.getByRole('alert').filter({ hasText: 'There is no pod crm/no-such' })).toBeVisible();
  await page.goto('/demo/compare?a=crm%2Fcrm-db-0');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Name both' })).toBeVisible();
});
