import type { Locator, Page } from '@playwright/test';

/** The list of gaps, on its page as beside the map. */
export class GapList {
  readonly list: Locator;
  readonly options: Locator;

  constructor(page: Page) {
    this.list = page.getByRole('listbox', { name: 'Gap list' });
    this.options = this.list.getByRole('option');
  }

  gap(title: string | RegExp): Locator {
    return this.options.filter({ hasText: title });
  }
}
