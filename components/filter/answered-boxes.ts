import type { FilterAnswer } from '#lib/api/filter-schemas.ts';
import type { AnsweredBoxes } from '#lib/graph/filter/match-filter.ts';

export function answeredBoxes(answer: FilterAnswer | undefined): AnsweredBoxes | undefined {
  return answer === undefined ? undefined : { boxes: new Set(answer.ids), inside: new Set(answer.inside ?? []) };
}
