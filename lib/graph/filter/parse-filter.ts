import {
  FILTER_KEYS,
  FILTER_VALUES,
  type Filter,
  type FilterError,
  type FilterKey,
  type FilterTerm,
  isFilterKey,
} from './filter-language.ts';
import { nearestWord } from './nearest-word.ts';
import { KEY_PREFIX, printTerm } from './print-filter.ts';

/**
 * Reads `crm class:special -ns:kube-system name:"two words"`: words and `key:value`, each with `-` in front where it
 * must not hold, values in double quotes where they hold a space. A word that cannot be read becomes an error that says
 * where it stands; the others are read all the same. A key without a value is still being typed and says nothing.
 */
export function parseFilter(text: string): Filter {
  const terms: FilterTerm[] = [];
  const errors: FilterError[] = [];
  for (const word of wordsOf(text)) {
    const read = readWord(word, text.length);
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

function readWord({ raw, start, end }: Word, length: number): FilterTerm | FilterError | undefined {
  const negated = raw.startsWith('-') && raw.length > 1;
  const body = negated ? raw.slice(1) : raw;
  const name = KEY_PREFIX.exec(body)?.[1];
  const valueStart = start + (negated ? 1 : 0) + (name === undefined ? 0 : name.length + 1);
  const value = unquote(name === undefined ? body : body.slice(name.length + 1));
  const isLast = end === length;
  const word = { start, end };
  if (value === undefined) {
    const found = body.slice(name === undefined ? 0 : name.length + 1);
    return { problem: 'quote', found, known: [], start: valueStart, end, word, unfinished: isLast };
  }
  if (name === undefined) {
    return value === '' || raw === '-' ? undefined : { key: 'text', value, negated, start, end };
  }
  const key = name.toLowerCase();
  if (!isFilterKey(key)) {
    const suggestion = nearestWord(key, FILTER_KEYS);
    return {
      problem: 'key',
      found: name,
      known: FILTER_KEYS,
      ...(suggestion === undefined ? {} : { suggestion, mended: `${negated ? '-' : ''}${suggestion}:${value}` }),
      start: valueStart - name.length - 1,
      end: valueStart - 1,
      word,
      unfinished: false,
    };
  }
  if (value === '') return undefined;
  return badValue(key, value, { negated, isLast, start: valueStart, end, word }) ?? { key, value, negated, start, end };
}

interface Place {
  readonly negated: boolean;
  readonly isLast: boolean;
  readonly start: number;
  readonly end: number;
  readonly word: FilterError['word'];
}

function badValue(key: FilterKey, value: string, place: Place): FilterError | undefined {
  const { negated, isLast, start, end, word } = place;
  if (key === 'port') {
    if (PORT.test(value) && Number(value.split('/').at(-1)) <= LAST_PORT) return undefined;
    if (value.toLowerCase() === 'any') return undefined;
    const unfinished = isLast && /^(a|an|t|tcp?|u|udp?|s|sctp?|tcp\/|udp\/|sctp\/)$/i.test(value);
    return { problem: 'port', key, found: value, known: [], start, end, word, unfinished };
  }
  const known = FILTER_VALUES[key];
  const small = value.toLowerCase();
  if (known === undefined || known.includes(small)) return undefined;
  const suggestion = nearestWord(small, known);
  return {
    problem: 'value',
    key,
    found: value,
    known,
    ...(suggestion === undefined ? {} : { suggestion, mended: printTerm({ key, value: suggestion, negated }) }),
    start,
    end,
    word,
    unfinished: isLast && known.some((each) => each.startsWith(small)),
  };
}

const LAST_PORT = 65_535;
/** `5432`, `udp/53`. */
const PORT = /^(?:(?:tcp|udp|sctp)\/)?\d{1,5}$/i;

/** Without its quotes and the backslashes in them; undefined where a quote is not closed. */
function unquote(text: string): string | undefined {
  let value = '';
  let inQuotes = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (letter === '"') inQuotes = !inQuotes;
    else if (inQuotes && letter === '\\') value += text[++at] ?? '';
    else value += letter;
  }
  return inQuotes ? undefined : value;
}
