import type { FilterError, FilterPlace, FilterTerm } from './filter-language.ts';
import { parseFilter, wordsOf } from './parse-filter.ts';

/** A word of a filter as it is shown: read, wrong, or (a key alone) neither. */
export interface FilterWord {
  readonly raw: string;
  readonly term?: FilterTerm;
  readonly error?: FilterError;
}

/** The words of a filter in their order, each with what it was read as. */
export function filterWords(text: string, place: FilterPlace = 'map'): readonly FilterWord[] {
  const { terms, errors } = parseFilter(text, place);
  return wordsOf(text).map(({ raw, start }) => {
    const term = terms.find((each) => each.start === start);
    const error = errors.find((each) => each.word.start === start);
    return { raw, ...(term === undefined ? {} : { term }), ...(error === undefined ? {} : { error }) };
  });
}

/** The filter with this word at its end, or without it where it holds it already. */
export function toggleWord(text: string, word: string): string {
  const words = wordsOf(text).map(({ raw }) => raw);
  return (words.includes(word) ? words.filter((each) => each !== word) : [...words, word]).join(' ');
}

export const hasWord = (text: string, word: string) => wordsOf(text).some(({ raw }) => raw === word);
