import { readFile } from 'node:fs/promises';
import { SimulationPage } from './pages/simulation-page.ts';
import { expect, test } from './support/ringfence-test.ts';

const CRM_DB = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: crm-db-ingress
  namespace: crm
spec:
  podSelector:
    matchLabels:
      app: crm-db
  policyTypes: [Ingress]
  ingress:
  - from:
    - podSelector:
        matchLabels:
          app: crm-api
    ports:
    - port: 5432
`;

test('a written policy is simulated: numbers, gaps, lines, and no box moves', async ({ page }) => {
  const simulation = new SimulationPage(page);
  await simulation.open();
  await expect(simulation.result).toContainText('Nothing is proposed yet.');
  await expect.poll(() => simulation.places().then(({ length }) => length)).toBeGreaterThan(20);
  const before = await simulation.places();
  await simulation.add('New policy');
  await simulation.write(CRM_DB);
  await expect(simulation.number('closes')).not.toHaveText('0');
  await expect(simulation.result.getByRole('region', { name: 'Gaps closed' })).toContainText(
    'crm-db is reachable from any pod',
  );
  await expect(simulation.changes).toContainText('Valid, selects 1 pod');
  await expect.poll(() => simulation.lines('closes')).toBeGreaterThan(5);
  expect(await simulation.places()).toEqual(before);
  await page.getByRole('radio', { name: 'Before' }).check({ force: true });
  await expect.poll(() => simulation.lines('closes')).toBe(0);
  expect(await simulation.places()).toEqual(before);
  await page.getByRole('radio', { name: 'After' }).check({ force: true });
  await expect(page).toHaveURL(/show=after/);
  expect(await simulation.places()).toEqual(before);
});

test('what cannot be read is said at its line, and nothing that was typed is lost', async ({ page }) => {
  const simulation = new SimulationPage(page);
  await simulation.open();
  await simulation.add('New policy');
  const broken = `${CRM_DB}  egress: [\n`;
  await simulation.write(broken);
  const problems = simulation.changes.getByRole('list', { name: 'Problems in this text' });
  await expect(problems).toContainText(/Line \d+/);
  await page.reload();
  await expect(simulation.editor).toContainText('egress: [');
  await expect(problems).toBeVisible();
});

test('every step can be taken back and again, from the keyboard too', async ({ page }) => {
  const simulation = new SimulationPage(page);
  await simulation.open();
  await simulation.add('Delete a policy');
  const form = simulation.changes.getByRole('form', { name: 'Delete a policy' });
  await form.getByLabel('Policy').fill('NetworkPolicy crm/allow-db-connection');
  await form.getByLabel('Policy').press('Enter');
  const list = simulation.changes.getByRole('list', { name: 'Proposed changes' });
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await list.getByRole('button', { name: /^Take back/ }).click();
  await expect(list).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await page.getByRole('button', { name: 'Redo' }).press('Enter');
  await expect(list).toContainText('allow-db-connection');
});

test('labels and a workload that does not exist yet can be tried', async ({ page }) => {
  const simulation = new SimulationPage(page);
  await simulation.open();
  await simulation.add('Change labels');
  const labels = simulation.changes.getByRole('form', { name: 'Change labels' });
  await labels.getByLabel('Object').fill('crm');
  await labels.getByLabel('Labels').fill('nonsense');
  await labels.getByRole('button', { name: 'Add it' }).click();
  await expect(labels.getByRole('alert')).toContainText('key=value');
  await labels.getByLabel('Labels').fill('team=other');
  await labels.getByRole('button', { name: 'Add it' }).click();
  await simulation.add('Add a workload');
  const workload = simulation.changes.getByRole('form', { name: 'Add a workload' });
  await workload.getByLabel('Namespace').fill('crm');
  await workload.getByLabel('Name', { exact: true }).fill('trial');
  await workload.getByRole('button', { name: 'Add it' }).click();
  await expect(simulation.result.getByRole('region', { name: 'New workloads' })).toContainText('trial');
});

test('a new policy begins in a namespace that is there, and a form that is opened has the focus', async ({ page }) => {
  const simulation = new SimulationPage(page);
  await simulation.open();
  await expect(page.getByText('Nothing is proposed yet.')).toBeVisible();
  await simulation.add('New policy');
  await expect(simulation.editor).toContainText('namespace: "analytics"');
  await expect(simulation.number('closes')).not.toHaveText('0');
  await simulation.add('Delete a policy');
  await page.keyboard.type('payments/default-deny');
  await page.keyboard.press('Enter');
  await expect(simulation.changes.getByText('It is deleted in the simulation.')).toBeVisible();
});

test('text that is pasted on the page becomes a change, and in a field stays there', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const simulation = new SimulationPage(page);
  await simulation.open();
  await expect(page.getByText('Nothing is proposed yet.')).toBeVisible();
  await page.evaluate((text) => navigator.clipboard.writeText(text), CRM_DB);
  await page.keyboard.press('Control+v');
  await expect(simulation.editor).toContainText('crm-db-ingress');
  await expect(simulation.number('closes')).not.toHaveText('0');
  await page.evaluate(() => navigator.clipboard.writeText('crm'));
  await simulation.add('Add a workload');
  await page.keyboard.press('Control+v');
  await expect(simulation.changes.getByLabel('Namespace')).toHaveValue('crm');
  await expect(simulation.changes.getByRole('list', { name: 'Proposed changes' }).getByRole('listitem')).toHaveCount(1);
});

test('a dropped file becomes a change, not a cluster', async ({ page }) => {
  const simulation = new SimulationPage(page);
  await simulation.open();
  const transfer = await page.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], 'crm-db.yaml', { type: 'application/yaml' }));
    return data;
  }, CRM_DB);
  const target = page.getByRole('heading', { name: 'Simulation: nothing is applied' });
  await target.dispatchEvent('dragover', { dataTransfer: transfer });
  await expect(page.getByText('Drop to simulate these manifests')).toBeVisible();
  await target.dispatchEvent('drop', { dataTransfer: transfer });
  await expect(simulation.changes.getByRole('list', { name: 'Proposed changes' })).toContainText('crm-db.yaml');
  await expect(simulation.number('closes')).not.toHaveText('0');
  expect(page.url()).toContain('/demo/simulate');
});

test('a link holds the simulation where no server sees it, and the outputs can be taken along', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const simulation = new SimulationPage(page);
  await simulation.open();
  await simulation.add('New policy');
  await simulation.write(CRM_DB);
  await expect(simulation.number('closes')).not.toHaveText('0');
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await page.getByRole('button', { name: 'Copy patch' }).click();
  await expect.poll(clipboard).toContain('Nothing of it was applied.');
  await page.getByRole('button', { name: 'Kustomize' }).click();
  await expect.poll(clipboard).toContain('kind: Kustomization');
  await page.getByRole('button', { name: 'Pull request' }).click();
  await expect.poll(clipboard).toContain('## What this changes in the cluster');
  const downloaded = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download patch' }).click();
  expect(await readFile(await (await downloaded).path(), 'utf8')).toContain('name: crm-db-ingress');
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect.poll(clipboard).toContain('/demo/simulate');
  const link = await clipboard();
  expect(new URL(link).hash).toMatch(/^#changes=/);
  const other = await context.newPage();
  const asked: string[] = [];
  other.on('request', (request) => asked.push(request.url()));
  await other.goto(link);
  await expect(other.getByRole('textbox', { name: /^YAML of/ })).toContainText('crm-db-ingress');
  expect(asked.filter((url) => url.includes('changes='))).toEqual([]);
});

test('the text against the cluster, and the patch, stand beside the editor', async ({ page }) => {
  await page.goto('/demo/policies/NetworkPolicy/crm/allow-db-connection');
  await page.getByRole('button', { name: 'Edit in simulation' }).click();
  const simulation = new SimulationPage(page);
  await expect(simulation.changes).toContainText('Same as in the cluster');
  await simulation.changes.getByRole('radio', { name: 'Compare' }).check({ force: true });
  await expect(simulation.changes).toContainText('Nothing differs from the cluster.');
  await simulation.changes.getByRole('radio', { name: 'Patch' }).check({ force: true });
  await expect(simulation.changes.getByRole('figure', { name: 'Patch' })).toContainText('allow-db-connection');
});

test('from a policy and from a gap the simulation is one step away', async ({ page }) => {
  await page.goto('/demo/policies/NetworkPolicy/crm/allow-db-connection');
  await page.getByRole('button', { name: 'What without it' }).click();
  const simulation = new SimulationPage(page);
  await expect(simulation.changes).toContainText('It is deleted in the simulation.');
  await page.goto('/demo/gaps?check=ISO-001');
  await expect(page.getByRole('button', { name: 'Simulate this fix' })).toBeVisible();
  await page.getByRole('heading', { name: 'Gaps' }).press('s');
  await expect(page).toHaveURL(/\/demo\/simulate/);
  await expect(simulation.result.getByRole('region', { name: 'Gaps closed' })).toBeVisible();
});

test('the page is reached by G and X', async ({ page }) => {
  await page.goto('/demo/gaps');
  await expect(page.getByRole('region', { name: 'Gap', exact: true })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('x');
  await expect(page).toHaveURL(/\/demo\/simulate/);
});
