import { TRAFFIC_STATES, type TrafficState } from '#lib/flows/observed.ts';
import { hasWord, toggleWord } from '#lib/graph/filter/filter-words.ts';

/** The filter with this one state and no other; undefined: with none. */
export function withState(filter: string, state: string | undefined): string {
  const without = TRAFFIC_STATES.reduce(
    (text, each) => (hasWord(text, wordOf(each)) ? toggleWord(text, wordOf(each)) : text),
    filter,
  );
  const wanted = TRAFFIC_STATES.find((each) => each === state);
  return wanted === undefined ? without : toggleWord(without, wordOf(wanted));
}

/** The word of the filter for a state. */
export const wordOf = (state: TrafficState): string => `state:${state}`;
