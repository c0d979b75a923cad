import { queryOptions } from '@tanstack/react-query';
import { askRevision } from '#components/api/ask-revision.ts';
import { clusterKey } from '#components/api/queries.ts';
import { apiFetch } from '#lib/api/client.ts';
import type { PolicyRef } from '#lib/policy/types.ts';

/** What would change without a policy. In a large cluster it takes seconds, so nobody asks ahead. */
export const withoutQuery = (cluster: string, { kind, namespace, name }: PolicyRef) =>
  queryOptions({
    queryKey: [...clusterKey(cluster), 'without', kind, namespace, name],
    queryFn: ({ signal }) => {
      const object = { kind, name, ...(namespace === '' ? {} : { namespace }) };
      return askRevision(cluster, (rev) =>
        apiFetch('POST /api/clusters/{cluster}/proposals', { cluster, rev }, { body: { remove: [object] }, signal }),
      );
    },
    retry: false,
  });
