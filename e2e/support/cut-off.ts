import type { Page } from '@playwright/test';

/** Words that stand beside the window, or are cut off by what holds them without being shortened by dots. */
export const cutOff = (page: Page) =>
  page.evaluate(() => {
    const found = document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : [];
    const holderOf = (element: Element): Element | undefined => {
      for (let each = element.parentElement; each !== null; each = each.parentElement) {
        if (getComputedStyle(each).overflowX !== 'visible') return each;
      }
      return undefined;
    };
    for (const element of document.querySelectorAll('main *, nav *, header *')) {
      const { left, right, width, height } = element.getBoundingClientRect();
      const isText = element.childElementCount === 0 && (element.textContent ?? '').trim() !== '';
      if (!isText || width < 2 || height < 2 || element.closest('.sr-only, svg, [role=grid]') !== null) continue;
      const holder = holderOf(element);
      const style = holder === undefined ? undefined : getComputedStyle(holder);
      const edge = holder?.getBoundingClientRect().right ?? innerWidth;
      const isShortened = style?.textOverflow === 'ellipsis' || style?.overflowX === 'auto';
      if (left < -1 || right > innerWidth + 1 || (!isShortened && right > edge + 1))
        found.push(element.textContent ?? '');
    }
    return [...new Set(found)];
  });
