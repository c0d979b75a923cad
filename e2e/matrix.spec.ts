import type { Locator, Page } from '@playwright/test';
import type { SceneEdge } from '#lib/graph/types.ts';
import { expect, test } from './support/ringfence-test.ts';

/** The grid as a person with a keyboard meets it: it has the focus and names its active cell. */
class MatrixPage {
  readonly page: Page;
  readonly grid: Locator;
  readonly panel: Locator;

  constructor(page: Page) {
    this.page = page;
    this.grid = page.getByRole('grid', { name: /^Who may connect to whom/ });
    this.panel = page.getByRole('complementary', { name: 'Cell of the matrix' });
  }

  async open(query: string): Promise<void> {
    await this.page.goto(`/demo/map?view=matrix${query}`);
    await expect(this.grid).toHaveAttribute('data-ready', 'true');
  }

  /** What a screen reader says of the active cell. */
  async active(): Promise<string> {
    const id = await this.grid.getAttribute('aria-activedescendant');
    return (await this.page.locator(`[id="${id}"]`).textContent()) ?? '';
  }

  /** Names of the rows in sight, in their order. */
  rows(): Promise<readonly string[]> {
    return this.grid
      .getByRole('rowheader')
      .evaluateAll((heads) => heads.map((head) => head.getAttribute('title') ?? ''));
  }
}

test('V goes from map to matrix to table and back, and the address keeps it', async ({ page }) => {
  await page.goto('/demo/map');
  await expect(page.locator('[data-ready="true"]')).toBeAttached();
  await page.keyboard.press('v');
  const matrix = new MatrixPage(page);
  await expect(matrix.grid).toBeVisible();
  await expect(page).toHaveURL(/view=matrix/);
  await page.keyboard.press('v');
  await expect(page.getByRole('treegrid', { name: 'Connections' })).toBeVisible();
  await page.keyboard.press('v');
  await expect(page.getByRole('application')).toBeVisible();
});

test('a cell says in words what it says in colour, and its panel names the workloads and the why', async ({ page }) => {
  const matrix = new MatrixPage(page);
  await matrix.open('&level=namespaces&edge=ns%3Aanalytics%E2%86%92ns%3Acrm');
  await expect(matrix.panel).toContainText('analytics to crm');
  await expect(matrix.panel).toContainText('4 of 4 workloads in analytics may connect to 2 of 4 in crm on any port');
  await expect(matrix.panel).toContainText('crm-db is reachable from any pod');
  await matrix.panel.getByRole('button', { name: 'Why?', exact: true }).first().click();
  await expect(page.getByRole('dialog')).toContainText('Egress');
});

test('arrows move, Home and End go to the ends, Enter opens the cell, T swaps rows and columns', async ({ page }) => {
  const matrix = new MatrixPage(page);
  await matrix.open('&level=namespaces');
  await matrix.grid.focus();
  await page.keyboard.press('Control+End');
  await expect.poll(() => matrix.active()).toContain('monitoring with itself');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => matrix.active()).toMatch(/^kube-system to .+:/);
  await page.keyboard.press('Enter');
  await expect(matrix.panel).toContainText('kube-system to');
  const said = await matrix.active();
  await page.keyboard.press('t');
  await expect(page).toHaveURL(/swap=true/);
  await expect.poll(() => matrix.active()).not.toBe(said);
  await page.keyboard.press('t');
  await expect.poll(() => matrix.active()).toBe(said);
  await page.keyboard.press('Escape');
  await expect(matrix.panel).toBeHidden();
});

test('a filter dims and never moves; the order is kept in the link', async ({ page }) => {
  const matrix = new MatrixPage(page);
  await matrix.open('&level=namespaces');
  const before = await matrix.rows();
  await matrix.open('&level=namespaces&q=ns%3Acrm');
  expect(await matrix.rows()).toEqual(before);
  await expect(page.getByText('1 of 9')).toBeVisible();
  await page.getByRole('radio', { name: 'Similarity' }).click();
  await expect(page).toHaveURL(/order=similarity/);
  await expect.poll(() => matrix.rows()).not.toEqual(before);
  const similar = await matrix.rows();
  await page.reload();
  await expect(matrix.grid).toHaveAttribute('data-ready', 'true');
  expect(await matrix.rows()).toEqual(similar);
});

test('from a cell of namespaces to the workloads of that pair, and back', async ({ page }) => {
  const matrix = new MatrixPage(page);
  await matrix.open('&level=namespaces&edge=ns%3Aanalytics%E2%86%92ns%3Acrm');
  await matrix.panel.getByRole('button', { name: 'Open workloads' }).click();
  await expect(page).toHaveURL(/namespace=analytics.*with=crm|with=crm.*namespace=analytics/);
  await expect.poll(async () => (await matrix.rows()).join()).toContain('crm-db, StatefulSet in crm');
  expect((await matrix.rows()).join()).not.toContain('shop');
  await page.goBack();
  await expect.poll(async () => (await matrix.rows()).join()).toContain('Namespace shop');
});

test('the matrix says of every line of the table what the table says of it', async ({ page }) => {
  const scene = await (await page.request.get('/api/clusters/demo/scene?level=workloads')).json();
  const edges = (scene.edges as SceneEdge[]).filter(
    ({ from, to }) => from.split('/').length === 3 && to.split('/').length === 3,
  );
  expect(edges.length).toBeGreaterThan(10);
  for (const edge of edges) {
    const { from, to, state } = edge;
    const query = new URLSearchParams({ level: 'workloads', from, to });
    const { pair } = await (await page.request.get(`/api/clusters/demo/matrix/pair?${query}`)).json();
    expect(isOpen(pair.relation), `${from} ${to}`).toBe(isOpen(edge));
    // what passed though nothing allows it is a line as well, for its gap alone
    const seenDenied = (pair.gaps as string[]).some((id) => id.startsWith('OBS-001-'));
    expect(isOpen(edge) || (state === 'gap' && seenDenied), `${from} ${to}`).toBe(true);
    if (state === 'gap') expect(pair.gaps.length, `${from} ${to}`).toBeGreaterThan(0);
  }
});

/** Whether some port is allowed for some pair, or may be. */
function isOpen(relation: Partial<Pick<SceneEdge, 'allow' | 'some' | 'depends'>>): boolean {
  return [relation.allow, relation.some, relation.depends].some(
    (ports) => ports !== undefined && Object.values(ports).some((ranges) => ranges.length > 0),
  );
}
