import { z } from 'zod';
import type { DataClass, Severity } from '#lib/gdpr/types.ts';
import { count, list } from './basic-schemas.ts';
import { dataClass, severity } from './class-schemas.ts';
import { revision } from './cluster-schemas.ts';
import type { Revision } from './cluster-types.ts';
import { SEARCH_GROUPS, type SearchGroup } from './search-groups.ts';

export interface SearchItem {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  readonly href: string;
  /** Of workloads and pods. */
  readonly dataClass?: DataClass;
  /** Its worst open gap and how many; of a check its gaps. */
  readonly gaps?: { readonly worst: Severity; readonly count: number };
}

/** At most 5 of each group, or 50 of the one that was asked for; `total` says how many match. */
export interface SearchResult {
  readonly revision: Revision;
  readonly groups: readonly {
    readonly group: SearchGroup;
    readonly total: number;
    readonly items: readonly SearchItem[];
  }[];
}

export const searchResult: z.ZodType<SearchResult> = z.object({
  revision,
  groups: list(
    z.object({
      group: z.enum(SEARCH_GROUPS),
      total: count,
      items: list(
        z.object({
          id: z.string(),
          label: z.string(),
          detail: z.string(),
          href: z.string(),
          dataClass: dataClass.optional(),
          gaps: z.object({ worst: severity, count }).optional(),
        }),
      ),
    }),
  ),
});
