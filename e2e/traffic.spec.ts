import { readFile } from 'node:fs/promises';
import { MapPage } from './pages/map-page.ts';
import { TrafficPage } from './pages/traffic-page.ts';
import { expect, test } from './support/ringfence-test.ts';

test('the numbers say what is used, what passed although denied and what nobody used, with what was observed', async ({
  page,
}) => {
  const traffic = new TrafficPage(page);
  await traffic.open();
  await expect(traffic.numbers).toContainText(/\d+\s*of \d+ permissions used/);
  await expect(traffic.numbers).toContainText('seen although denied');
  await expect(traffic.numbers).toContainText('not used in 24 h');
  await expect(traffic.numbers).toContainText(/\d+ h( \d+ min)? of 24 h on \d of \d nodes/);
  await expect(page.getByText(/"Unused" needs 22 h 48 min of 24 h at both ends/)).toBeVisible();
});

test('what passed although denied comes first, with its state in a word', async ({ page }) => {
  const traffic = new TrafficPage(page);
  await traffic.open();
  await expect(traffic.rows.first()).toContainText('seen, denied');
  await expect(traffic.panel).toContainText('though no rule admits them');
  await expect(traffic.panel.getByRole('heading', { name: 'Rules at that time' })).toBeVisible();
});

test('J and K go from row to row, the panel and the address follow, and Enter asks why', async ({ page }) => {
  const traffic = new TrafficPage(page);
  await traffic.open('?q=state:used');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(page).toHaveURL(/edge=/);
  await expect(traffic.panel).toContainText('used');
  await page.keyboard.press('k');
  const name = await page.evaluate(() => document.activeElement?.textContent ?? '');
  expect(name).not.toBe('');
  await traffic.row('storefront', 'cart').getByRole('link').first().focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/why\?from=shop%2FDeployment%2Fstorefront&to=shop%2FDeployment%2Fcart&port=TCP/);
});

test('a link shows the same window, filter and row', async ({ page }) => {
  const traffic = new TrafficPage(page);
  await traffic.open('?window=7d&q=to:redis');
  await traffic.row('cart', 'redis').click();
  await expect(page).toHaveURL(/edge=/);
  await page.reload();
  await expect(traffic.panel.getByRole('heading', { level: 2 })).toContainText('redis');
  await expect(page.getByRole('radio', { name: '7 d' })).toBeChecked();
  await expect(traffic.rows).toHaveCount(2);
});

test('a lane narrows the table to its state, and the word stands in the filter', async ({ page }) => {
  const traffic = new TrafficPage(page);
  await traffic.open();
  await page.getByRole('button', { name: /^dropped/ }).click();
  await expect(page).toHaveURL(/q=state%3Adenied|q=state:denied/);
  await expect(page.getByRole('button', { name: /^dropped/ })).toHaveAttribute('aria-pressed', 'true');
  await expect(traffic.rows.filter({ hasNotText: 'dropped' })).toHaveCount(0); // the table follows the address
  expect(await traffic.rows.count()).toBeGreaterThan(0);
});

test('the lanes have a table for whoever does not see them', async ({ page }) => {
  await new TrafficPage(page).open();
  const twin = page.getByRole('table', { name: 'Connections over time as a table' });
  await expect(twin.getByRole('columnheader', { name: 'used', exact: true })).toBeAttached();
  expect(await twin.getByRole('row').count()).toBeGreaterThan(40);
});

test('a filter that cannot be read says so and keeps the rows', async ({ page }) => {
  const traffic = new TrafficPage(page);
  await traffic.open();
  const before = await traffic.table.getAttribute('aria-rowcount');
  await traffic.filter.fill('state:broken ');
  await expect(page.getByText(/"broken" is not a state/).first()).toBeVisible();
  await expect(traffic.table).toHaveAttribute('aria-rowcount', before ?? '');
});

test('the rows are saved as CSV and as JSON, as the filter leaves them', async ({ page }) => {
  const traffic = new TrafficPage(page);
  await traffic.open('?q=state:denied');
  for (const [name, begins] of [
    ['CSV', 'from,to,port'],
    ['JSON', '{\n  "schema": "ringfence.dev/observed/v1"'],
  ] as const) {
    await page.getByRole('button', { name: 'CSV, JSON' }).click();
    const downloaded = page.waitForEvent('download');
    await page.getByRole('menuitem', { name }).click();
    const download = await downloaded;
    expect(download.suggestedFilename()).toBe(`traffic-demo.${name.toLowerCase()}`);
    const text = await readFile(await download.path(), 'utf8');
    expect(text.slice(0, begins.length)).toBe(begins);
    expect(text).not.toContain('not-enough-seen,');
  }
});

test('G T goes to the traffic, M from a row to its line on the map', async ({ page }) => {
  await page.goto('/demo/pods');
  await expect(page.getByText('crm-db-0')).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  const traffic = new TrafficPage(page);
  await expect(traffic.rows.first()).toBeVisible();
  await traffic.row('cart', 'redis').click();
  await page.keyboard.press('m');
  await expect(page).toHaveURL(/\/map\?traffic=24h/);
  await new MapPage(page).drawn();
  await expect(page.getByRole('complementary', { name: 'Details' })).toContainText('redis');
});

test('without a source the page says so and how to connect one', async ({ page, serve }) => {
  const { address } = await serve(['--cluster', 'four=e2e/fixtures/four-mistakes.yaml']);
  await page.goto(`${address}/four/traffic`);
  await expect(page.getByRole('heading', { name: 'No flow source. The map shows what is allowed.' })).toBeVisible();
  await page.getByRole('button', { name: 'Connect a source' }).click();
  await expect(page.getByRole('heading', { name: 'Hubble Relay' })).toBeVisible();
  await expect(page.getByText('ringfence serve --hubble auto')).toBeVisible();
  await expect(page).toHaveURL(/connect=true/);
});

test('the layer draws lines by state and moves no box; any pod goes', async ({ page }) => {
  const map = new MapPage(page);
  await map.open('', 'demo');
  const places = () =>
    page.evaluate(() =>
      Object.fromEntries(
        (window.__map?.nodes('.workload, .namespace') ?? []).map((node) => [node.id(), node.position()]),
      ),
    );
  const before = await places();
  expect(await map.boxes()).toContain('any-pod');
  await page.getByRole('button', { name: 'Traffic', exact: true }).click();
  await expect(page).toHaveURL(/traffic=1h/);
  await expect.poll(() => page.evaluate(() => window.__map?.edges('.flow-used').length ?? 0)).toBeGreaterThan(5);
  expect(await places()).toEqual(before);
  expect(await map.boxes()).not.toContain('any-pod');
  await page.getByRole('button', { name: 'Traffic', exact: true }).click();
  await expect.poll(() => map.boxes()).toContain('any-pod');
});

test('the legend of the layer draws one state alone, and the link keeps it', async ({ page }) => {
  const map = new MapPage(page);
  await map.open('', 'demo', '?traffic=24h');
  await expect.poll(() => page.evaluate(() => window.__map?.edges('.flow-used').length ?? 0)).toBeGreaterThan(5);
  await page
    .getByRole('region', { name: 'Legend of the traffic' })
    .getByRole('button', { name: 'seen, denied' })
    .click();
  await expect(page).toHaveURL(/flows=seen-denied/);
  await expect.poll(() => page.evaluate(() => window.__map?.edges('.flow-used').length)).toBe(0);
  expect(await page.evaluate(() => window.__map?.edges('.flow-seen-denied').length)).toBeGreaterThan(0);
});

test('the panel beside the layer leads from a flow to its line and says what was observed', async ({ page }) => {
  await new MapPage(page).open('', 'demo', '?traffic=24h');
  const panel = page.getByRole('complementary', { name: 'Traffic' });
  await expect(panel.getByRole('heading', { name: 'Coverage' })).toBeVisible();
  await panel
    .getByRole('button', { name: /^seen, denied/ })
    .first()
    .click();
  await expect(page).toHaveURL(/edge=/);
  await expect(page.getByRole('complementary', { name: 'Details' })).toContainText('All flows between the two');
});

test('a box that is chosen over the layer says what was observed of it, and leads to the line', async ({ page }) => {
  await new MapPage(page).open('', 'demo', '?traffic=24h&select=health-records%2FStatefulSet%2Frecords-db');
  const details = page.getByRole('complementary', { name: 'Details' });
  await expect(details.getByRole('heading', { name: 'Observed' })).toBeVisible();
  await details.getByRole('button', { name: /^records-api/ }).click();
  await expect(page).toHaveURL(/edge=health-records/);
  await expect(details).toContainText('All flows between the two');
});

test('another time than now is said in words, and one leads back', async ({ page }) => {
  await new MapPage(page).open('', 'demo', '?traffic=1h');
  const line = page.getByRole('region', { name: 'Time line' });
  await line.getByRole('slider').press('Home');
  await expect(line).toContainText(/You look at .*, not at now/);
  await expect(page).toHaveURL(/at=/);
  await line.getByRole('button', { name: 'Back to live' }).click();
  await expect(page).not.toHaveURL(/at=/);
});

test('on a pod each peer says its state and its connections', async ({ page }) => {
  await page.goto('/demo/pods/crm/crm-db-0');
  await page.getByRole('button', { name: 'Traffic, 24 h' }).click();
  await expect(page).toHaveURL(/traffic=true/);
  const peer = page.getByRole('treeitem').filter({ hasText: 'crm-api' });
  await expect(peer).toContainText(/Used\. [\d\u202f]+ connections in 24 h\./);
});

test('in the matrix the active cell says what was observed, and a legend says what the marks mean', async ({
  page,
}) => {
  await page.goto(
    '/demo/map?view=matrix&traffic=24h&edge=crm%2FDeployment%2Fcrm-api%E2%86%92crm%2FStatefulSet%2Fcrm-db',
  );
  await expect(page.getByRole('list', { name: 'Legend' })).toContainText('not enough seen');
  await page.getByRole('grid').focus(); // only then is its active cell an element
  await expect(page.getByRole('gridcell')).toContainText(/\/h passed/);
});
