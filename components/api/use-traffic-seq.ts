'use client';

import { type QueryClient, queryOptions, skipToken, useQuery } from '@tanstack/react-query';

const seqQuery = (cluster: string) =>
  queryOptions<number>({
    queryKey: ['traffic-seq', cluster],
    queryFn: skipToken,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });

/** The server told that newer flows are kept. */
export function hearTraffic(client: QueryClient, cluster: string, seq: number): void {
  client.setQueryData(seqQuery(cluster).queryKey, seq);
}

/** A number that grows when newer flows are kept; undefined until the server told one. */
export function useTrafficSeq(cluster: string): number | undefined {
  return useQuery(seqQuery(cluster)).data;
}
