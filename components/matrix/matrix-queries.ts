import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { askRevision } from '#components/api/ask-revision.ts';
import { clusterKey } from '#components/api/queries.ts';
import { apiFetch } from '#lib/api/client.ts';
import type { MatrixView } from '#lib/api/matrix-schemas.ts';
import type { MatrixPair } from '#lib/graph/matrix/matrix-pair.ts';
import { unpackEntries } from '#lib/graph/matrix/packed-entries.ts';
import type { MatrixEntry, MatrixLevel, MatrixOrder } from '#lib/graph/matrix/types.ts';
import { type OpenWindow, openWindow } from '#lib/graph/matrix/window.ts';

/** Which matrix is looked at. */
export interface MatrixQuestion {
  readonly level: MatrixLevel;
  readonly order: MatrixOrder;
  readonly namespace: string | undefined;
  readonly with: string | undefined;
}

const keyOf = (cluster: string, { level, order, namespace, with: other }: MatrixQuestion) => [
  ...clusterKey(cluster),
  'matrix',
  level,
  order,
  namespace ?? '',
  other ?? '',
];

/** A matrix as the page holds it. */
export interface LoadedMatrix extends Omit<MatrixView, 'entries' | 'window'> {
  readonly entries: readonly MatrixEntry[];
  readonly window: OpenWindow;
}

export const matrixQuery = (cluster: string, question: MatrixQuestion) =>
  queryOptions({
    queryKey: [...keyOf(cluster, question), 'lines'],
    queryFn: ({ signal }): Promise<LoadedMatrix> =>
      askRevision(cluster, (rev) =>
        apiFetch('GET /api/clusters/{cluster}/matrix', { cluster, rev, ...question }, { signal }),
      ).then(
        ({ entries, window, ...matrix }): LoadedMatrix => ({
          ...matrix,
          entries: unpackEntries(entries),
          window: openWindow(window),
        }),
      ),
    placeholderData: keepPreviousData,
  });

/** @param seq the revision of the lines: cells of another would stand at the wrong places. */
export const matrixWindowQuery = (
  cluster: string,
  question: MatrixQuestion,
  seq: number,
  row: number,
  column: number,
) =>
  queryOptions({
    queryKey: [...keyOf(cluster, question), 'window', seq, row, column],
    queryFn: ({ signal }) =>
      askRevision(cluster, (rev) =>
        apiFetch('GET /api/clusters/{cluster}/matrix/window', { cluster, rev, ...question, row, column }, { signal }),
      ).then(({ window }) => openWindow(window)),
  });

export const matrixPairQuery = (cluster: string, question: MatrixQuestion, from: string, to: string) =>
  queryOptions({
    queryKey: [...keyOf(cluster, question), 'pair', from, to],
    queryFn: ({ signal }): Promise<MatrixPair> =>
      askRevision(cluster, (rev) =>
        apiFetch('GET /api/clusters/{cluster}/matrix/pair', { cluster, rev, ...question, from, to }, { signal }),
      ).then(({ pair }) => pair),
    placeholderData: keepPreviousData,
  });
