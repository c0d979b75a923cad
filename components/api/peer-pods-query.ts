import { queryOptions } from '@tanstack/react-query';
import { apiFetch } from '#lib/api/client.ts';
import { askRevision } from './ask-revision.ts';
import { clusterKey } from './queries.ts';

/** The pods behind a peer, once somebody unfolds it. */
export const peerPodsQuery = (cluster: string, end: string, direction: 'in' | 'out', peer: string) =>
  queryOptions({
    queryKey: [...clusterKey(cluster), 'peer-pods', end, direction, peer],
    queryFn: ({ signal }) =>
      askRevision(cluster, (rev) =>
        apiFetch('GET /api/clusters/{cluster}/peer-pods', { cluster, rev, end, direction, peer }, { signal }),
      ),
  });
