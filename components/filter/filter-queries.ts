import { queryOptions } from '@tanstack/react-query';
import { askRevision } from '#components/api/ask-revision.ts';
import { clusterKey } from '#components/api/queries.ts';
import { apiFetch } from '#lib/api/client.ts';
import type { Filtered } from '#lib/api/filter-schemas.ts';
import type { FilterKey, FilterPlace } from '#lib/graph/filter/filter-language.ts';
import type { SceneLevel } from '#lib/graph/types.ts';

interface FilterQuestion {
  readonly q: string;
  readonly of: Filtered;
  readonly level?: SceneLevel;
  readonly namespace?: string | undefined;
}

/** What a filter keeps, for keys that the page cannot answer itself. */
export const filterQuery = (cluster: string, { q, of, level, namespace }: FilterQuestion) =>
  queryOptions({
    queryKey: [...clusterKey(cluster), 'filter', of, q, level ?? '', namespace ?? ''],
    queryFn: ({ signal }) =>
      askRevision(cluster, (rev) =>
        apiFetch('GET /api/clusters/{cluster}/filter', { cluster, rev, q, of, level, namespace }, { signal }),
      ),
  });

/** Values of a key in the whole cluster. */
export const filterValuesQuery = (cluster: string, of: FilterPlace, key: FilterKey, text: string) =>
  queryOptions({
    queryKey: [...clusterKey(cluster), 'filter-values', of, key, text],
    queryFn: ({ signal }) =>
      askRevision(cluster, (rev) =>
        apiFetch('GET /api/clusters/{cluster}/filter-values', { cluster, rev, of, key, text }, { signal }),
      ),
  });
