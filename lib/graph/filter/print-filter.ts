import { type FilterTerm, valuesOfTerm } from './filter-language.ts';

type Written = Pick<FilterTerm, 'key' | 'value' | 'or' | 'negated'>;

/** A term as it is typed: `-ns:kube-system`, `class:personal,special`, `name:"two words"`. */
export function printTerm({ key, negated, ...values }: Written): string {
  const written = valuesOfTerm(values).map((value) => quoted(value, key === 'text'));
  return `${negated ? '-' : ''}${key === 'text' ? '' : `${key}:`}${written.join(',')}`;
}

/** The terms as one text, which reads back as the same terms. */
export function printFilter(terms: readonly Written[]): string {
  return terms.map(printTerm).join(' ');
}

/** In quotes where the bare value would be read as something else. */
function quoted(value: string, bare: boolean): string {
  const reads = bare ? !value.startsWith('-') && !KEY_PREFIX.test(value) : !value.includes(',');
  const plain = value !== '' && !/[\s"]/.test(value) && reads;
  return plain ? value : `"${value.replace(/[\\"]/g, '\\$&')}"`;
}

/** What is taken for a key, known or not; an address such as `10.0.0.0/8` or `::1` holds none. */
export const KEY_PREFIX = /^([a-z][a-z-]*):/i;
