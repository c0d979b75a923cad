import { readFile } from 'node:fs/promises';
import type { Download, Page } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import { namedByAxe } from './support/named-by-axe.ts';
import { readPdf } from './support/read-pdf.ts';
import { expect, test } from './support/ringfence-test.ts';

/** A snapshot is typeset, which takes seconds on a busy machine. */
const TAKEN_MS = 60_000;

test('from the first snapshot to a signature, a comparison, its files and the audit trail', async ({ page, serve }) => {
  test.setTimeout(4 * TAKEN_MS);
  const { address } = await serve(['--demo']);
  await page.goto(`${address}/demo/snapshots`);
  await expect(page.getByRole('heading', { name: 'No snapshot yet.' })).toBeVisible();
  expect(await namedByAxe(page)).toEqual([]);

  await take(page, 'Before release 26.12');
  const table = page.getByRole('table', { name: 'Snapshots' });
  await expect(table.getByRole('row')).toHaveCount(2);
  await expect(table).toContainText('Before release 26.12');
  await expect(page.getByRole('img', { name: /Open gaps in the first snapshot by severity/ })).toBeVisible();

  await takeOnly(page, 'crm');
  await expect(table.getByRole('row')).toHaveCount(3);
  await expect(page.getByText('* partial scope: 2 only crm.')).toBeVisible();

  await page.keyboard.press('j');
  await expect(page).toHaveURL(/no=1/);
  const panel = page.getByRole('complementary', { name: 'Snapshot' });
  await panel.getByRole('button', { name: 'Sign as prepared' }).click();
  const form = panel.getByRole('form', { name: 'Sign as prepared' });
  await form.getByRole('button', { name: 'Sign as prepared' }).click();
  await expect(form.getByText('Say in which role you sign.')).toBeVisible();
  await form.getByLabel('Role').fill('platform engineer');
  await form.getByRole('button', { name: 'Sign as prepared' }).click();
  await expect(panel.getByText(/platform engineer, /)).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Sign as reviewed' })).toBeVisible();

  const pdf = await readPdf(await (await downloadOf(page, panel.getByRole('button', { name: /^PDF/ }))).path());
  expect(pdf.pages.length).toBeGreaterThan(5);
  const file = await downloadOf(page, panel.getByRole('button', { name: /evidence\.json/ }));
  const evidence = await readFile(await file.path(), 'utf8');
  expect(evidence).toBe(pdf.evidence);
  const zip = await downloadOf(page, panel.getByRole('button', { name: 'Package' }));
  const packed = unzipSync(await readFile(await zip.path()), { filter: ({ name }) => name === 'evidence.json' });
  expect(strFromU8(packed['evidence.json'] ?? new Uint8Array())).toBe(evidence);

  await page.getByRole('button', { name: 'Verify chain' }).click();
  await expect(page.getByText(/Links 1 to 2 recomputed at .*: none altered, none missing\./)).toBeVisible();
  await lightAndDark(page);

  await page.keyboard.press('k');
  await expect(page).toHaveURL(/no=2/);
  await page.keyboard.press('c');
  await expect(page).toHaveURL(/compare\?from=1&to=2/);
  await expect(page.getByText(/no gap appeared and none closed/)).toBeVisible();
  await expect(page.getByText('At least one of the two is partial')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Nothing changed.' })).toBeVisible();
  await page.getByRole('button', { name: 'Swap' }).click();
  await expect(page).toHaveURL(/from=2&to=1/);
  await expect(page.getByRole('heading', { name: 'Nothing changed.' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'JSON' })).toBeEnabled();
  await lightAndDark(page);

  await page.goto(`${address}/demo/snapshots/trail`);
  const trail = page.getByRole('table', { name: 'Lines of the audit trail' });
  await expect(trail.getByText('Snapshot signed')).toBeVisible();
  await expect(trail.getByText('Snapshot taken')).toHaveCount(2);
  await expect(trail.getByText('Snapshot exported')).toHaveCount(3);
  await page.getByRole('combobox', { name: 'Action' }).selectOption('Snapshot signed');
  await expect(trail.getByRole('row')).toHaveCount(2);
  await page.getByRole('button', { name: 'Verify' }).click();
  await expect(page.getByText(/Lines 1 to \d+ recomputed at .*: none altered, none missing\./)).toBeVisible();
  await lightAndDark(page);
  const exported = await downloadOf(page, page.getByRole('button', { name: 'Export NDJSON' }));
  const lines = (await readFile(await exported.path(), 'utf8')).trimEnd().split('\n');
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ action: 'trail-exported' });
});

test('a snapshot that is cancelled leaves no trace in the chain', async ({ page, serve }) => {
  test.setTimeout(2 * TAKEN_MS);
  const { address } = await serve(['--demo']);
  await page.goto(`${address}/demo/snapshots?take=true`);
  await page.getByRole('form', { name: 'Take snapshot' }).getByRole('button', { name: 'Take snapshot' }).click();
  const panel = page.getByRole('complementary', { name: 'Snapshot' });
  await expect(panel.getByText('Cancelling leaves no trace in the chain.')).toBeVisible();
  await panel.getByRole('button', { name: 'Cancel' }).click();
  await expect(panel.getByText('The snapshot was cancelled. Nothing of it is in the chain.')).toBeVisible({
    timeout: TAKEN_MS,
  });
  await page.reload();
  await expect(page.getByRole('heading', { name: 'No snapshot yet.' })).toBeVisible();
});

async function take(page: Page, reason: string): Promise<void> {
  await page.getByRole('button', { name: 'Take snapshot' }).first().click();
  const form = page.getByRole('form', { name: 'Take snapshot' });
  await form.getByLabel('Reason').fill(reason);
  await form.getByRole('button', { name: 'Take snapshot' }).click();
  await expect(page.getByText(/^Snapshot \d+ saved\. Evidence/)).toBeVisible({ timeout: TAKEN_MS });
}

async function takeOnly(page: Page, namespace: string): Promise<void> {
  await page.getByRole('button', { name: 'Take snapshot' }).first().click();
  const form = page.getByRole('form', { name: 'Take snapshot' });
  await form.getByLabel('Only some').check();
  await form.getByLabel(namespace, { exact: true }).check();
  await form.getByRole('button', { name: 'Take snapshot' }).click();
  await expect(page.getByText(/^Snapshot 2 saved\. Evidence/)).toBeVisible({ timeout: TAKEN_MS });
}

async function downloadOf(page: Page, button: ReturnType<Page['getByRole']>): Promise<Download> {
  const downloaded = page.waitForEvent('download');
  await button.click();
  return downloaded;
}

async function lightAndDark(page: Page): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    expect(await namedByAxe(page), colorScheme).toEqual([]);
  }
}
