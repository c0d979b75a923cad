'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { hearJob } from '#components/api/snapshot-queries.ts';
import { apiFetch } from '#lib/api/client.ts';
import type { SnapshotJob, TakeSnapshotBody } from '#lib/api/snapshot-schemas.ts';

export interface TakeSnapshot {
  readonly beginning: boolean;
  /** Why the last one could not be begun. */
  readonly refused: Error | undefined;
  /** Resolves to the job, or undefined where it was refused. Its progress comes with the events. */
  begin(body: TakeSnapshotBody): Promise<SnapshotJob | undefined>;
  cancel(id: string): Promise<void>;
  forgetRefusal(): void;
}

/** Begins and cancels the taking of a snapshot. */
export function useTakeSnapshot(cluster: string): TakeSnapshot {
  const client = useQueryClient();
  const [beginning, setBeginning] = useState(false);
  const [refused, setRefused] = useState<Error>();
  const send = async (ask: () => Promise<SnapshotJob>): Promise<SnapshotJob | undefined> => {
    setRefused(undefined);
    try {
      const job = await ask();
      hearJob(client, cluster, job);
      return job;
    } catch (error) {
      setRefused(error instanceof Error ? error : new Error(String(error)));
      return undefined;
    }
  };
  return {
    beginning,
    refused,
    async begin(body) {
      setBeginning(true);
      try {
        return await send(() => apiFetch('POST /api/clusters/{cluster}/snapshots', { cluster }, { body }));
      } finally {
        setBeginning(false);
      }
    },
    async cancel(id) {
      await send(() => apiFetch('DELETE /api/clusters/{cluster}/snapshot-jobs/{id}', { cluster, id }));
    },
    forgetRefusal: () => setRefused(undefined),
  };
}
