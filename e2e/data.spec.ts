import { writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { namedByAxe } from './support/named-by-axe.ts';
import { expect, test } from './support/ringfence-test.ts';

/** The demo's objects as files: without the DataMap that the demo has. */
const MANIFESTS = fileURLToPath(new URL('../server/cluster/demo', import.meta.url));
const MAILER = `apiVersion: apps/v1
kind: Deployment
metadata: {name: list, namespace: marketing}
spec: {template: {metadata: {labels: {app: list}}, spec: {containers: [{name: main, image: docker.io/knadh/listmonk:4.1, ports: [{containerPort: 9001}]}]}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: marketing}
spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: main, image: acme/web:1}]}}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: crm, labels: {ringfence.dev/data-class: personal}}
spec: {template: {metadata: {labels: {app: db}}, spec: {containers: [{name: main, image: postgres:17, ports: [{containerPort: 5432}]}]}}}
---
apiVersion: v1
kind: Service
metadata: {name: payments, namespace: marketing}
spec: {type: ExternalName, externalName: api.stripe.com}
`;

let folder = '';
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringfence-data-'));
  writeFileSync(join(folder, 'list.yaml'), MAILER);
});
test.afterAll(() => rm(folder, { recursive: true }));

/** The row of a workload, `ns/Kind/name`. */
const row = (page: Page, key: string) => page.getByRole('row').filter({ has: page.getByLabel(`Choose ${key}`) });
const ERP = 'legacy/Deployment/erp';
const dataMap = (page: Page) => page.getByRole('region', { name: 'DataMap' });

test('workloads stand by class and ground, and a link leads to one', async ({ page }) => {
  await page.goto('/demo/data?workload=crm%2FStatefulSet%2Fcrm-db');
  await expect(page.getByText('of 33 workloads hold or handle personal data')).toBeVisible();
  await expect(page.getByText('No Secret, ConfigMap or env value is read')).toBeVisible();
  const chosen = page.getByRole('complementary', { name: 'Chosen workload and DataMap' });
  await expect(chosen.getByRole('heading', { name: 'crm-db' })).toBeVisible();
  await expect(chosen).toContainText('label on the pod template of StatefulSet crm/crm-db');
  await page.getByRole('radio', { name: /^Special category/ }).check();
  await expect(row(page, 'health-records/StatefulSet/records-db')).toContainText('Special category');
  await expect(row(page, 'crm/StatefulSet/crm-db')).toHaveCount(0);
  await page.getByRole('radio', { name: 'Basis' }).check();
  await expect(page).toHaveURL(/class=special.*by=basis|by=basis.*class=special/);
});

test('the rail and G D lead there; J, K, Enter choose, Y confirms and N rejects', async ({ page, serve }) => {
  const { address } = await serve([join(folder, 'list.yaml')]);
  await page.goto(`${address}/list-yaml/pods`);
  await expect(page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Data' })).toBeVisible();
  await expect(page.getByText('Workloads without pods are on the map.')).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await expect(page).toHaveURL(/\/data$/);
  await page.getByLabel('Filter workloads').fill('list');
  await page.getByRole('link', { name: 'list', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/workload=marketing/);
  const chosen = page.getByRole('complementary', { name: 'Chosen workload and DataMap' });
  await expect(chosen).toContainText('H-IMG-07');
  await expect(chosen).toContainText('newsletter software');
  await page.keyboard.press('y');
  await expect(row(page, 'marketing/Deployment/list')).toContainText('not saved');
  await expect(dataMap(page)).toContainText('1 change, not saved');
  await expect(dataMap(page)).toContainText('confirmed: image knadh/listmonk (H-IMG-07)');
  await page.keyboard.press('n');
  await expect(dataMap(page)).toContainText('rejected: image knadh/listmonk (H-IMG-07)');
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(dataMap(page)).toContainText('confirmed: image knadh/listmonk');
  await expect(chosen).toContainText('Stripe, payments');
  await page.getByRole('button', { name: 'Declare api.stripe.com' }).click();
  await expect(dataMap(page)).toContainText('id: api-stripe-com');
  await page.close(); // before its server, so that no request is cut
});

test('a class is given, its effect is told, and it is kept, downloaded, written as labels, and undone', async ({
  page,
  serve,
}) => {
  const { address } = await serve([MANIFESTS]);
  await page.goto(`${address}/demo/data`);
  await page.getByLabel('Choose all of legacy').check();
  await expect(page.getByText('3 chosen')).toBeVisible();
  await page.getByLabel('Choose all of legacy').uncheck();
  await page.getByLabel('Choose legacy/Deployment/erp').check();
  await page.getByLabel('Set class').first().selectOption('personal');
  await expect(row(page, ERP)).toContainText('not saved');
  await expect(dataMap(page).getByText('CLS-001 closes:')).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download DataMap' }).click();
  const path = await (await download).path();
  expect(await readFile(path, 'utf8')).toContain('match: { namespace: legacy, kind: Deployment, name: erp }');

  await dataMap(page).getByRole('radio', { name: 'Labels' }).check();
  await expect(page.getByRole('button', { name: 'Copy labels' })).toBeVisible();
  await dataMap(page).getByRole('radio', { name: 'In Ringfence' }).check();
  await page.getByLabel('Team or role').fill('team-legacy');
  await page.getByRole('button', { name: 'Keep in Ringfence' }).click();
  await expect(dataMap(page)).toContainText('kept by team-legacy');
  await expect(row(page, ERP)).toContainText('DataMap, line 4');
  await page.goto(`${address}/demo/gaps?result=closed`);
  await expect(page.getByRole('list', { name: 'Closed gaps' })).toContainText('CLS-001');
  await page.goto(`${address}/demo/data`);
  await expect(row(page, ERP)).toContainText('DataMap, line 4');
  await page.close(); // before its server, so that no request is cut
});

test('what was kept can be undone, and a pasted DataMap tells what is wrong by line', async ({ page, serve }) => {
  const { address } = await serve([MANIFESTS]);
  await page.goto(`${address}/demo/data?workload=legacy%2FDeployment%2Ferp`);
  await dataMap(page).getByRole('radio', { name: 'Edit' }).check();
  await page.getByLabel('DataMap as YAML').fill('apiVersion: ringfence.dev/v1alpha1\nkind: DataMap\nregime: x\n');
  await expect(dataMap(page)).toContainText('Line 3: regime "x" is not known');
  await page
    .getByLabel('DataMap as YAML')
    .fill(
      'apiVersion: ringfence.dev/v1alpha1\nkind: DataMap\nrecipients: [{id: payment, fqdns: [api.payment.example], importerCountry: IE}]\nworkloads: [{match: {name: erp}, dataClass: special}, {match: {name: no-such}, dataClass: none}]\n',
    );
  await expect(dataMap(page)).toContainText('matches no workload of this cluster');
  await dataMap(page).getByRole('radio', { name: 'In Ringfence' }).check();
  await page.getByRole('button', { name: 'Keep in Ringfence' }).click();
  await expect(page.getByText('api.payment.example').last()).toBeVisible();
  await expect(row(page, ERP)).toContainText('Special category');
  await page.getByRole('button', { name: 'Undo what was kept' }).click();
  await expect(row(page, ERP)).toContainText('Unclassified');
  await page.close(); // before its server, so that no request is cut
});

test('a namespace folds and unfolds', async ({ page }) => {
  await page.goto('/demo/data');
  await page.getByRole('button', { name: 'Fold legacy' }).click();
  await expect(row(page, ERP)).toHaveCount(0);
  await page.getByRole('button', { name: 'Unfold legacy' }).click();
  await expect(row(page, ERP)).toHaveCount(1);
});

test('what another person kept meanwhile is not written over, and no change is lost', async ({
  page,
  serve,
  watch,
}) => {
  watch.expectStatus(409);
  const { address } = await serve([MANIFESTS]);
  const other = await page.context().newPage();
  for (const each of [page, other]) {
    await each.goto(`${address}/demo/data`);
    await each.getByLabel('Choose legacy/Deployment/erp').check();
    await dataMap(each).getByRole('radio', { name: 'In Ringfence' }).check();
  }
  await page.getByLabel('Set class').first().selectOption('personal');
  await other.getByLabel('Set class').first().selectOption('special');
  await other.getByLabel('Team or role').fill('team-legacy');
  await other.getByRole('button', { name: 'Keep in Ringfence' }).click();
  await expect(row(other, ERP)).toContainText('DataMap, line 4');

  await page.getByRole('button', { name: 'Keep in Ringfence' }).click();
  await expect(dataMap(page).getByRole('alert')).toContainText(/team-legacy .* kept another DataMap since/);
  await expect(dataMap(page)).toContainText('1 change, not saved');
  await page.getByRole('button', { name: 'Show my changes against the newest' }).click();
  await expect(row(page, ERP)).toContainText('DataMap, line 4');
  await expect(dataMap(page)).toContainText('1 change, not saved');
  await page.getByRole('button', { name: 'Keep in Ringfence' }).click();
  await expect(row(page, ERP)).toContainText('Personal');
  await expect(dataMap(page)).not.toContainText('not saved');
  await other.close();
  await page.close(); // before its server, so that no request is cut
});

test('typed letters stay, over classes given before them, and a visit to another page loses nothing', async ({
  page,
}) => {
  await page.goto('/demo/data');
  await page.getByLabel('Choose legacy/Deployment/erp').check();
  await page.getByLabel('Set class').first().selectOption('personal');
  await dataMap(page).getByRole('radio', { name: 'Edit' }).check();
  const editor = page.getByLabel('DataMap as YAML');
  await expect(editor).toHaveValue(/name: erp/);
  await editor.press('Control+End');
  await editor.pressSequentially('# typed by hand', { delay: 60 });
  await expect(editor).toHaveValue(/name: erp.*# typed by hand$/s);
  await expect(dataMap(page)).toContainText('1 change, not saved');
  await expect(page.getByRole('button', { name: 'Download DataMap' })).toBeEnabled();
  await expect(editor).toHaveValue(/# typed by hand$/);

  const pages = page.getByRole('navigation', { name: 'Pages' });
  await pages.getByRole('link', { name: 'Pods' }).click();
  await expect(page).toHaveURL(/\/pods/);
  await pages.getByRole('link', { name: 'Data' }).click();
  await expect(dataMap(page)).toContainText('1 change, not saved');
  await dataMap(page).getByRole('radio', { name: 'Edit' }).check();
  await expect(editor).toHaveValue(/# typed by hand$/);
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(dataMap(page)).not.toContainText('not saved');
  await expect(editor).not.toHaveValue(/# typed by hand/);
});

test('the Data page has nothing that axe names, light and dark, with and without changes', async ({ page }) => {
  await page.goto('/demo/data?workload=legacy%2FDeployment%2Ferp');
  await expect(page.getByRole('heading', { name: 'erp' })).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    expect(await namedByAxe(page), colorScheme).toEqual([]);
  }
  await page.getByLabel('Choose all of legacy').check();
  await page.getByLabel('Set class').first().selectOption('personal');
  await expect(dataMap(page).getByText('What it does to the gaps')).toBeVisible();
  for (const view of ['Whole file', 'Edit']) {
    await dataMap(page).getByRole('radio', { name: view }).check();
    expect(await namedByAxe(page), view).toEqual([]);
  }
});
