import type { PolicyListItem } from '#lib/api/policy-types.ts';
import { policyKey } from './filter-policies.ts';

/** Mean width of a letter of a name, and what a tag takes beside it; in pixels. */
const LETTER = 7.4;
const TAG = 124;
const PADDING = 16;
const NARROWEST = 112;
const WIDEST = 224;

/** How wide the column of names has to be: what they leave is for the words on their effect. */
export function nameWidth(items: readonly PolicyListItem[], redundant: ReadonlySet<string>): number {
  const wanted = items.map(({ policy, opensToAny, unread }) => {
    const isTagged = opensToAny || unread || redundant.has(policyKey(policy));
    return PADDING + policy.name.length * LETTER + (isTagged ? TAG : 0);
  });
  return Math.round(wanted.reduce((most, each) => Math.min(WIDEST, Math.max(most, each)), NARROWEST));
}
