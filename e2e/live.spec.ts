import { MapPage } from './pages/map-page.ts';
import { namedByAxe } from './support/named-by-axe.ts';
import { expect, test } from './support/ringfence-test.ts';

test('a new revision waits, tells what changed, compares with the one shown, and moves nothing when it is applied', async ({
  page,
  serve,
}) => {
  const { address } = await serve(['--demo']);
  const map = new MapPage(page);
  await map.open(address);
  const places = () =>
    page.evaluate(() =>
      window.__map?.nodes('.workload, .namespace').map((node) => `${node.id()} ${JSON.stringify(node.position())}`),
    );
  const before = await places();
  // another page chooses another profile
  const answer = await page.request.post(`${address}/api/clusters/demo/profile`, {
    data: { profile: 'calico', sets: [] },
    headers: { origin: address, 'sec-fetch-site': 'same-origin' },
  });
  expect(answer.ok()).toBe(true);
  await expect(page.getByRole('button', { name: '1 change · apply' })).toBeVisible();
  expect(await places()).toEqual(before);

  await page.getByRole('button', { name: 'What changed' }).click();
  const dialog = page.getByRole('dialog', { name: 'What changed in this run' });
  const rows = dialog.getByRole('list', { name: 'Revisions' }).locator(':scope > li');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('The semantics profile was changed.');
  await expect(rows.first()).toContainText('waits');
  await expect(rows.last()).toContainText('The first reading.');
  expect(await namedByAxe(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  await page.getByRole('button', { name: '1 change · apply' }).click();
  await expect(page.getByRole('button', { name: '1 change · apply' })).toBeHidden();
  expect(await places()).toEqual(before);
  await page.getByRole('button', { name: 'What changed' }).click();
  await rows.last().getByRole('button', { name: 'Compare' }).click();
  await expect(rows.last()).toContainText('Since rev 1:');
});
