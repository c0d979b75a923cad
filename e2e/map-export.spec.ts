import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { MapPage } from './pages/map-page.ts';
import { expect, test } from './support/ringfence-test.ts';

async function exported(page: Page, item: string): Promise<{ name: string; content: Buffer }> {
  await page.getByRole('button', { name: 'Export map' }).click();
  const downloaded = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: item, exact: true }).click();
  const download = await downloaded;
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
}

test('the whole map is saved as figures and texts, whose names say cluster, level and revision', async ({ page }) => {
  await page.goto('/demo/map');
  await new MapPage(page).drawn();
  const svg = await exported(page, 'SVG, dark');
  expect(svg.name).toBe('demo-workloads-rev-1-dark.svg');
  expect(svg.content.toString()).toMatch(/^<svg [\s\S]*crm-db/);
  expect((await exported(page, 'Mermaid')).content.toString()).toMatch(/^flowchart LR\n[\s\S]*crm-db/);
  expect((await exported(page, 'DOT (Graphviz)')).content.toString()).toMatch(/^digraph ringfence/);
  expect((await exported(page, 'CSV')).content.toString()).toMatch(/^from,to,allow,some,depends,reasons,gaps\r\n/);
  const json = await exported(page, 'JSON');
  expect(json.name).toBe('demo-workloads-rev-1.json');
  expect(JSON.parse(json.content.toString())).toMatchObject({ schema: 'ringfence.dev/map/v1', level: 'workloads' });
});

test('a PNG is the whole figure at twice its size, with the text in it', async ({ page }) => {
  await page.goto('/demo/map');
  await new MapPage(page).drawn();
  const figure = (await exported(page, 'SVG, light')).content.toString();
  const [, width, height] = /width="(\d+(?:\.\d+)?)" height="(\d+(?:\.\d+)?)"/.exec(figure) ?? [];
  const { name, content } = await exported(page, 'PNG, light');
  expect(name).toBe('demo-workloads-rev-1-light.png');
  expect(content.subarray(1, 4).toString()).toBe('PNG');
  expect(content.readUInt32BE(16)).toBe(Math.round(2 * Number(width)));
  expect(content.readUInt32BE(20)).toBe(Math.round(2 * Number(height)));
});

test('with the layer of traffic the figure has it, and says of which time', async ({ page }) => {
  await page.goto('/demo/map?traffic=24h');
  await page.waitForFunction(() => window.__map?.edges('.flow-used').nonempty());
  const figure = (await exported(page, 'SVG, light')).content.toString();
  expect(figure).toContain('<title>Connections in demo with their observed traffic</title>');
  expect(figure).toContain('stroke="#2f3944"'); // used
  expect(figure).toContain('seen, denied');
  expect(figure).not.toContain('Any pod');
  expect(figure).toMatch(/Observed traffic of 24 h until 20\d\d-/);
});

test('what the filter hides is said in the file, and the link and the table are on the clipboard', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/demo/map?q=ns%3Acrm');
  await new MapPage(page).drawn();
  const mermaid = (await exported(page, 'Mermaid')).content.toString();
  expect(mermaid).toContain('%% Not in this file, by the filter "ns:crm"');
  expect(mermaid).not.toContain('spark-job"');
  await page.getByRole('button', { name: 'Export map' }).click();
  await page.getByRole('menuitem', { name: 'Copy as Markdown' }).click();
  await expect(page.getByText('Markdown copied')).toBeVisible();
  const markdown = await page.evaluate(() => navigator.clipboard.readText());
  expect(markdown).toMatch(/^Allowed connections in demo[\s\S]*\| From \| To \|[\s\S]*`crm\/StatefulSet\/crm-db`/);
  expect(markdown).toContain(`[Open in Ringfence](<${page.url()}>)`);
  await page.getByRole('button', { name: 'Export map' }).click();
  await page.getByRole('menuitem', { name: 'Copy link' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
});
