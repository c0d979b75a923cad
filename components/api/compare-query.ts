import { queryOptions } from '@tanstack/react-query';
import { apiFetch } from '#lib/api/client.ts';
import { askRevision } from './ask-revision.ts';
import { clusterKey } from './queries.ts';

export interface CompareAsked {
  readonly a: string;
  readonly b: string;
  /** What both are compared to, and whether it is the target of two senders or the sender to two targets. */
  readonly other: string;
  readonly way: 'senders' | 'targets';
  /** `TCP/5432`; empty for all. */
  readonly port: string;
}

export const compareQuery = (cluster: string, { a, b, other, way, port }: CompareAsked) =>
  queryOptions({
    queryKey: [...clusterKey(cluster), 'compare', a, b, other, way, port],
    queryFn: ({ signal }) =>
      askRevision(cluster, (rev) =>
        apiFetch(
          'GET /api/clusters/{cluster}/compare',
          { cluster, rev, a, b, [way === 'senders' ? 'to' : 'from']: other, port: port || undefined },
          { signal },
        ),
      ),
  });
