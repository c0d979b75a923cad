import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { MapPage } from './pages/map-page.ts';
import { dropFiles } from './support/drop-files.ts';
import { expect, test } from './support/ringfence-test.ts';

const FOUR_MISTAKES = fileURLToPath(new URL('./fixtures/four-mistakes.yaml', import.meta.url));
const KUBECONFIG = `apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: 'https://192.0.2.1:6443'}}]
users: [{name: u, user: {token: an-invented-token}}]
contexts: [{name: c, context: {cluster: c, user: u}}]
current-context: c
`;
const ONE_BROKEN = `apiVersion: v1
kind: Namespace
metadata:
  name: tidy
---
apiVersion: v1
kind: Pod
metadata:
  name: works
  namespace: tidy
spec:
  containers: [{name: c, image: registry.example/c}]
status:
  phase: Running
  podIP: 10.42.0.7
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: broken
  namespace: tidy
spec:
  podSelector: {}
  ingress:
    - from:
        - ipBlock:
            cidr: 10.0.0.0/99
`;

test('a file chosen with the button becomes a cluster of its own', async ({ page }) => {
  await page.goto('/demo/map');
  await new MapPage(page).drawn();
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open a file' }).first().click();
  await (await choosing).setFiles(FOUR_MISTAKES);
  await expect(page).toHaveURL(/\/four-mistakes[^/]*\/map/);
  const map = new MapPage(page);
  await map.drawn();
  await expect.poll(() => map.boxes()).toContain('pod:production/database-0');
});

test('a dropped file becomes a cluster of its own', async ({ page }) => {
  await page.goto('/demo/pods');
  await expect(page.getByText('crm-db-0')).toBeVisible();
  await dropFiles(page, [{ name: 'dropped.yaml', text: await readFile(FOUR_MISTAKES, 'utf8') }]);
  await expect(page).toHaveURL(/\/dropped[^/]*\/map/);
  await new MapPage(page).drawn();
});

test('a dropped kubeconfig is refused with a sentence, and none of it is shown', async ({ page, watch }) => {
  watch.expectStatus(422);
  await page.goto('/demo/pods');
  await expect(page.getByText('crm-db-0')).toBeVisible();
  await dropFiles(page, [{ name: 'config.yaml', text: KUBECONFIG }]);
  const refusal = page.getByRole('dialog').getByRole('alert');
  await expect(refusal).toContainText('is a kubeconfig. It holds credentials');
  await expect(page.getByText('an-invented-token')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\/demo\/pods/);
});

test('a broken object is named with file, line and field, and everything else works', async ({ page }) => {
  await page.goto('/demo/pods');
  await expect(page.getByText('crm-db-0')).toBeVisible();
  await dropFiles(page, [{ name: 'one-broken.yaml', text: ONE_BROKEN }]);
  await expect(page).toHaveURL(/\/one-broken[^/]*\/map/);
  await new MapPage(page).drawn();
  await page.getByRole('button', { name: 'What is missing' }).click();
  const missing = page.getByRole('dialog', { name: 'What is missing' });
  await expect(missing).toContainText('broken');
  await expect(missing).toContainText('one-broken.yaml');
  await expect(missing).toContainText(/line \d+/);
  await expect(missing).toContainText('cidr');
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('p');
  await page.getByRole('link', { name: 'works' }).click();
  await expect(page.getByRole('heading', { name: 'works' }).first()).toBeVisible();
});
