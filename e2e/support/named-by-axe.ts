import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/**
 * What axe finds wrong on a page: rule and element, in a line each. Its legacy mode looks at frames of the page's own
 * origin alone, and a page has no frame at all; the other mode opens a page more for each look, which takes longer than
 * the look.
 * @param rules those of axe that are asked; absent: all.
 */
export async function namedByAxe(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  if (page.frames().length > 1) throw new Error('axe looks into no frame here');
  await page.evaluate(endTransitions); // else it reads a colour on its way to another
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await (rules === undefined ? axe : axe.withRules([...rules])).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`));
}

/** In the page. */
function endTransitions(): void {
  const transitions = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
  for (const transition of transitions) transition.finish();
}
