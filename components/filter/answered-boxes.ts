import type { FilterAnswer } from '#lib/api/filter-schemas.ts';
import type { AnsweredBoxes } from '#lib/graph/filter/match-filter.ts';

export function answeredBoxes(answer: FilterAnswer | undefined): AnsweredBoxes | undefined {
  if (answer === undefined) return undefined;
  const { ids, inside = [], depends } = answer;
  return {
    boxes: new Set(ids),
    inside: new Set(inside),
    ...(depends === undefined ? {} : { depends: new Set(depends) }),
  };
}
