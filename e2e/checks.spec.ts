import { expect, test } from './support/ringfence-test.ts';

const CLOSING = /Whether an obligation is met is for the controller to judge\./;

test('a check is told in plain words, exactly, and with its results, at an address of its own', async ({ page }) => {
  await page.goto('/demo/checks/ISO-001');
  const detail = page.getByRole('region', { name: 'Check', exact: true });
  await expect(detail.getByRole('heading', { name: 'Personal data reachable from any pod' })).toBeVisible();
  await expect(detail).toContainText('Each running copy is called a pod');
  await expect(detail.getByRole('complementary', { name: 'For engineers' })).toContainText(
    'Allow(phantom, w, p) = true',
  );
  await expect(detail.getByRole('img', { name: /^A gap\./ })).toBeVisible();
  await expect(detail.getByText(CLOSING)).toBeVisible();
  const here = detail.getByRole('region', { name: 'Here' });
  await expect(here).toContainText(/\d+ gaps · \d+ pass/);
  await detail.getByText('A cluster with the gap').click();
  await expect(detail.getByRole('figure', { name: 'A cluster with the gap' })).toContainText('kind: StatefulSet');
  await here.getByRole('link', { name: /^Open gap crm-db is reachable/ }).click();
  await expect(page).toHaveURL(/\/demo\/gaps\?gap=ISO-001-/);
  await page.getByRole('region', { name: 'Gap', exact: true }).getByRole('link', { name: 'ISO-001' }).click();
  await expect(page).toHaveURL(/\/demo\/checks\/ISO-001$/);
});

test('the checks are found by a word, and walked through with J, K and Enter', async ({ page }) => {
  await page.goto('/demo/checks');
  const list = page.getByRole('listbox', { name: 'Checks by family' });
  await expect(list.getByRole('option').first()).toBeVisible();
  const first = await list.getByRole('option', { selected: true }).textContent();
  await page.keyboard.press('j');
  await expect(list.getByRole('option', { selected: true })).not.toHaveText(first ?? '');
  await page.keyboard.press('k');
  await expect(list.getByRole('option', { selected: true })).toHaveText(first ?? '');
  await page.getByRole('searchbox', { name: 'Find a check' }).fill('resolve names');
  await expect(list.getByRole('option')).toHaveCount(1);
  await list.getByRole('option').click();
  await expect(page).toHaveURL(/\/demo\/checks\/DNS-001\?q=/);
  await list.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/demo\/gaps\?check=DNS-001/);
  await expect(page.getByRole('listbox', { name: 'Gap list' }).getByRole('option')).toHaveCount(1);
});
