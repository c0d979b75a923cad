import { GapList } from './pages/gap-list.ts';
import { expect, test } from './support/ringfence-test.ts';

const CLAIM = 'crm-db is reachable from any pod';

test('a gap is waived with its rules, stays in the list in a group of its own, and is open again when withdrawn', async ({
  page,
  serve,
}) => {
  const server = await serve(['--demo']);
  await page.goto(`${server.address}/demo/gaps?check=ISO-001`);
  const list = new GapList(page);
  await list.gap(CLAIM).click();
  const gap = page.getByRole('region', { name: 'Gap', exact: true });
  await expect(gap.getByRole('heading', { name: CLAIM })).toBeVisible();
  await page.keyboard.press('w');
  const form = gap.getByRole('form', { name: 'Waive' });
  const reason = form.getByLabel('Reason, 20 characters or more');
  await expect(reason).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(gap.getByRole('button', { name: 'Waive' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(reason).toBeFocused();

  await form.getByRole('button', { name: 'Record waiver' }).click();
  await expect(form.getByText('Say why in 20 characters or more.')).toBeVisible();
  await reason.fill('Version 3 closes it, planned for January');
  await form.getByLabel('Ends on, 12 months at most').fill(inDays(60));
  await form.getByLabel('Risk owner, a role').fill('head-of-crm');
  await form.getByLabel('Approved by, another role').fill('Head-of-CRM');
  await form.getByLabel('Recorded by, a role').fill('team-crm');
  await form.getByRole('button', { name: 'Record waiver' }).click();
  await expect(form.getByText('The approver may not be the risk owner. Choose another role.')).toBeVisible();
  await form.getByLabel('Approved by, another role').fill('dpo');
  await form.getByRole('button', { name: 'Record waiver' }).click();
  await expect(form).toBeHidden();
  const listBox = page.getByRole('listbox', { name: 'Gap list' });
  await expect(listBox).toBeFocused();

  await expect(page.getByText('Waived 1')).toBeVisible();
  await expect(list.options.last()).toContainText(CLAIM);
  await expect(list.options.last()).toContainText('Waived');
  await list.gap(CLAIM).click();
  await expect(gap.getByText('Version 3 closes it, planned for January')).toBeVisible();
  await gap.getByLabel('Withdrawn by, a role').fill('dpo');
  await gap.getByRole('button', { name: 'Withdraw' }).click();
  await expect(page.getByText('Waived 0')).toBeVisible();
  await expect(list.gap(CLAIM)).not.toContainText('Waived');
  await expect(listBox).toBeFocused();
  await page.goto('about:blank'); // the server ends before the page does
});

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
