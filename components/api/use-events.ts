'use client';

import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ClusterEvent, ClusterList } from '#lib/api/cluster-types.ts';
import { startEventFeed } from './event-feed.ts';
import { clusterKey, clustersQuery } from './queries.ts';
import { shownRevisions } from './shown-revisions.ts';
import { hearJob } from './snapshot-queries.ts';
import { hearTraffic } from './use-traffic-seq.ts';

/** Listens to the server as long as the console is open. Returns whether the server answers. */
export function useEvents(): boolean {
  const client = useQueryClient();
  const [answers, setAnswers] = useState(true);
  useEffect(() => {
    let held = hold().join();
    const shown = new Map(shownRevisions.all().map(([cluster, revision]) => [cluster, revision.shown]));
    const feed = startEventFeed({ onEvent: (event) => hear(client, event), onState: setAnswers, hold });
    const unsubscribe = shownRevisions.subscribe(() => {
      for (const [cluster, revision] of shownRevisions.all()) {
        const before = shown.get(cluster);
        if (revision.shown === undefined || revision.shown === before) continue;
        shown.set(cluster, revision.shown);
        if (before !== undefined) showRevision(client, cluster);
      }
      const now = hold().join();
      if (now === held) return;
      held = now;
      feed.held();
    });
    return () => {
      unsubscribe();
      feed.stop();
    };
  }, [client]);
  return answers;
}

const hold = (): readonly string[] =>
  shownRevisions.all().flatMap(([cluster, { shown }]) => (shown === undefined ? [] : [`${cluster}:${shown}`]));

/** Asks for everything on the screen again; what is there stays until its successor has come. */
function showRevision(client: QueryClient, cluster: string): void {
  const queryKey = clusterKey(cluster);
  client.removeQueries({ queryKey, type: 'inactive' });
  void client.invalidateQueries({ queryKey });
}

function hear(client: QueryClient, event: ClusterEvent): void {
  const { queryKey } = clustersQuery();
  const list = client.getQueryData(queryKey);
  if (list !== undefined && !list.clusters.some(({ id }) => id === event.cluster)) {
    void client.invalidateQueries({ queryKey });
  }
  client.setQueryData(queryKey, (known: ClusterList | undefined) =>
    known === undefined
      ? known
      : {
          ...known,
          clusters: known.clusters.map((each) =>
            each.id === event.cluster ? { ...each, source: event.source, revision: event.revision } : each,
          ),
        },
  );
  if (event.job !== undefined) hearJob(client, event.cluster, event.job);
  if (event.traffic !== undefined) hearTraffic(client, event.cluster, event.traffic);
  if (event.revision === undefined) return;
  const first = shownRevisions.of(event.cluster).newest === undefined;
  shownRevisions.hear(event.cluster, event.revision.seq);
  // pages that asked before the first analysis was there failed with NOT_READY
  if (first)
    void client.refetchQueries({
      queryKey: clusterKey(event.cluster),
      predicate: ({ state }) => state.status === 'error',
    });
}
