import { SEVERITIES } from '#lib/gdpr/types.ts';

/** The keys of `key:value`, in the order in which they are offered. */
export const FILTER_KEYS = [
  'ns',
  'kind',
  'name',
  'label',
  'class',
  'gap',
  'check',
  'policy',
  'port',
  'verdict',
  'reaches',
  'state',
  'since',
  'from',
  'to',
] as const;
export type FilterKey = (typeof FILTER_KEYS)[number];

/** What a filter narrows. Everywhere it is the same language; not every key can be asked everywhere. */
export type FilterPlace = 'map' | 'pods' | 'gaps' | 'policies' | 'traffic';

/** What is asked of observed connections: their state, since when they are seen, and which end is meant. */
const OF_TRAFFIC: ReadonlySet<FilterKey> = new Set(['state', 'since', 'from', 'to']);

/**
 * A pod has no connection of its own that a list of pods could show; nor has a policy a way to the internet. Of traffic
 * what is asked of boxes holds where it holds of either end.
 */
export const KEYS_OF_PLACE: Readonly<Record<FilterPlace, readonly FilterKey[]>> = {
  map: FILTER_KEYS.filter((key) => !OF_TRAFFIC.has(key)),
  pods: ['ns', 'kind', 'name', 'label', 'class', 'gap', 'check', 'policy', 'reaches'],
  gaps: ['ns', 'kind', 'name', 'label', 'class', 'gap', 'check', 'policy', 'port', 'reaches'],
  policies: ['ns', 'kind', 'name', 'label', 'class', 'gap', 'check', 'port'],
  traffic: ['ns', 'kind', 'name', 'label', 'class', 'gap', 'check', 'policy', 'port', ...OF_TRAFFIC],
};

/** Keys whose values are one of a few words; the others take what the cluster has. */
export const FILTER_VALUES: Readonly<Partial<Record<FilterKey, readonly string[]>>> = {
  class: ['personal', 'special', 'criminal', 'children', 'pseudonymised', 'unknown', 'none'],
  gap: ['any', ...SEVERITIES],
  verdict: ['allowed', 'depends', 'denied'],
  state: ['seen-denied', 'denied', 'denied-allowed', 'would-deny', 'used', 'unused', 'not-enough-seen', 'unjudged'],
};

/** In front of a class behind `reaches:`, and the place outside that stands there beside names. */
export const REACHES_CLASS = 'class:';
export const REACHES_INTERNET = 'internet';

/** Short forms as kubectl has them; in small letters. Values are written as Kubernetes writes the kind. */
export const KIND_ALIASES: Readonly<Record<string, string>> = {
  deploy: 'deployment',
  sts: 'statefulset',
  ds: 'daemonset',
  cj: 'cronjob',
  rs: 'replicaset',
  po: 'pod',
  netpol: 'networkpolicy',
};

export const isFilterKey = (text: string): text is FilterKey => (FILTER_KEYS as readonly string[]).includes(text);

/** One part of a filter: all parts must hold. */
export interface FilterTerm {
  /** `text`: a word without a key, looked for in names, namespaces and kinds. */
  readonly key: FilterKey | 'text';
  readonly value: string;
  /** Further values, behind commas: one of all must hold. Never for `text`. */
  readonly or?: readonly string[];
  /** Written with `-` in front: it must not hold. */
  readonly negated: boolean;
  /** Where the word begins and ends in the text, counted from 0; `end` is behind its last character. */
  readonly start: number;
  readonly end: number;
}

/** Those of which one must hold. */
export const valuesOfTerm = ({ value, or = [] }: Pick<FilterTerm, 'value' | 'or'>): readonly string[] => [value, ...or];

/** A word that cannot be read. `start` and `end` enclose the wrong part of it. */
export interface FilterError {
  /** `place`: a key of the language that cannot be asked where the filter is. */
  readonly problem: 'key' | 'place' | 'value' | 'port' | 'quote';
  /** The wrong part, as typed. */
  readonly found: string;
  /** The key whose value is wrong. */
  readonly key?: FilterKey;
  readonly known: readonly string[];
  /** The nearest of what is known. */
  readonly suggestion?: string;
  /** The whole word with the suggestion in place of the wrong part. */
  readonly mended?: string;
  readonly start: number;
  readonly end: number;
  /** The word that holds it. */
  readonly word: { readonly start: number; readonly end: number };
  /** It is the last word and could still become right: nothing to complain about while somebody types. */
  readonly unfinished: boolean;
}

export interface Filter {
  readonly text: string;
  readonly terms: readonly FilterTerm[];
  readonly errors: readonly FilterError[];
}
