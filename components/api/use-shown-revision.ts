'use client';

import { useSyncExternalStore } from 'react';
import { type ShownRevision, shownRevisions, waitingChanges } from './shown-revisions.ts';

const SERVER: ShownRevision = { shown: undefined, newest: undefined };

export interface RevisionOfPage extends ShownRevision {
  /** Revisions that wait to be applied. */
  readonly waiting: number;
  /** Shows the newest revision. */
  readonly apply: () => void;
}

export function useShownRevision(cluster: string): RevisionOfPage {
  const revision = useSyncExternalStore(
    shownRevisions.subscribe,
    () => shownRevisions.of(cluster),
    () => SERVER,
  );
  return {
    ...revision,
    waiting: waitingChanges(revision),
    apply: () => {
      const { newest } = shownRevisions.of(cluster);
      if (newest !== undefined) shownRevisions.move(cluster, newest);
    },
  };
}
