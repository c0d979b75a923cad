import { ARTICLE_TEXTS } from '#lib/text/en/articles.ts';
import type { ArticleHook } from './types.ts';

/** In which sense a network control supports an article: gdpr.md §2.6. */
export type Article = keyof typeof ARTICLE_TEXTS;

/** Kept by list: thousands of gaps of one check have the same. */
const hooksOf = new WeakMap<readonly Article[], readonly ArticleHook[]>();

export function articleHooks(articles: readonly Article[]): readonly ArticleHook[] {
  let hooks = hooksOf.get(articles);
  if (hooks === undefined) {
    hooks = articles.map((article) => ({ article, ...ARTICLE_TEXTS[article] }));
    hooksOf.set(articles, hooks);
  }
  return hooks;
}
