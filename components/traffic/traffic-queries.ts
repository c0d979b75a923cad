import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { askRevision } from '#components/api/ask-revision.ts';
import { clusterKey } from '#components/api/queries.ts';
import { apiFetch } from '#lib/api/client.ts';
import type { FlowWindow } from '#lib/flows/flow-row.ts';
import { TRAFFIC_WINDOWS } from '#lib/text/en/traffic-page.ts';
import type { WindowName } from './traffic-address.ts';

const MINUTE = 60_000;
/** Columns of the lanes: half hours of a day. */
const STEPS: Readonly<Record<WindowName, number>> = { '10m': 10, '1h': 60, '24h': 48, '7d': 84, '30d': 60 };
const PAGE = 150; // rows of one answer

export interface TrafficQuestion {
  readonly window: WindowName;
  readonly filter: string;
  /** When the window ends, milliseconds since 1970; absent: now. */
  readonly at?: number | undefined;
  /** The number of the newest flows that are shown; another asks anew. */
  readonly seq: number | undefined;
}

interface PageOfRows {
  readonly offset: number;
  /** Of the first page; absent: the one that is asked for. */
  readonly window?: { readonly from: string; readonly to: string };
}
const FIRST_PAGE: PageOfRows = { offset: 0 };

const written = ({ from, to }: FlowWindow) => ({ from: new Date(from).toISOString(), to: new Date(to).toISOString() });

/** Minutes are what flows are kept by: the window ends with the one that runs. */
export function windowOf({ window, at }: TrafficQuestion): { readonly from: string; readonly to: string } {
  const to = at ?? Math.ceil(Date.now() / MINUTE) * MINUTE;
  return written({ from: to - TRAFFIC_WINDOWS[window].ms, to });
}

const keyOf = (cluster: string, of: string, { window, filter, at, seq }: TrafficQuestion) =>
  [...clusterKey(cluster), 'observed', of, window, filter, at ?? 'now', seq ?? 0] as const;

/** Flows and permissions of a window, beside each other. */
export const observedQuery = (cluster: string, question: TrafficQuestion) =>
  infiniteQueryOptions({
    queryKey: keyOf(cluster, 'edges', question),
    queryFn: ({ signal, pageParam: { offset, window } }) =>
      askRevision(cluster, (rev) =>
        apiFetch(
          'GET /api/clusters/{cluster}/observed',
          {
            cluster,
            rev,
            ...(window ?? windowOf(question)),
            filter: question.filter || undefined,
            offset,
            limit: PAGE,
          },
          { signal },
        ),
      ),
    initialPageParam: FIRST_PAGE,
    // the pages of one list are of one window
    getNextPageParam: ({ window, total }, pages): PageOfRows | undefined => {
      const offset = pages.reduce((sum, { edges }) => sum + edges.length, 0);
      return offset < total ? { offset, window: written(window) } : undefined;
    },
    placeholderData: keepPreviousData,
  });

/** Connections over time by state, and the changes of policies; of the whole window, whatever the filter. */
export const observedTimelineQuery = (cluster: string, question: TrafficQuestion) =>
  queryOptions({
    queryKey: keyOf(cluster, 'timeline', { ...question, filter: '' }),
    queryFn: ({ signal }) =>
      askRevision(cluster, (rev) =>
        apiFetch(
          'GET /api/clusters/{cluster}/observed/timeline',
          { cluster, rev, ...windowOf(question), steps: STEPS[question.window] },
          { signal },
        ),
      ),
    placeholderData: keepPreviousData,
  });

/** Where flows come from, and how each source stands. */
export const trafficSourcesQuery = (cluster: string, seq: number | undefined) =>
  queryOptions({
    queryKey: [...clusterKey(cluster), 'traffic-sources', seq ?? 0],
    queryFn: ({ signal }) => apiFetch('GET /api/clusters/{cluster}/traffic/sources', { cluster }, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000, // a source that fails and is tried again tells no event
  });
