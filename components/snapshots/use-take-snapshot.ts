'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { hearJob } from '#components/api/snapshot-queries.ts';
import { apiFetch } from '#lib/api/client.ts';
import type { SnapshotJob, TakeSnapshotBody } from '#lib/api/snapshot-schemas.ts';

export interface TakeSnapshot {
  readonly beginning: boolean;
  /** The server was told, and has not come to a halt yet. */
  readonly cancelling: boolean;
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
  const [cancelling, setCancelling] = useState(false);
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
    cancelling,
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
      setCancelling(true);
      try {
        await send(() => apiFetch('DELETE /api/clusters/{cluster}/snapshot-jobs/{id}', { cluster, id }));
      } finally {
        setCancelling(false);
      }
    },
    forgetRefusal: () => setRefused(undefined),
  };
}
