import { MapPage } from './pages/map-page.ts';
import { expect, test } from './support/ringfence-test.ts';

test('an open map asks for no frame while nothing is drawn, and draws again when it is moved', async ({ page }) => {
  await page.addInitScript(() => {
    const ask = window.requestAnimationFrame.bind(window);
    Object.assign(window, { asked: 0 });
    window.requestAnimationFrame = (then) => {
      (window as unknown as { asked: number }).asked++;
      return ask(then);
    };
  });
  await page.goto('/demo/map');
  const map = new MapPage(page);
  await map.drawn();
  const asked = () => page.evaluate(() => (window as unknown as { asked: number }).asked);
  await expect
    .poll(async () => {
      const before = await asked();
      await page.waitForTimeout(500);
      return (await asked()) - before;
    })
    .toBe(0);
  const drawn = page.evaluate(
    () => new Promise<boolean>((resolve) => window.__map?.one('render', () => resolve(true))),
  );
  await map.canvas.focus();
  await page.keyboard.press('+');
  expect(await drawn).toBe(true);
});

test('a map that was changed many times is drawn as at first', async ({ page }) => {
  await page.goto('/demo/map');
  await new MapPage(page).drawn();
  const drawn = await page.evaluate(() => {
    for (let step = 0; step < 20_000; step++) window.__map?.panBy({ x: step % 2 === 0 ? 1 : -1, y: 0 });
    return new Promise<boolean>((resolve) => window.__map?.one('render', () => resolve(true)));
  });
  expect(drawn).toBe(true);
});

test('the lines of a tile are asked for while the pointer rests on it', async ({ page }) => {
  await page.goto('/demo/map?level=namespaces');
  const map = new MapPage(page);
  await map.drawn();
  const asked = page.waitForRequest(/\/namespaces\/crm\/lines/);
  const at = await page.evaluate(() => {
    const { x, y } = window.__map?.getElementById('ns:crm').renderedPosition() ?? { x: 0, y: 0 };
    const { left = 0, top = 0 } = window.__map?.container()?.getBoundingClientRect() ?? {};
    return { x: left + x, y: top + y };
  });
  await page.mouse.move(at.x, at.y, { steps: 2 });
  await asked;
  await expect(page.getByRole('complementary', { name: 'Details' })).toBeHidden();
});

test('a chosen tile styles only what it marks, and lines that are not drawn are not on the canvas', async ({
  page,
}) => {
  await page.goto('/demo/map?level=namespaces');
  const map = new MapPage(page);
  await map.drawn();
  const answered = page.waitForResponse(/\/lines/);
  await page.evaluate(() => {
    const canvas = window.__map as unknown as {
      style(): { apply(elements: { id(): string }[]): unknown };
    };
    const style = canvas.style();
    const apply = style.apply;
    const styled = new Set<string>();
    style.apply = (elements) => {
      for (const element of elements) styled.add(element.id());
      return apply.call(style, elements);
    };
    Object.assign(window, { styled });
  });
  await map.clickBox('ns:crm');
  await answered;
  await expect.poll(() => page.evaluate(() => window.__map?.getElementById('ns:crm').hasClass('selected'))).toBe(true);
  await page.waitForTimeout(500);
  const styled = await page.evaluate(() => [...(window as unknown as { styled: Set<string> }).styled]);
  expect(styled).toContain('ns:crm');
  expect(styled.filter((id) => id.startsWith('badge:'))).toEqual([]);
  const hidden = await page.evaluate(() => window.__map?.edges().filter((edge) => edge.hidden()).length);
  expect(hidden).toBe(0);
});
