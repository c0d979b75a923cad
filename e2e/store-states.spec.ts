import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { keptUnder } from '#server/kept-under.ts';
import { blobName } from '#server/store/blobs.ts';
import { applyRetention } from '#server/store/retention.ts';
import { chainHead, keepSnapshot, listSnapshots } from '#server/store/snapshots.ts';
import { openStore, type Store } from '#server/store/store.ts';
import { FACTS } from '#server/store/testing/kept-content.ts';
import { startRingfence } from './ringfence-server.ts';
import { cutOff } from './support/cut-off.ts';
import { namedByAxe } from './support/named-by-axe.ts';
import { expect, test } from './support/ringfence-test.ts';

const WHO = { via: 'command', account: 'auditor' } as const;
const CLUSTER = keptUnder({ name: 'demo', source: { type: 'demo' } }) ?? '';

test('files that retention removed are said to be gone, and their link stays', async ({ page }) => {
  await withStore(page, async (store) => {
    for (const day of [1, 2]) await keep(store, `2026-11-0${day}T09:00:00Z`);
    applyRetention(store, { newest: 1, months: undefined }, WHO);
  });
  const row = rowOf(page, 1);
  await expect(row).toContainText('files removed by retention');
  await row.click();
  await expect(
    panelOf(page)
      .getByText(/Its files were removed on .*Its link stays in the chain\./)
      .first(),
  ).toBeVisible();
  await verified(page, /Links 1 to 2 recomputed at .*: none altered, none missing\./);
  await lightAndDark(page, 'retention');
});

test('a clock that went back is said where the snapshot stands, and the order is that of the numbers', async ({
  page,
}) => {
  await withStore(page, async (store) => {
    for (const day of [2, 1]) await keep(store, `2026-11-0${day}T09:00:00Z`);
  });
  const row = rowOf(page, 2);
  await expect(row).toContainText('clock went back');
  await row.click();
  await expect(
    panelOf(page).getByText(/before the snapshot before it .* The order is that of the numbers\./),
  ).toBeVisible();
  await lightAndDark(page, 'clock');
});

test('a damaged file is named, and the rest stays usable', async ({ page, watch }) => {
  watch.expectStatus(500);
  await withStore(page, async (store, dataDir) => {
    for (const day of [1, 2]) await keep(store, `2026-11-0${day}T09:00:00Z`);
    const [first] = listSnapshots(store, CLUSTER, { limit: 2 }).filter(({ link }) => link.seq === 1);
    const blob = first?.files.find(({ name }) => name === 'evidence.json')?.hash ?? '';
    writeFileSync(join(dataDir, blobName(blob)), 'not what was kept');
  });
  await verified(page, /Snapshot 1, evidence\.json: .* is damaged: .* The rest stays usable\./);
  await expect(rowOf(page, 1)).toContainText('a file is damaged');
  await expect(rowOf(page, 2)).not.toContainText('damaged');
  await rowOf(page, 2).click();
  const downloaded = page.waitForEvent('download');
  await panelOf(page)
    .getByRole('button', { name: /evidence\.json/ })
    .click();
  await downloaded;
  await lightAndDark(page, 'damaged');
});

test('a data folder that cannot be written to is shown, and offers nothing that would write', async ({ page }) => {
  const isRoot = process.getuid?.() === 0;
  let folder = '';
  await withStore(
    page,
    async (store, dataDir) => {
      folder = dataDir;
      await keep(store, '2026-11-01T09:00:00Z');
    },
    (dataDir) => {
      if (!isRoot) chmodSync(dataDir, 0o500);
      // No mode keeps root from writing.
      else for (const how of ['bind', 'remount,bind,ro']) execFileSync('mount', ['-o', how, dataDir, dataDir]);
    },
    () => {
      if (isRoot) execFileSync('umount', ['-l', folder]);
      else chmodSync(folder, 0o700);
    },
  );
  await expect(page.getByText(/Nothing can be kept: .* cannot be written to/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Take snapshot' }).first()).toBeDisabled();
  await rowOf(page, 1).click();
  await expect(panelOf(page).getByRole('button', { name: 'Sign as prepared' })).toBeDisabled();
  await lightAndDark(page, 'read-only');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('the list tells a snapshot’s day, gaps and what came since, and cuts nothing off', async ({ page }) => {
    await withStore(page, async (store) => {
      for (const day of [1, 2]) await keep(store, `2026-11-0${day}T09:00:00Z`);
    });
    await expect(rowOf(page, 2)).toContainText('0 new');
    await expect(rowOf(page, 2).getByText('0 new').filter({ visible: true })).toBeInViewport({ ratio: 1 });
    expect(await cutOff(page)).toEqual([]);
  });
});

const undo: (() => unknown)[] = [];
test.afterEach(async ({ page }) => {
  await page.close();
  for (const step of undo.splice(0).reverse()) await step();
});

/** The page of the snapshots over a store that was made by `fill`. */
async function withStore(
  page: Page,
  fill: (store: Store, dataDir: string) => Promise<void>,
  before: (dataDir: string) => void = () => {},
  after: () => void = () => {},
): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'ringfence-e2e-'));
  const store = openStore(dataDir);
  await fill(store, dataDir);
  store.close();
  before(dataDir);
  undo.push(after);
  const { address, stop } = await startRingfence(['--demo'], { HOME: tmpdir() }, dataDir);
  undo.unshift(stop); // the folder is given back before it is removed
  await page.goto(`${address}/demo/snapshots`);
}

/** A snapshot over the head of the chain: the page reads what is known of it, not its files. */
async function keep(store: Store, taken: string): Promise<void> {
  const head = chainHead(store, CLUSTER);
  const content = new TextEncoder().encode(`evidence of ${taken}`);
  const evidence = createHash('sha256').update(content).digest('hex');
  const link = { seq: (head?.seq ?? 0) + 1, prev: head?.hash ?? null, evidence, taken };
  await keepSnapshot(
    store,
    CLUSTER,
    { link, files: [{ name: 'evidence.json', content }], facts: FACTS, gaps: [] },
    WHO,
  );
}

function rowOf(page: Page, seq: number) {
  return page
    .getByRole('table', { name: 'Snapshots' })
    .getByRole('row')
    .nth(seq === 1 ? -1 : -2);
}

function panelOf(page: Page) {
  return page.getByRole('complementary', { name: 'Snapshot' });
}

async function verified(page: Page, sentence: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Verify chain' }).click();
  await expect(page.getByText(sentence)).toBeVisible();
}

async function lightAndDark(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    expect(await namedByAxe(page), colorScheme).toEqual([]);
    await page.screenshot({ path: test.info().outputPath(`${name}-${colorScheme}.png`) });
  }
}
