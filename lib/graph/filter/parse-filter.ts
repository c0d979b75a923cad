import {
  FILTER_VALUES,
  type Filter,
  type FilterError,
  type FilterKey,
  type FilterPlace,
  type FilterTerm,
  isFilterKey,
  KEYS_OF_PLACE,
  REACHES_CLASS,
  REACHES_INTERNET,
} from './filter-language.ts';
import { durationOf } from './filter-subject.ts';
import { nearestWord } from './nearest-word.ts';
import { KEY_PREFIX, printTerm } from './print-filter.ts';
import { splitValues, unquote, type WrittenValue } from './split-values.ts';

/**
 * Reads `crm class:personal,special -ns:kube-system name:"two words"`: words and `key:value`, each with `-` in front
 * where it must not hold, several values behind commas, values in double quotes where they hold a blank or a comma. A
 * word that cannot be read, or asks for what `place` cannot answer, becomes an error that says where it stands; the
 * others are read all the same. A key without a value is still being typed and says nothing.
 */
export function parseFilter(text: string, place: FilterPlace = 'map'): Filter {
  const terms: FilterTerm[] = [];
  const errors: FilterError[] = [];
  for (const word of wordsOf(text)) {
    const read = readWord(word, text.length, KEYS_OF_PLACE[place]);
    if (read === undefined) continue;
    if ('problem' in read) errors.push(read);
    else terms.push(read);
  }
  return { text, terms, errors };
}

interface Word {
  readonly raw: string;
  readonly start: number;
  readonly end: number;
}

/** Split at blanks outside of quotes. */
export function wordsOf(text: string): readonly Word[] {
  const words: Word[] = [];
  let start = -1;
  let inQuotes = false;
  for (let at = 0; at <= text.length; at++) {
    const letter = text[at];
    if (letter === undefined || (!inQuotes && /\s/.test(letter))) {
      if (start >= 0) words.push({ raw: text.slice(start, at), start, end: at });
      start = -1;
      continue;
    }
    if (start < 0) start = at;
    if (inQuotes && letter === '\\') at++;
    else if (letter === '"') inQuotes = !inQuotes;
  }
  return words;
}

function readWord(
  { raw, start, end }: Word,
  length: number,
  keys: readonly FilterKey[],
): FilterTerm | FilterError | undefined {
  const negated = raw.startsWith('-') && raw.length > 1;
  const body = negated ? raw.slice(1) : raw;
  const bodyStart = start + (negated ? 1 : 0);
  const name = KEY_PREFIX.exec(body)?.[1];
  const isLast = end === length;
  const word = { start, end };
  if (name === undefined) {
    const value = unquote(body);
    if (value === undefined) return openQuote(body, { start: bodyStart, end, word, isLast });
    return value === '' || raw === '-' ? undefined : { key: 'text', value, negated, start, end };
  }
  const written = body.slice(name.length + 1);
  const valueStart = bodyStart + name.length + 1;
  const values = splitValues(written);
  const unclosed = values.find(({ value }) => value === undefined);
  if (unclosed !== undefined) return openQuote(unclosed.raw, { start: valueStart + unclosed.at, end, word, isLast });
  const key = name.toLowerCase();
  if (!isFilterKey(key) || !keys.includes(key)) {
    const isElsewhere = isFilterKey(key);
    const suggestion = isElsewhere ? undefined : nearestWord(key, keys);
    return {
      problem: isElsewhere ? 'place' : 'key',
      found: name,
      known: keys,
      ...(suggestion === undefined ? {} : { suggestion, mended: `${negated ? '-' : ''}${suggestion}:${written}` }),
      start: bodyStart,
      end: valueStart - 1,
      word,
      unfinished: false,
    };
  }
  for (const each of values) {
    const place = { start: valueStart + each.at, end: valueStart + each.at + each.raw.length, word, isLast };
    const error = badValue(key, each, place);
    if (error === undefined) continue;
    const { suggestion } = error;
    if (suggestion === undefined) return error;
    const [value = '', ...or] = values.map((other) => (other === each ? suggestion : (other.value ?? '')));
    return { ...error, mended: printTerm({ key, value, or, negated }) };
  }
  const [value, ...or] = values.flatMap((each) => (isUnwritten(key, each.value) ? [] : [each.value ?? '']));
  if (value === undefined) return undefined;
  return { key, value, ...(or.length === 0 ? {} : { or }), negated, start, end };
}

/** Nothing stands behind the key yet, or behind `reaches:class:`. */
function isUnwritten(key: FilterKey, value: string | undefined): boolean {
  return value === undefined || value === '' || (key === 'reaches' && value.toLowerCase() === REACHES_CLASS);
}

interface Place {
  /** Of the wrong part. */
  readonly start: number;
  readonly end: number;
  readonly word: FilterError['word'];
  readonly isLast: boolean;
}

function openQuote(found: string, { isLast, ...place }: Place): FilterError {
  return { problem: 'quote', found, known: [], ...place, unfinished: isLast };
}

/** Without `mended`, which is of the whole word. */
function badValue(key: FilterKey, { value = '' }: WrittenValue, { isLast, ...place }: Place): FilterError | undefined {
  const isBeingTyped = isLast && place.end === place.word.end;
  if (key === 'port') {
    if (PORT.test(value) && Number(value.split('/').at(-1)) <= LAST_PORT) return undefined;
    if (value === '' || value.toLowerCase() === 'any') return undefined;
    const unfinished = isBeingTyped && /^(a|an|t|tcp?|u|udp?|s|sctp?|tcp\/|udp\/|sctp\/)$/i.test(value);
    return { problem: 'port', key, found: value, known: [], ...place, unfinished };
  }
  if (key === 'since') {
    if (value === '' || durationOf(value.toLowerCase()) !== undefined) return undefined;
    return {
      problem: 'value',
      key,
      found: value,
      known: [],
      ...place,
      unfinished: isBeingTyped && /^\d{1,5}$/.test(value),
    };
  }
  if (key === 'reaches') return badTarget(value, isBeingTyped, place);
  const known = FILTER_VALUES[key];
  const small = value.toLowerCase();
  if (value === '' || known === undefined || known.includes(small)) return undefined;
  const suggestion = nearestWord(small, known);
  return {
    problem: 'value',
    key,
    found: value,
    known,
    ...(suggestion === undefined ? {} : { suggestion }),
    ...place,
    unfinished: isBeingTyped && known.some((each) => each.startsWith(small)),
  };
}

/** A name may be any; a class is one of a few words, and so is what stands in front of it. */
function badTarget(
  value: string,
  isBeingTyped: boolean,
  place: Pick<FilterError, 'start' | 'end' | 'word'>,
): FilterError | undefined {
  const small = value.toLowerCase();
  if (!small.includes(':')) return undefined;
  const classes = FILTER_VALUES.class ?? [];
  const isClass = small.startsWith(REACHES_CLASS);
  const written = small.slice(small.indexOf(':') + 1);
  if (isClass && (written === '' || classes.includes(written))) return undefined;
  const known = [REACHES_INTERNET, ...classes.map((each) => `${REACHES_CLASS}${each}`)];
  const near = nearestWord(written, classes);
  const suggestion = near === undefined ? nearestWord(small, known) : `${REACHES_CLASS}${near}`;
  return {
    problem: 'value',
    key: 'reaches',
    found: value,
    known,
    ...(suggestion === undefined ? {} : { suggestion }),
    ...place,
    unfinished: isBeingTyped && known.some((each) => each.startsWith(small)),
  };
}

const LAST_PORT = 65_535;
/** `5432`, `udp/53`. */
const PORT = /^(?:(?:tcp|udp|sctp)\/)?\d{1,5}$/i;
