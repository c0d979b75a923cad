import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTrafficSeq } from '#components/api/use-traffic-seq.ts';
import { observedQuery } from '#components/traffic/traffic-queries.ts';
import type { LayerQuestion } from './layer-query.ts';

/** Which flows the layer shows: the newest; at another time than now nothing newer is asked for. */
export function useLayerSeq(cluster: string, at: number | undefined): number | undefined {
  const newest = useTrafficSeq(cluster);
  const [first] = useState(newest);
  return at === undefined ? newest : first;
}

/** The rows of the window of the layer that ask for attention first. */
export function useLayerFlows(cluster: string, { window, at }: LayerQuestion) {
  const seq = useLayerSeq(cluster, at);
  return useInfiniteQuery(observedQuery(cluster, { window, at, filter: '', seq }));
}
