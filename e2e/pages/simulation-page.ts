import type { Locator, Page } from '@playwright/test';
import { expect } from '../support/ringfence-test.ts';

/** The simulation as a person meets it. */
export class SimulationPage {
  readonly changes: Locator;
  readonly result: Locator;
  readonly editor: Locator;
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.changes = page.getByRole('region', { name: 'Changes', exact: true });
    this.result = page.getByRole('region', { name: 'Result', exact: true });
    this.editor = page.getByRole('textbox', { name: /^YAML of/ });
  }

  async open(): Promise<void> {
    await this.page.goto('/demo/simulate');
    await expect(this.page.getByRole('heading', { name: 'Simulation: nothing is applied' })).toBeVisible();
  }

  async add(choice: string): Promise<void> {
    await this.changes.getByRole('button', { name: 'Add', exact: true }).click();
    await this.changes.getByRole('menuitem', { name: choice }).click();
  }

  /** Replaces what the editor holds. */
  async write(text: string): Promise<void> {
    await this.editor.click();
    await this.page.keyboard.press('Control+a');
    await this.page.keyboard.press('Delete');
    await this.page.keyboard.insertText(text);
  }

  /** The five numbers, once they are those of the changes. */
  number(name: string): Locator {
    return this.result.locator('dl > div', { has: this.page.getByText(name, { exact: true }) }).locator('dd');
  }

  /** Lines on the canvas by their kind of change. */
  lines(change: 'opens' | 'closes'): Promise<number> {
    return this.page.evaluate((kind) => window.__map?.edges(`.${kind}`).length ?? 0, change);
  }

  /** Where every box stands. */
  places(): Promise<readonly string[]> {
    return this.page.evaluate(() =>
      (
        window.__map
          ?.nodes('.workload, .namespace')
          .map((node) => `${node.id()} ${node.position('x')} ${node.position('y')}`) ?? []
      ).sort(),
    );
  }
}
