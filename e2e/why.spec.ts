import { SimulationPage } from './pages/simulation-page.ts';
import { expect, test } from './support/ringfence-test.ts';

const why = (query: Record<string, string>) => `/demo/why?${new URLSearchParams(query)}`;

test('what would block a connection is found, confirmed and tried in one step', async ({ page }) => {
  await page.goto(why({ from: 'legacy/Deployment/erp', to: 'crm/StatefulSet/crm-db', port: 'TCP/5432' }));
  await page.getByRole('button', { name: 'What would block this?' }).first().click();
  await expect(page).toHaveURL(/candidate=block/);
  const card = page.getByRole('region', { name: 'What would change this?' });
  await expect(card).toContainText('The smallest change that blocks this');
  await expect(card).toContainText('Confirmed by the engine');
  await card.getByRole('button', { name: 'Try it in a simulation' }).click();
  const simulation = new SimulationPage(page);
  await expect(
    simulation.result.getByRole('region', { name: /^(Closes connections to|Changes ports to) crm-db/ }),
  ).toContainText('erp');
});

test('what would open a connection that is missing is found, also for a pod that does not exist', async ({ page }) => {
  for (const from of ['shop/?app=web', '203.0.113.7', 'internet']) {
    await page.goto(why({ from, to: 'payments/Deployment/payments-api', port: 'TCP/8443', candidate: 'open' }));
    const card = page.getByRole('region', { name: 'What would change this?' });
    await expect(card, from).toContainText('The smallest change that opens this');
    await expect(card.getByText('Confirmed by the engine'), from).toBeVisible();
  }
});

test('every form of an end is taken, and one that cannot be is told what to write', async ({ page, watch }) => {
  watch.expectStatus(400);
  for (const [from, to] of [
    ['crm/crm-db-0', 'internet'],
    ['crm/deploy/crm-api', 'crm/sts/crm-db'],
    ['crm/?', '10.42.1.0/24'],
    ['internet', 'crm/Service/crm-db'],
  ] as const) {
    await page.goto(why({ from, to }));
    await expect(page.getByRole('heading', { name: 'Egress at the source' }), `${from} ${to}`).toBeVisible();
  }
  await page.goto(why({ from: 'crm', to: 'crm/crm-db-0' }));
  await expect(page.getByRole('alert').filter({ hasText: '"crm" is no end. Write namespace/pod' })).toBeVisible();
  await expect(page.getByRole('form', { name: 'Ask about a connection' })).toBeVisible();
});

test('without a question there are some about this cluster, those of this tab, and who can be an end', async ({
  page,
}) => {
  await page.goto('/demo/why');
  const examples = page.getByRole('region', { name: 'From this cluster' });
  await expect(examples.getByRole('link')).toHaveCount(6);
  for (const note of ['with a gap', 'allowed', 'from outside', 'a pod that does not exist yet', 'a block of addresses'])
    await expect(examples.getByText(note, { exact: true })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Who can be an end' })).toContainText('a pod with these labels');
  await expect(page.getByRole('region', { name: 'Asked in this tab' })).toHaveCount(0);
  for (const link of await examples.getByRole('link').all()) {
    const name = await link.innerText();
    await link.click();
    await expect(page.getByRole('heading', { name: 'Egress at the source' }), name).toBeVisible();
    await page.goBack();
    await expect(examples).toBeVisible();
  }
  await expect(page.getByRole('region', { name: 'Asked in this tab' }).getByRole('link')).toHaveCount(6);
});

test('an end is completed: a namespace offers a pod that it might have', async ({ page }) => {
  await page.goto('/demo/why');
  const from = page.getByRole('combobox', { name: 'From' });
  await from.fill('crm');
  await expect(page.locator('datalist option[value="crm/?"]').first()).toBeAttached();
  await from.fill('inter');
  await expect(page.locator('datalist option[value="internet"]').first()).toBeAttached();
});
