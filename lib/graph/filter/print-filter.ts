import type { FilterTerm } from './filter-language.ts';

type Written = Pick<FilterTerm, 'key' | 'value' | 'negated'>;

/** A term as it is typed: `-ns:kube-system`, `name:"two words"`. */
export function printTerm({ key, value, negated }: Written): string {
  return `${negated ? '-' : ''}${key === 'text' ? '' : `${key}:`}${quoted(value, key === 'text')}`;
}

/** The terms as one text, which reads back as the same terms. */
export function printFilter(terms: readonly Written[]): string {
  return terms.map(printTerm).join(' ');
}

/** In quotes where the bare value would be read as something else. */
function quoted(value: string, bare: boolean): string {
  const plain = value !== '' && !/[\s"]/.test(value) && !(bare && (value.startsWith('-') || KEY_PREFIX.test(value)));
  return plain ? value : `"${value.replace(/[\\"]/g, '\\$&')}"`;
}

/** What is taken for a key, known or not; an address such as `10.0.0.0/8` or `::1` holds none. */
export const KEY_PREFIX = /^([a-z][a-z-]*):/i;
