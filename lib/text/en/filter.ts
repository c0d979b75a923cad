/** Words of the filter: its keys, its errors, its suggestions. */

import type { FilterError, FilterKey, FilterPlace } from '#lib/graph/filter/filter-language.ts';
import type { CountedThing } from '#lib/graph/filter/suggest.ts';
import type { SceneLevel } from '#lib/graph/types.ts';
import { count, countOf } from './count.ts';

export const FILTER = {
  label: 'Filter the map',
  hint: 'Filter, e.g. class:special',
  clear: 'Clear',
  chips: 'Parts of the filter',
  notApplied: 'not applied',
  suggestions: 'Suggestions for the filter',
  keys: 'Keys',
  moreKeys: 'More keys',
  valuesOf: (key: FilterKey) => `Values of ${key}`,
  free: 'Any other word is looked for in names, namespaces and kinds. A comma means or, a minus in front takes away.',
  take: 'take it',
  move: 'move',
  leave: 'leave',
  sameText: 'same text in link and command line',
  removeIt: ', remove',
  remove: (word: string) => `${word}, remove`,
  didYouMean: 'Did you mean',
  keepsState: 'The last state is kept until the filter can be read.',
  undecidedMeans: 'Whether these reach what the filter asks for is undecided. Press to see them alone.',
  pods: 'Filter pods',
  podsHint: 'Filter, e.g. label:app=web',
  gaps: 'Filter gaps',
  gapsHint: 'Filter, e.g. class:special',
  policies: 'Filter policies',
  policiesHint: 'Filter, e.g. ns:crm',
  traffic: 'Filter traffic',
  trafficHint: 'Filter, e.g. state:seen-denied',
  failed: 'The filter could not be answered.',
} as const;

const CALLED: Readonly<Partial<Record<FilterKey, string>>> = {
  class: 'a class',
  gap: 'a severity',
  verdict: 'a verdict',
  state: 'a state',
  since: 'a time such as 30m, 24h or 7d',
  reaches: 'a place: internet, a name, or class: with a class',
};

const OF_TRAFFIC: ReadonlySet<string> = new Set(['state', 'since', 'from', 'to']);

/** Without its suggestion: `"patient" is not a class. Column 14.` */
export function filterErrorSentence(error: FilterError): string {
  return `${whatIsWrong(error)} Column ${error.start + 1}.`;
}

function whatIsWrong({ problem, found, key }: FilterError): string {
  switch (problem) {
    case 'key':
      return `"${found}:" is not a key.`;
    case 'place':
      return OF_TRAFFIC.has(found.toLowerCase())
        ? `"${found}:" is asked of observed traffic: on the page of traffic.`
        : `"${found}:" is asked of connections: on the map, or by ringfence list.`;
    case 'port':
      return `"${found}" is not a port: 0 to 65535, udp/53 or any.`;
    case 'quote':
      return 'A quotation mark is not closed.';
    case 'value':
      return `"${found}" is not ${(key === undefined ? undefined : CALLED[key]) ?? 'a value'}.`;
  }
}

/** What the picture cannot answer, and what to do. */
export function unansweredSentence(word: string, key: FilterKey | 'text', level: SceneLevel): string {
  if (key !== 'verdict') return `${word} cannot be answered at this level. Choose Workloads or Pods.`;
  return level === 'namespaces'
    ? `${word} cannot be answered at this level.`
    : `${word} cannot be answered here: denied pairs are not drawn. Ask why on a pod's page.`;
}

/** `level` where boxes of a picture are counted. */
export function filterCount(found: number, of: CountedThing, level: SceneLevel = 'workloads'): string {
  switch (of) {
    case 'boxes':
      return boxesOf(found, level);
    case 'policies':
      return countOf(found, 'policy', 'policies');
    default:
      return countOf(found, of.slice(0, -1));
  }
}

/** The name of the field and what stands in it while it is empty. */
export function filterFieldWords(place: FilterPlace): { readonly label: string; readonly hint: string } {
  if (place === 'map') return { label: FILTER.label, hint: FILTER.hint };
  return { label: FILTER[place], hint: FILTER[`${place}Hint`] };
}

/** "3 undecided" */
export const undecidedOf = (found: number) => `${count(found)} undecided`;

/** "3 of 32 workloads"; "3 of 32, 1 undecided" */
export const filterMatches = (found: number, of: number, level: SceneLevel, undecided = 0) =>
  undecided === 0
    ? `${count(found)} of ${boxesOf(of, level)}`
    : `${count(found)} of ${count(of)}, ${count(undecided)} undecided`;

const ONE: Readonly<Record<SceneLevel, string>> = { namespaces: 'namespace', workloads: 'workload', pods: 'pod' };
const boxesOf = (found: number, level: SceneLevel) => countOf(found, ONE[level]);

export const nothingMatches = (query: string) => `Nothing matches ${query}.`;
