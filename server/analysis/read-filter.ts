import { RingfenceError } from '#lib/api/errors.ts';
import type { Filter, FilterPlace } from '#lib/graph/filter/filter-language.ts';
import { parseFilter } from '#lib/graph/filter/parse-filter.ts';
import { filterErrorSentence } from '#lib/text/en/filter.ts';

/**
 * A filter from an address.
 * @throws RingfenceError BAD_REQUEST with the sentence that names the column.
 */
export function readFilter(text: string, place: FilterPlace): Filter {
  const filter = parseFilter(text, place);
  const [error] = filter.errors;
  if (error !== undefined) throw new RingfenceError('BAD_REQUEST', filterErrorSentence(error));
  return filter;
}

/** Whether gaps must be known for the answer. */
export const asksForGaps = ({ terms }: Filter): boolean => terms.some(({ key }) => key === 'gap' || key === 'check');
