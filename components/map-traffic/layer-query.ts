import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { askRevision } from '#components/api/ask-revision.ts';
import { clusterKey, type SceneQuestion } from '#components/api/queries.ts';
import type { WindowName } from '#components/traffic/traffic-address.ts';
import { type TrafficQuestion, windowOf } from '#components/traffic/traffic-queries.ts';
import { apiFetch } from '#lib/api/client.ts';

/** What the layer shows. */
export interface LayerQuestion {
  readonly window: WindowName;
  /** When the window ends, milliseconds since 1970; absent: now. */
  readonly at: number | undefined;
}

/** Observed traffic between the boxes of one picture of the map. */
export const layerQuery = (cluster: string, picture: SceneQuestion, question: TrafficQuestion) => {
  const { level, namespace, workload, unfold } = picture;
  const { window, at, seq } = question;
  return queryOptions({
    queryKey: [
      ...[...clusterKey(cluster), 'observed', 'layer', window, at ?? 'now', seq ?? 0],
      ...[level ?? '', namespace ?? '', workload ?? '', unfold ?? ''],
    ],
    queryFn: ({ signal }) =>
      askRevision(cluster, (rev) =>
        apiFetch(
          'GET /api/clusters/{cluster}/observed/layer',
          { cluster, rev, ...windowOf(question), level, namespace, workload, unfold },
          { signal },
        ),
      ),
    placeholderData: keepPreviousData,
  });
};
