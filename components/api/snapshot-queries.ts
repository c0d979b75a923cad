import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { apiFetch } from '#lib/api/client.ts';
import type { SnapshotJob } from '#lib/api/snapshot-schemas.ts';

const PAGE = 200; // snapshots in one answer: about 200 kB of JSON
const TRAIL_PAGE = 100;

/**
 * Everything about the kept snapshots of a cluster. Apart from `clusterKey`: a new revision changes none of it, but a
 * command beside the server may, so the list is asked for again wherever somebody comes back to it.
 */
export const snapshotsKey = (cluster: string) => ['snapshots', cluster] as const;

export const snapshotsQuery = (cluster: string) =>
  infiniteQueryOptions({
    queryKey: [...snapshotsKey(cluster), 'list'],
    queryFn: ({ signal, pageParam }) =>
      apiFetch('GET /api/clusters/{cluster}/snapshots', { cluster, before: pageParam, limit: PAGE }, { signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.next,
    staleTime: 0,
    refetchOnWindowFocus: true,
  });

export const snapshotQuery = (cluster: string, seq: number) =>
  queryOptions({
    queryKey: [...snapshotsKey(cluster), 'one', seq],
    queryFn: ({ signal }) => apiFetch('GET /api/clusters/{cluster}/snapshots/{seq}', { cluster, seq }, { signal }),
    staleTime: 0,
  });

/** Recomputes the chain and reads every file: only when somebody asks for it. */
export const chainQuery = (cluster: string) =>
  queryOptions({
    queryKey: [...snapshotsKey(cluster), 'chain'],
    queryFn: ({ signal }) => apiFetch('GET /api/clusters/{cluster}/chain', { cluster }, { signal }),
    enabled: false,
  });

/** Compares on the server: seconds in a large cluster. What two snapshots say never changes. */
export const comparisonQuery = (cluster: string, from: number, to: number) =>
  queryOptions({
    queryKey: ['comparison', cluster, from, to],
    queryFn: ({ signal }) =>
      apiFetch(
        'GET /api/clusters/{cluster}/snapshots/{seq}/against/{before}',
        { cluster, seq: to, before: from },
        { signal },
      ),
  });

/** Lines about this cluster, or of the whole data folder. */
export const trailQuery = (cluster: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['trail', cluster ?? ''],
    queryFn: ({ signal, pageParam }) =>
      apiFetch('GET /api/trail', { cluster, before: pageParam, limit: TRAIL_PAGE }, { signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.next,
    staleTime: 0,
  });

/** Puts what is heard of a job into the list; when one has ended, the list is asked for again. */
export function hearJob(client: QueryClient, cluster: string, job: SnapshotJob): void {
  const { queryKey } = snapshotsQuery(cluster);
  const known = client.getQueryData(queryKey)?.pages[0]?.job;
  // The answer that began it may come after events that are further on.
  if (known?.id === job.id && known.steps.findLastIndex(hasBegun) > job.steps.findLastIndex(hasBegun)) return;
  client.setQueryData(queryKey, (list) =>
    list === undefined
      ? list
      : { ...list, pages: list.pages.map((page, index) => (index === 0 ? { ...page, job } : page)) },
  );
  const news = known?.id !== job.id || known.state === 'running';
  if (job.state !== 'running' && news) void client.invalidateQueries({ queryKey: snapshotsKey(cluster) });
}

const hasBegun = ({ state }: SnapshotJob['steps'][number]): boolean => state !== 'waiting';
