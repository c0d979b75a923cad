import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { apiFetch } from '#lib/api/client.ts';
import { namespacePart } from '#lib/api/cluster-scope.ts';
import type { ClassChange, DataMapBody } from '#lib/api/data-schemas.ts';
import { unpackPodView } from '#lib/api/packed-pod-view.ts';
import type { SearchGroup } from '#lib/api/search-groups.ts';
import type { SceneLevel } from '#lib/graph/types.ts';
import { askRevision } from './ask-revision.ts';

/** Every key of a cluster starts so, that a new revision can ask for all of them again. */
export const clusterKey = (cluster: string) => ['cluster', cluster] as const;

const PAGE = 200; // rows of the pod list in one answer

export const clustersQuery = () =>
  queryOptions({ queryKey: ['clusters'], queryFn: ({ signal }) => apiFetch('GET /api/clusters', {}, { signal }) });

export const summaryQuery = (cluster: string) =>
  queryOptions({
    queryKey: [...clusterKey(cluster), 'summary'],
    queryFn: ({ signal }) =>
      askRevision(cluster, (rev) => apiFetch('GET /api/clusters/{cluster}/summary', { cluster, rev }, { signal })),
  });

export interface SceneQuestion {
  readonly level?: SceneLevel | undefined;
  readonly namespace?: string | undefined;
  readonly workload?: string | undefined;
  readonly unfold?: string | undefined;
}
export const sceneQuery = (cluster: string, { level, namespace, workload, unfold }: SceneQuestion) =>
  queryOptions({
    queryKey: [...clusterKey(cluster), 'scene', level ?? '', namespace ?? '', workload ?? '', unfold ?? ''],
    queryFn: ({ signal }) =>
      askRevision(cluster, (rev) =>
        apiFetch('GET /api/clusters/{cluster}/scene', { cluster, rev, level, namespace, workload, unfold }, { signal }),
      ),
    placeholderData: keepPreviousData,
  });

/** All lines of one tile: the scene has only those that are worst in the whole cluster. */
export const linesQuery = (cluster: string, namespace: string) =>
  queryOptions({
    queryKey: [...clusterKey(cluster), 'lines', namespace],
    queryFn: ({ signal }) =>
      askRevision(cluster, (rev) =>
        apiFetch('GET /api/clusters/{cluster}/namespaces/{namespace}/lines', { cluster, rev, namespace }, { signal }),
      ),
  });

export const podsQuery = (cluster: string, q: string, only?: 'undecided') =>
  infiniteQueryOptions({
    queryKey: [...clusterKey(cluster), 'pods', q, only ?? ''],
    queryFn: ({ signal, pageParam }) =>
      askRevision(cluster, (rev) =>
        apiFetch(
          'GET /api/clusters/{cluster}/pods',
          { cluster, rev, q: q || undefined, only, offset: pageParam, limit: PAGE },
          { signal },
        ),
      ),
    initialPageParam: 0,
    getNextPageParam: (page) => page.nextOffset,
    placeholderData: keepPreviousData,
  });

export const podQuery = (cluster: string, namespace: string, name: string) =>
  queryOptions({
    queryKey: [...clusterKey(cluster), 'pod', namespace, name],
    queryFn: ({ signal }) =>
      askRevision(cluster, (rev) =>
        apiFetch('GET /api/clusters/{cluster}/pods/{namespace}/{name}', { cluster, rev, namespace, name }, { signal }),
      ).then(unpackPodView),
  });

export const workloadQuery = (cluster: string, namespace: string, kind: string, name: string) =>
  queryOptions({
    queryKey: [...clusterKey(cluster), 'workload', namespace, kind, name],
    queryFn: ({ signal }) =>
      askRevision(cluster, (rev) =>
        apiFetch(
          'GET /api/clusters/{cluster}/workloads/{namespace}/{kind}/{name}',
          { cluster, rev, namespace, kind, name },
          { signal },
        ),
      ).then(unpackPodView),
  });

/** `port` is `TCP/8443`; empty asks about all ports. */
export const explainQuery = (cluster: string, question: { from: string; to: string; port: string }) =>
  queryOptions({
    queryKey: [...clusterKey(cluster), 'explain', question.from, question.to, question.port],
    queryFn: ({ signal }) =>
      askRevision(cluster, (rev) =>
        apiFetch(
          'GET /api/clusters/{cluster}/explain',
          { cluster, rev, from: question.from, to: question.to, port: question.port || undefined },
          { signal },
        ),
      ),
  });

export const policiesQuery = (cluster: string) =>
  queryOptions({
    queryKey: [...clusterKey(cluster), 'policies'],
    queryFn: ({ signal }) =>
      askRevision(cluster, (rev) => apiFetch('GET /api/clusters/{cluster}/policies', { cluster, rev }, { signal })),
  });

export const policyQuery = (cluster: string, kind: string, namespace: string, name: string) =>
  queryOptions({
    queryKey: [...clusterKey(cluster), 'policy', kind, namespace, name],
    queryFn: ({ signal }) =>
      askRevision(cluster, (rev) =>
        apiFetch(
          'GET /api/clusters/{cluster}/policies/{kind}/{namespace}/{name}',
          { cluster, rev, kind, namespace: namespacePart(namespace), name },
          { signal },
        ),
      ),
  });

export const settingsQuery = (cluster: string) =>
  queryOptions({
    queryKey: [...clusterKey(cluster), 'settings'],
    queryFn: ({ signal }) =>
      askRevision(cluster, (rev) => apiFetch('GET /api/clusters/{cluster}/settings', { cluster, rev }, { signal })),
  });

export const dataQuery = (cluster: string) =>
  queryOptions({
    queryKey: [...clusterKey(cluster), 'data'],
    queryFn: ({ signal }) =>
      askRevision(cluster, (rev) => apiFetch('GET /api/clusters/{cluster}/data', { cluster, rev }, { signal })),
  });

/** What a DataMap, or classes put into the one in force, would do. Nothing is kept. */
export const dataMapQuery = (
  cluster: string,
  {
    changes,
    recipients,
    text,
  }: Pick<DataMapBody, 'recipients'> & {
    readonly changes: readonly ClassChange[];
    readonly text: string | undefined;
  },
) =>
  queryOptions({
    queryKey: [...clusterKey(cluster), 'data-map', changes, recipients, text ?? null],
    queryFn: ({ signal }) =>
      askRevision(cluster, (rev) =>
        apiFetch(
          'POST /api/clusters/{cluster}/data-map',
          { cluster, rev },
          { body: { changes: [...changes], recipients, keep: false, ...(text === undefined ? {} : { text }) }, signal },
        ),
      ),
    gcTime: 0, // one for each pause in typing, each with a whole text
    placeholderData: keepPreviousData,
  });

export const gapsQuery = (cluster: string) =>
  queryOptions({
    queryKey: [...clusterKey(cluster), 'gaps'],
    queryFn: ({ signal }) =>
      askRevision(cluster, (rev) => apiFetch('GET /api/clusters/{cluster}/gaps', { cluster, rev }, { signal })),
  });

/** One gap whole; the list has only what a row shows. */
export const gapQuery = (cluster: string, id: string) =>
  queryOptions({
    queryKey: [...clusterKey(cluster), 'gap', id],
    queryFn: ({ signal }) =>
      askRevision(cluster, (rev) =>
        apiFetch('GET /api/clusters/{cluster}/gaps/{id}', { cluster, rev, id }, { signal }),
      ),
  });

export const checksQuery = (cluster: string) =>
  queryOptions({
    queryKey: [...clusterKey(cluster), 'checks'],
    queryFn: ({ signal }) =>
      askRevision(cluster, (rev) => apiFetch('GET /api/clusters/{cluster}/checks', { cluster, rev }, { signal })),
  });

/** One check whole: its texts, its examples, its results. */
export const checkQuery = (cluster: string, id: string) =>
  queryOptions({
    queryKey: [...clusterKey(cluster), 'check', id],
    queryFn: ({ signal }) =>
      askRevision(cluster, (rev) =>
        apiFetch('GET /api/clusters/{cluster}/checks/{id}', { cluster, rev, id }, { signal }),
      ),
  });

/** What the fix of one gap does; in a large cluster it takes a second, so nobody asks ahead. */
export const gapEffectQuery = (cluster: string, id: string) =>
  queryOptions({
    queryKey: [...clusterKey(cluster), 'gap-effect', id],
    queryFn: ({ signal }) =>
      askRevision(cluster, (rev) =>
        apiFetch('GET /api/clusters/{cluster}/gaps/{id}/effect', { cluster, rev, id }, { signal }),
      ),
  });

export const searchQuery = (cluster: string, q: string, only?: SearchGroup) =>
  queryOptions({
    queryKey: [...clusterKey(cluster), 'search', q, only ?? ''],
    queryFn: ({ signal }) =>
      askRevision(cluster, (rev) =>
        apiFetch('GET /api/clusters/{cluster}/search', { cluster, rev, q, only }, { signal }),
      ),
    placeholderData: keepPreviousData,
  });
