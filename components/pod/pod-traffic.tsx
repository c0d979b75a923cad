'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { useTrafficSeq } from '#components/api/use-traffic-seq.ts';
import type { WindowName } from '#components/traffic/traffic-address.ts';
import { observedQuery } from '#components/traffic/traffic-queries.ts';
import { TRAFFIC_WINDOWS } from '#lib/text/en/traffic-page.ts';
import { type PeerTraffic, type Row, trafficOfPeers } from './peer-traffic.ts';

export interface TrafficOfPeers {
  readonly peers: ReadonlyMap<string, PeerTraffic>;
  /** The flows behind them. */
  readonly rows: readonly Row[];
  readonly windowMs: number;
}

interface PodTrafficProps {
  readonly cluster: string;
  /** `ns/Kind/name` */
  readonly workload: string;
  readonly inwards: boolean;
  readonly window: WindowName;
  readonly onTraffic: (traffic: TrafficOfPeers) => void;
}

const MOST_PAGES = 6;

/** Asks what was observed of a workload and gives it away; loaded when somebody wants it. Flows are kept by workload. */
export function PodTraffic({ cluster, workload, inwards, window, onTraffic }: PodTrafficProps) {
  const seq = useTrafficSeq(cluster);
  const filter = `${inwards ? 'to' : 'from'}:${workload}`;
  const { data, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery(
    observedQuery(cluster, { window, filter, seq }),
  );
  const isMore = hasNextPage && !isFetching && (data?.pages.length ?? 0) < MOST_PAGES;
  useEffect(() => {
    if (isMore) void fetchNextPage();
  }, [isMore, fetchNextPage]);
  const traffic = useMemo(() => {
    if (data === undefined) return undefined;
    const rows = data.pages.flatMap(({ edges }) => edges);
    return { peers: trafficOfPeers(rows, inwards), rows, windowMs: TRAFFIC_WINDOWS[window].ms };
  }, [data, inwards, window]);
  useEffect(() => {
    if (traffic !== undefined) onTraffic(traffic);
  }, [traffic, onTraffic]);
  return null;
}
