import { z } from 'zod';
import { FILTER_KEYS, type FilterKey } from '#lib/graph/filter/filter-language.ts';
import { count, list, strings } from './basic-schemas.ts';
import { revision } from './cluster-schemas.ts';
import type { Revision } from './cluster-types.ts';

/** What a filter keeps, for keys that a picture or a list alone cannot answer. */
export interface FilterAnswer {
  readonly revision: Revision;
  /**
   * Of the map: ids of workloads, pods (`pod:ns/name`) or tiles (`ns:NAME`); of gaps their ids; of policies
   * `ns/Kind/name`. What it asks of connections is left out for the map, which has them.
   */
  readonly ids: readonly string[];
  /** Of tiles: those inside of which a connection has what the filter asks of connections. */
  readonly inside?: readonly string[];
  readonly found: number;
  readonly of: number;
  /** Of `ids`: those that `reaches:` keeps only because what is undecided may allow it. */
  readonly depends?: readonly string[];
  /** More ids than one answer holds were left out. */
  readonly leftOut: number;
}

export const FILTERED = ['map', 'gaps', 'policies'] as const;
export type Filtered = (typeof FILTERED)[number];

export const filterAnswer: z.ZodType<FilterAnswer> = z.object({
  revision,
  ids: strings,
  inside: strings.optional(),
  found: count,
  of: count,
  depends: strings.optional(),
  leftOut: count,
});

/** The values of one key in the whole cluster that hold what is typed, with how many have each. */
export interface FilterValues {
  readonly revision: Revision;
  readonly key: FilterKey;
  readonly values: readonly { readonly value: string; readonly found: number }[];
}
export const filterValues: z.ZodType<FilterValues> = z.object({
  revision,
  key: z.enum(FILTER_KEYS),
  values: list(z.object({ value: z.string(), found: count })),
});
