'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { clusterKey } from './queries.ts';
import { type ShownRevision, shownRevisions, waitingChanges } from './shown-revisions.ts';

const SERVER: ShownRevision = { shown: undefined, newest: undefined };

export interface RevisionOfPage extends ShownRevision {
  /** Revisions that wait to be applied. */
  readonly waiting: number;
  /** Shows the newest revision. What is on the screen stays until its successor is there. */
  readonly apply: () => void;
}

export function useShownRevision(cluster: string): RevisionOfPage {
  const client = useQueryClient();
  const revision = useSyncExternalStore(
    shownRevisions.subscribe,
    () => shownRevisions.of(cluster),
    () => SERVER,
  );
  return {
    ...revision,
    waiting: waitingChanges(revision),
    apply: () => {
      shownRevisions.move(cluster, shownRevisions.of(cluster).newest);
      const queryKey = clusterKey(cluster);
      client.removeQueries({ queryKey, type: 'inactive' });
      void client.invalidateQueries({ queryKey });
    },
  };
}
