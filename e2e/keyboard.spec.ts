import { GapList } from './pages/gap-list.ts';
import { MapPage } from './pages/map-page.ts';
import { expect, test } from './support/ringfence-test.ts';

test('the search finds a pod, arrows choose, Enter opens, Esc closes', async ({ page }) => {
  await page.goto('/demo/gaps');
  await expect(new GapList(page).options.first()).toBeVisible();
  const search = page.getByRole('dialog', { name: 'Search' });
  for (const keys of ['Meta+k', 'Control+k']) {
    await page.keyboard.press(keys);
    await expect(search).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(search).toBeHidden();
  }
  await page.keyboard.press('Control+k');
  await expect(search).toBeVisible();
  const answered = page.waitForResponse((response) => /[?&]q=crm-api(&|$)/.test(response.url()));
  await page.keyboard.type('crm-api');
  await answered; // rows of a shorter text may stand there until then
  const options = search.getByRole('option');
  await expect(options.first()).toContainText('crm-api');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowDown');
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/demo\/pods\/crm\/crm-api/);
});

test('G and a letter goes to each page, ? shows the keys', async ({ page }) => {
  await page.goto('/demo/map');
  await new MapPage(page).drawn();
  for (const [letter, path] of [
    ['p', 'pods'],
    ['g', 'gaps'],
    ['l', 'policies'],
    ['m', 'map'],
  ] as const) {
    await page.keyboard.press('g');
    await page.keyboard.press(letter);
    await expect(page).toHaveURL(new RegExp(`/demo/${path}`));
  }
  await page.keyboard.press('Shift+?');
  const sheet = page.getByRole('dialog', { name: 'Keys and words' });
  await expect(sheet.getByText('search everything')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
});

test('the map is walked with arrows, chosen with Enter, left with Esc', async ({ page }) => {
  const map = new MapPage(page);
  await page.goto('/demo/map');
  await map.drawn();
  await map.canvas.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/[?&]select=/);
  await expect(page.getByRole('complementary', { name: 'Details' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page).not.toHaveURL(/[?&]select=/);
  await page.keyboard.press('v'); // the matrix
  await page.keyboard.press('v');
  await expect(map.table).toBeVisible();
  await map.table.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/[?&](select|edge)=/);
});

test('Enter on the chosen workload of the map shows its pods, and on a pod opens its page', async ({ page }) => {
  const map = new MapPage(page);
  await page.goto('/demo/map?select=crm%2FStatefulSet%2Fcrm-db');
  await map.drawn();
  await map.canvas.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/workload=crm/);
  await expect.poll(() => map.boxes()).toContain('pod:crm/crm-db-0');
  await map.clickBox('pod:crm/crm-db-0');
  await expect(page).toHaveURL(/select=pod/); // chosen: the next Enter opens it
  await map.canvas.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/demo\/pods\/crm\/crm-db-0$/);
});

test('from a peer to why and back without a mouse', async ({ page }) => {
  await page.goto('/demo/pods/crm/crm-db-0');
  const peers = page.getByRole('tree').first();
  await expect(peers.getByRole('treeitem').nth(1)).toBeVisible();
  await peers.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const why = page.getByRole('dialog', { name: 'Why?' });
  await expect(why.getByRole('heading', { name: 'Ingress at the destination' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(why).toBeHidden();
  await page.keyboard.press('o');
  await expect(page.getByRole('tree')).toHaveCount(1);
  await page.keyboard.press('b');
  await expect(page.getByRole('tree')).toHaveCount(2);
});

test('from who cannot be reached to why not, without a mouse', async ({ page }) => {
  await page.goto('/demo/pods/crm/crm-db-0');
  const peers = page.getByRole('tree').last();
  await expect(peers.getByRole('treeitem').nth(1)).toBeVisible();
  await peers.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowRight');
  const unreached = peers.getByRole('treeitem', { name: /It cannot reach 37 pods in \d+ workloads/ });
  await expect(unreached).toHaveAttribute('aria-expanded', 'true');
  await expect(peers.getByRole('treeitem', { name: 'crm/crm-api Personal' })).toBeAttached();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const why = page.getByRole('dialog', { name: 'Why?' });
  await expect(why.getByText(/crm-db may not connect to crm-api/).first()).toBeVisible();
});

test('J and K move in the list of gaps', async ({ page }) => {
  await page.goto('/demo/gaps');
  const { options, list } = new GapList(page);
  await expect(options.first()).toBeVisible();
  await list.focus();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  const third = list.getByRole('option', { selected: true });
  await expect(third).toHaveCount(1);
  const title = await third.textContent();
  await page.keyboard.press('k');
  await expect(third).not.toHaveText(title ?? '');
});

test('the filter is written, completed and taken apart without a mouse', async ({ page }) => {
  const map = new MapPage(page);
  await page.goto('/demo/map');
  await map.drawn();
  const field = page.getByRole('combobox', { name: 'Filter the map' });
  const chips = page.getByRole('toolbar', { name: 'Parts of the filter' }).getByRole('button');
  const filter = () => new URL(page.url()).searchParams.get('q');
  await page.keyboard.press('/');
  await expect(field).toBeFocused();

  await page.keyboard.type('ns:crm class:patient');
  await expect(chips).toHaveCount(1);
  await expect(page.getByText('"patient" is not a class. Column 14.').last()).toBeVisible();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await page.keyboard.press('Tab');
  await expect(chips).toHaveCount(2);
  await expect.poll(filter).toMatch(/^ns:crm class:[a-z]+$/);
  await page.keyboard.press('Backspace');
  await expect.poll(filter).toBe('ns:crm');

  await page.keyboard.type('gap:');
  const options = page.getByRole('listbox', { name: 'Suggestions for the filter' }).getByRole('option');
  await expect(options.first()).toContainText('any');
  await page.keyboard.press('ArrowDown');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect.poll(filter).toBe('ns:crm gap:any');

  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(chips.first()).toBeFocused();
  await page.keyboard.press('Delete');
  await expect.poll(filter).toBe('gap:any');
  await page.keyboard.press('Escape');
  await expect(field).not.toBeFocused();
  await expect(options).toHaveCount(0);
});

test('J goes into a list from its page, ? puts the keys of the view first', async ({ page }) => {
  await page.goto('/demo/pods');
  await expect(page.getByRole('link', { name: 'crm-db-0' })).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/demo\/pods\/analytics\/collector/);
  await page.keyboard.press('Shift+?');
  const sheet = page.getByRole('dialog', { name: 'Keys and words' });
  await expect(sheet.getByRole('heading').nth(1)).toHaveText('Pod');
});
