import { MapPage } from './pages/map-page.ts';
import { namedByAxe } from './support/named-by-axe.ts';
import { expect, test } from './support/ringfence-test.ts';

test.describe('on a first visit', () => {
  test.use({ firstVisit: true });

  test('the tour of the demo starts by itself, goes on with Enter, and does not come again', async ({ page }) => {
    await page.goto('/demo/map');
    const card = page.getByRole('dialog', { name: /Three numbers first/ });
    await expect(card).toBeVisible();
    await expect(card).toContainText('Step 1 of 5 · one minute');
    await expect(card.getByRole('button', { name: 'Next' })).toBeFocused();
    expect(await namedByAxe(page)).toEqual([]);
    for (const title of ['Who may reach whom', 'A gap is a claim with a witness', 'Why it is so', 'What to change']) {
      await page.keyboard.press('Enter');
      await expect(page.getByRole('dialog', { name: title })).toBeVisible();
    }
    await expect(page).toHaveURL(/\/demo\/gaps/);
    await expect(page.getByRole('button', { name: 'Done' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.goto('/demo/map');
    await new MapPage(page).drawn();
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  test('Esc ends it for good, and it can be started again from the keys', async ({ page }) => {
    await page.goto('/demo/map');
    await expect(page.getByRole('dialog', { name: /Three numbers first/ })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.goto('/demo/gaps');
    await expect(page.getByRole('heading', { name: 'Gaps' }).first()).toBeAttached();
    await page.keyboard.press('Shift+?');
    await page.getByRole('button', { name: 'Start the tour' }).click();
    await expect(page).toHaveURL(/\/demo\/map/);
    await expect(page.getByRole('dialog', { name: /Three numbers first/ })).toBeVisible();
  });

  test('a link that shows something of its own is left alone', async ({ page }) => {
    await page.goto('/demo/map?q=ns%3Acrm');
    await new MapPage(page).drawn();
    await expect(page.getByLabel('Three numbers')).toContainText('pods in');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  test('it never comes on another cluster', async ({ page, serve }) => {
    const server = await serve(['e2e/fixtures/four-mistakes.yaml']);
    await page.goto(`${server.address}/`);
    await new MapPage(page).drawn();
    await expect(page.getByLabel('Three numbers')).toContainText('gaps');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.keyboard.press('Shift+?');
    await expect(page.getByRole('dialog', { name: 'Keys and words' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Start the tour' })).toHaveCount(0);
  });
});

test('a word of the trade explains itself where it stands', async ({ page }) => {
  await page.goto('/demo/policies');
  await page.getByRole('button', { name: 'new pod without labels' }).click();
  await expect(page.getByText('A new pod that nobody has labelled yet.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('A new pod that nobody has labelled yet.')).toBeHidden();
});

test('a key is found by what it does', async ({ page }) => {
  await page.goto('/demo/map');
  await new MapPage(page).drawn();
  await page.keyboard.press('Shift+?');
  const sheet = page.getByRole('dialog', { name: 'Keys and words' });
  await expect(sheet.getByRole('heading').nth(1)).toHaveText('Map');
  await sheet.getByRole('searchbox', { name: 'Find a key or a word' }).fill('hide');
  await expect(sheet.getByText('hide what the filter finds')).toBeVisible();
  await expect(sheet.getByText('search everything')).toHaveCount(0);
});
