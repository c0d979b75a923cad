import { queryOptions } from '@tanstack/react-query';
import { askRevision } from '#components/api/ask-revision.ts';
import { clusterKey } from '#components/api/queries.ts';
import { apiFetch } from '#lib/api/client.ts';

/** Asked again when a newer revision is heard of. */
export const revisionsQuery = (cluster: string, newest: number | undefined) =>
  queryOptions({
    queryKey: [...clusterKey(cluster), 'revisions', newest ?? 0],
    queryFn: ({ signal }) =>
      askRevision(cluster, (rev) => apiFetch('GET /api/clusters/{cluster}/revisions', { cluster, rev }, { signal })),
  });

export const revisionComparisonQuery = (cluster: string, from: number) =>
  queryOptions({
    queryKey: [...clusterKey(cluster), 'revision-comparison', from],
    queryFn: ({ signal }) =>
      askRevision(cluster, (rev) =>
        apiFetch('GET /api/clusters/{cluster}/revisions/{from}/changes', { cluster, rev, from }, { signal }),
      ),
  });
