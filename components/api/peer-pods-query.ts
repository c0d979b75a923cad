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

/** Who may not connect with a pod, once somebody unfolds them. */
export const unreachedPeersQuery = (cluster: string, end: string, direction: 'in' | 'out') =>
  queryOptions({
    queryKey: [...clusterKey(cluster), 'unreached-peers', end, direction],
    queryFn: ({ signal }) =>
      askRevision(cluster, (rev) =>
        apiFetch('GET /api/clusters/{cluster}/unreached-peers', { cluster, rev, end, direction }, { signal }),
      ),
  });
