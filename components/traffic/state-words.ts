import { TRAFFIC_STATES, type TrafficState } from '#lib/flows/observed.ts';
import { hasWord, toggleWord } from '#lib/graph/filter/filter-words.ts';

/** The word of the filter for a state. */
export const wordOf = (state: TrafficState): string => `state:${state}`;

const STATE_WORDS = TRAFFIC_STATES.map(wordOf);

/** Times that the list of "new since" offers; the field takes others, too. */
export const SINCE_TIMES = ['1h', '6h', '24h', '7d'] as const;
const SINCE_WORDS = SINCE_TIMES.map((time) => `since:${time}`);

/** The filter with this one state and no other; undefined: with none. */
export const withState = (filter: string, state: string | undefined): string =>
  withOne(filter, STATE_WORDS, state === undefined ? undefined : `state:${state}`);

/** The filter with this one time and no other; undefined: with none. */
export const withSince = (filter: string, time: string | undefined): string =>
  withOne(filter, SINCE_WORDS, time === undefined ? undefined : `since:${time}`);

function withOne(filter: string, words: readonly string[], wanted: string | undefined): string {
  const without = words.reduce((text, word) => (hasWord(text, word) ? toggleWord(text, word) : text), filter);
  return wanted === undefined || !words.includes(wanted) ? without : toggleWord(without, wanted);
}
