import type { Verdict } from '#lib/policy/types.ts';
import { count } from './count.ts';

const WORDS: Readonly<Record<Verdict, string>> = { allow: 'allowed', depends: 'undecided', deny: 'denied' };

/** "From shop/web to shop/Deployment/db: 2 pairs allowed, 1 denied." */
export function sentenceOfMany(
  from: string,
  to: string,
  parts: readonly { readonly verdict: Verdict; readonly count: number }[],
): string {
  const words = parts.map(
    (part, i) => `${count(part.count)}${i > 0 ? '' : part.count === 1 ? ' pair' : ' pairs'} ${WORDS[part.verdict]}`,
  );
  return `From ${from} to ${to}: ${words.join(', ')}.`;
}
