import { FILTER_VALUES, type FilterKey, type FilterPlace, isFilterKey, KEYS_OF_PLACE } from './filter-language.ts';
import { KEY_PREFIX, printTerm } from './print-filter.ts';
import { splitValues } from './split-values.ts';

export interface Suggestion {
  /** The whole word that it stands for: `class:special`, or `class:` where a value is still to come. */
  readonly word: string;
  readonly key: FilterKey;
  /** Absent: a key is offered. */
  readonly value?: string;
  /** What it would leave of what is counted there. Absent for keys. */
  readonly count?: { readonly of: CountedThing; readonly found: number };
}
/** `boxes`: those of the level that is shown. */
export type CountedThing = 'boxes' | 'connections' | 'workloads' | 'pods' | 'gaps' | 'policies' | 'rows';

/** A word that is being typed, taken apart. */
export interface TypedWord {
  readonly negated: boolean;
  /** Absent: no `:` yet, or a key that cannot be asked here. */
  readonly key: FilterKey | undefined;
  /** In small letters: what of a key or a value is there. */
  readonly typed: string;
  /** Values before it, behind which it stands with a comma. */
  readonly before: readonly string[];
  /** A key stands there that is none. */
  readonly isUnknown: boolean;
}

export function typedWord(word: string, place: FilterPlace): TypedWord {
  const negated = word.startsWith('-');
  const body = negated ? word.slice(1) : word;
  const name = KEY_PREFIX.exec(body)?.[1];
  if (name === undefined) {
    return { negated, key: undefined, typed: body.toLowerCase(), before: [], isUnknown: false };
  }
  const key = name.toLowerCase();
  const written = body.slice(name.length + 1);
  const values = splitValues(written);
  const last = written.endsWith(',') ? undefined : values.at(-1);
  const before = values.flatMap((each) => (each === last || each.value === undefined ? [] : [each.value]));
  const isAsked = isFilterKey(key) && KEYS_OF_PLACE[place].includes(key);
  return {
    negated,
    key: isAsked ? key : undefined,
    typed: (last?.raw ?? '').toLowerCase().replaceAll('"', ''),
    before,
    isUnknown: !isAsked,
  };
}

/** The keys that begin like what is typed. */
export function suggestKeys({ negated, typed, isUnknown }: TypedWord, place: FilterPlace): readonly Suggestion[] {
  if (isUnknown) return [];
  return KEYS_OF_PLACE[place]
    .filter((each) => each.startsWith(typed))
    .map((each) => ({ word: `${negated ? '-' : ''}${each}:`, key: each }));
}

const MOST = 8;

/**
 * Values of the key with their counts. What begins like the word comes first, then what holds it; of a few words all are
 * offered where none fits: the one that is meant is among them. At most eight.
 */
export function suggestValues(
  { negated, key, typed, before }: TypedWord,
  counts: ReadonlyMap<string, number>,
  of: CountedThing,
): readonly Suggestion[] {
  if (key === undefined) return [];
  const counted = [...counts].filter(([value]) => !before.includes(value));
  const fitting = counted.filter(([value]) => value.toLowerCase().includes(typed));
  const offered = (fitting.length === 0 && FILTER_VALUES[key] !== undefined ? counted : fitting).map(
    ([value, found]) => ({ value, found, begins: value.toLowerCase().startsWith(typed) }),
  );
  const byCount = FILTER_VALUES[key] === undefined;
  offered.sort((a, b) => Number(b.begins) - Number(a.begins) || (byCount ? b.found - a.found : 0));
  return offered.slice(0, MOST).map(({ value, found }) => {
    const [first = value, ...or] = [...before, value];
    return { word: printTerm({ key, value: first, or, negated }), key, value, count: { of, found } };
  });
}
