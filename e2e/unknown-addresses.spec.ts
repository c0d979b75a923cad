import { writeFile } from 'node:fs/promises';
import { namedByAxe } from './support/named-by-axe.ts';
import { expect, test } from './support/ringfence-test.ts';

for (const [path, said] of [
  ['/nope', 'There is no cluster called nope.'],
  ['/nope/map', 'There is no cluster called nope.'],
  ['/nope/pods/crm/db-0', 'There is no cluster called nope.'],
  ['/demo/nope', 'Nothing at this address.'],
  ['/demo/map/nope', 'Nothing at this address.'],
] as const) {
  test(`${path} answers 404, says what is not there, and leads back`, async ({ page, request, watch }) => {
    watch.expectStatus(404);
    const answer = await request.get(path);
    expect(answer.status()).toBe(404);
    await page.goto(path);
    await expect(page.getByRole('heading', { name: said })).toBeVisible();
    expect(await namedByAxe(page)).toEqual([]);
    await page.getByRole('link', { name: 'Open the map' }).click();
    await expect(page).toHaveURL(/\/demo\/map$/);
  });
}

test('an address that nobody can read answers 400 in a sentence, as a page and in the API', async ({ request }) => {
  for (const path of ['/%E0%A4%A/map', '/api/clusters/%E0%A4%A/summary']) {
    const answer = await request.get(path);
    expect(answer.status()).toBe(400);
    expect(await answer.text()).toContain('This address cannot be read');
  }
});

test('an address that is written twice is one of no cluster, not a fault', async ({ request }) => {
  for (const [path, said] of [
    ['/%25E0%25A4%25A/map', 'There is no cluster called'],
    ['/api/clusters/%25E0%25A4%25A/summary', 'no cluster'],
  ] as const) {
    const answer = await request.get(path);
    expect(answer.status(), path).toBe(404);
    expect(await answer.text()).toContain(said);
  }
});

for (const [path, said] of [
  ['pods/crm/nope', 'nope'],
  ['policies/NetworkPolicy/crm/nope', 'nope'],
  ['workloads/crm/Deployment/nope', 'nope'],
] as const) {
  test(`/demo/${path} says that it is not there, inside the console`, async ({ page, watch }) => {
    watch.expectStatus(404);
    await page.goto(`/demo/${path}`);
    const main = page.getByRole('main');
    await expect(main.getByText(new RegExp(`There is no .*${said}`)).first()).toBeVisible();
    await expect(page.getByRole('navigation').first()).toBeVisible();
  });
}

test('a context that cannot be reached is called by its name, and there is nothing to export of it', async ({
  page,
  serve,
}, info) => {
  const file = info.outputPath('kubeconfig');
  const kubeconfig = `apiVersion: v1
kind: Config
clusters: [{name: eu, cluster: {server: 'https://127.0.0.1:1'}}]
users: [{name: me, user: {token: t}}]
contexts: [{name: prod-eu, context: {cluster: eu, user: me}}]
current-context: prod-eu
`;
  await writeFile(file, kubeconfig);
  const { address } = await serve(['--kubeconfig', file]);
  await page.goto(`${address}/prod-eu/map`);
  await expect(page.getByRole('alert').getByRole('heading', { name: 'prod-eu' })).toBeVisible();
  await expect(page.getByRole('banner')).toContainText('prod-eu');
  const exportButton = page.getByRole('button', { name: 'Export snapshot' });
  await expect(exportButton).toHaveAttribute('aria-disabled', 'true');
  await expect(exportButton).toHaveAccessibleDescription(/there is nothing to export/);
  await exportButton.click({ force: true });
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(await namedByAxe(page)).toEqual([]);
});
