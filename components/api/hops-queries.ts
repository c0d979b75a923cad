import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { apiFetch } from '#lib/api/client.ts';
import type { HopDirection } from '#lib/policy/paths/hop-levels.ts';
import { askRevision } from './ask-revision.ts';
import { clusterKey } from './queries.ts';

export interface HopsAsked {
  /** A pod (`ns/name`) or a workload (`ns/Kind/name`). */
  readonly end: string;
  readonly direction: HopDirection;
  readonly hops: number;
  readonly other: boolean;
  readonly personal: boolean;
  readonly gaps: boolean;
  /** `TCP/5432`; empty for all. */
  readonly port: string;
}
const flag = (on: boolean) => (on ? true : undefined);

export const hopsQuery = (cluster: string, { end, direction, hops, other, personal, gaps, port }: HopsAsked) =>
  queryOptions({
    queryKey: [...clusterKey(cluster), 'hops', end, direction, hops, other, personal, gaps, port],
    queryFn: ({ signal }) =>
      askRevision(cluster, (rev) =>
        apiFetch(
          'GET /api/clusters/{cluster}/hops',
          {
            ...{ cluster, rev, end, direction, hops, port: port || undefined },
            ...{ other: flag(other), personal: flag(personal), gaps: flag(gaps) },
          },
          { signal },
        ),
      ),
    placeholderData: keepPreviousData,
  });

export interface WayAsked {
  readonly end: string;
  readonly direction: HopDirection;
  readonly to: string;
}

/** One of the shortest ways; what was shown does not stay, since it is another way. */
export const hopPathQuery = (cluster: string, { end, direction, to }: WayAsked, n: number) =>
  queryOptions({
    queryKey: [...clusterKey(cluster), 'hop-path', end, direction, to, n],
    queryFn: ({ signal }) =>
      askRevision(cluster, (rev) =>
        apiFetch('GET /api/clusters/{cluster}/hops/path', { cluster, rev, end, direction, to, n }, { signal }),
      ),
  });

export const hopCutQuery = (cluster: string, { end, direction, to }: WayAsked) =>
  queryOptions({
    queryKey: [...clusterKey(cluster), 'hop-cut', end, direction, to],
    queryFn: ({ signal }) =>
      askRevision(cluster, (rev) =>
        apiFetch('GET /api/clusters/{cluster}/hops/cut', { cluster, rev, end, direction, to }, { signal }),
      ),
  });
