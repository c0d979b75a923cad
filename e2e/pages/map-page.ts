import { expect, type Locator, type Page } from '@playwright/test';

/** The map as a person meets it: the canvas is clicked at the place where a box is drawn. */
export class MapPage {
  readonly page: Page;
  readonly canvas: Locator;
  readonly table: Locator;

  constructor(page: Page) {
    this.page = page;
    this.canvas = page.getByRole('application', { name: 'Map of allowed connections' });
    this.table = page.getByRole('treegrid', { name: 'Connections' });
  }

  async open(address: string, cluster = 'demo', query = ''): Promise<void> {
    await this.page.goto(`${address}/${cluster}/map${query}`);
    await this.drawn();
  }

  /** Waits until the scene is on the canvas. */
  async drawn(): Promise<void> {
    await expect(this.page.locator('[data-ready="true"]')).toBeAttached();
    await expect.poll(() => this.page.evaluate(() => window.__map?.nodes().length ?? 0)).toBeGreaterThan(0);
  }

  /** Ids of the drawn boxes. */
  boxes(): Promise<readonly string[]> {
    return this.page.evaluate(() => window.__map?.nodes().map((node) => node.id()) ?? []);
  }

  /** Ids of the drawn lines. */
  lines(): Promise<readonly string[]> {
    return this.page.evaluate(() => window.__map?.edges().map((edge) => edge.id()) ?? []);
  }

  /** Clicks in the middle of a box, with the mouse. */
  async clickBox(id: string): Promise<void> {
    const at = await this.page.evaluate((wanted) => {
      const map = window.__map;
      const box = map?.getElementById(wanted);
      const place = map?.container()?.getBoundingClientRect();
      if (box === undefined || box.empty() || place === undefined) return undefined;
      const { x, y } = box.renderedPosition();
      return { x: place.left + x, y: place.top + y };
    }, id);
    if (at === undefined) throw new Error(`${id} is not drawn; drawn are ${(await this.boxes()).join(', ')}`);
    await this.page.mouse.click(at.x, at.y);
  }
}
