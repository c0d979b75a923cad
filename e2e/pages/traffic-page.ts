import { expect, type Locator, type Page } from '@playwright/test';

/** The traffic page as a person meets it. */
export class TrafficPage {
  readonly page: Page;
  readonly table: Locator;
  readonly rows: Locator;
  readonly panel: Locator;
  readonly numbers: Locator;
  readonly filter: Locator;

  constructor(page: Page) {
    this.page = page;
    this.table = page.getByRole('table', { name: 'Observed traffic beside what is allowed' });
    this.rows = this.table.getByRole('row').filter({ has: page.getByRole('cell') });
    this.panel = page.getByRole('complementary', { name: 'One flow' });
    this.numbers = page.getByRole('region', { name: 'Numbers of the window' });
    this.filter = page.getByRole('combobox', { name: 'Filter traffic' });
  }

  async open(query = '', cluster = 'demo'): Promise<void> {
    await this.page.goto(`/${cluster}/traffic${query}`);
    await expect(this.rows.first()).toBeVisible();
  }

  /** The row of a connection, "mailer" to "orders-db". */
  row(from: string, to: string): Locator {
    return this.rows.filter({ hasText: from }).filter({ hasText: to }).first();
  }
}
