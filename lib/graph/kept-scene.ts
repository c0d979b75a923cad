import type { Filter } from './filter/filter-language.ts';
import { type AnsweredBoxes, matchFilter, matchGapsOnly } from './filter/match-filter.ts';
import { type KeptScene, keepMatches } from './keep-matches.ts';
import type { Scene } from './types.ts';

/**
 * The picture that is left of a scene where what the filter and *gaps only* dim is taken away: ends of kept lines stay,
 * and so do the frames of what stays.
 */
export function keptScene(scene: Scene, filter: Filter, gapsOnly: boolean, answer?: AnsweredBoxes): KeptScene {
  return keepMatches(scene, matchGapsOnly(scene, matchFilter(scene, filter, answer), gapsOnly));
}
