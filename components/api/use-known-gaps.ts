'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Revision } from '#lib/api/cluster-types.ts';
import { clusterKey, gapsQuery } from './queries.ts';

interface MaybeBeforeGaps {
  readonly revision: Revision;
  readonly gapsPending?: true;
}

/**
 * Where an answer came before the gaps of its revision were known, everything that did is asked for again once they are.
 * The list of gaps waits for them, so its coming says it.
 */
export function useKnownGaps(cluster: string, answer: MaybeBeforeGaps | undefined): void {
  const client = useQueryClient();
  const pending = answer?.gapsPending === true ? answer.revision.seq : undefined;
  const { data: gaps } = useQuery({ ...gapsQuery(cluster), enabled: pending !== undefined });
  const known = pending !== undefined && gaps?.revision.seq === pending;
  useEffect(() => {
    if (!known) return;
    void client.invalidateQueries({
      queryKey: clusterKey(cluster),
      predicate: ({ state }) => (state.data as MaybeBeforeGaps | undefined)?.gapsPending === true,
    });
  }, [client, cluster, known]);
}
