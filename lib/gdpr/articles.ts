import { ARTICLE_TEXTS } from '#lib/text/en/articles.ts';
import type { ArticleHook } from './types.ts';

/** In which sense a network control supports an article: gdpr.md §2.6. */
export type Article = keyof typeof ARTICLE_TEXTS;

export function articleHooks(articles: readonly Article[]): readonly ArticleHook[] {
  return articles.map((article) => ({ article, ...ARTICLE_TEXTS[article] }));
}
