'use client';

import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { snapshotQuery, snapshotsQuery } from '#components/api/snapshot-queries.ts';
import { saveSnapshotFile } from '#components/snapshots/save-snapshot-file.ts';
import { useTakeSnapshot } from '#components/snapshots/use-take-snapshot.ts';
import { useToast } from '#components/ui/toast.tsx';
import { apiFetchBlob } from '#lib/api/client.ts';
import { type ErrorCode, RingfenceError } from '#lib/api/errors.ts';
import type { SnapshotJob } from '#lib/api/snapshot-schemas.ts';
import { ownTimeZone } from '#lib/local-time.ts';
import { exported } from '#lib/text/en/export-dialog.ts';
import { snapshotSaved } from '#lib/text/en/snapshots-page.ts';
import { saveFile } from './save-file.ts';

const PDF = 'snapshot.pdf';

export interface ExportBody {
  readonly title?: string;
  readonly scope?: string[];
}

export type ExportRun =
  | { readonly type: 'idle' }
  /** `job`: the kept snapshot, step by step; absent while nothing is known of it, and where none can be kept. */
  | { readonly type: 'running'; readonly job?: SnapshotJob | undefined }
  | { readonly type: 'failed'; readonly error: unknown };

export interface Export {
  readonly run: ExportRun;
  /** Undefined until it is known. */
  readonly kept: boolean | undefined;
  /** The number of the newest snapshot; 0: none yet. */
  readonly newest: number;
  start(body: ExportBody): void;
  /** Gives up what runs, and forgets what failed. */
  stop(): void;
}

/**
 * Takes a snapshot that is kept, and saves its PDF when it is in the chain. Where nothing can be kept, the PDF is
 * written of the shown revision alone. `onSaved` runs when the file is with the browser.
 */
export function useExport(
  cluster: string,
  {
    open,
    shown,
    onSaved,
  }: { readonly open: boolean; readonly shown: number | undefined; readonly onSaved: () => void },
): Export {
  const toast = useToast();
  const client = useQueryClient();
  const { data, error } = useInfiniteQuery({ ...snapshotsQuery(cluster), enabled: open });
  const [list] = data?.pages ?? [];
  // A data folder that cannot be read keeps nothing either, and the PDF does not need it.
  const kept = list === undefined ? (error === null ? undefined : false) : list.notKept === undefined;
  const taking = useTakeSnapshot(cluster);
  const [run, setRun] = useState<ExportRun>({ type: 'idle' });
  const [begun, setBegun] = useState<string>();
  const abort = useRef<AbortController>(undefined);
  const job = begun === undefined || list?.job?.id !== begun ? undefined : list.job;

  const finish = async (save: () => Promise<string>): Promise<void> => {
    try {
      toast(await save());
      setRun({ type: 'idle' });
      onSaved();
    } catch (failure) {
      if (abort.current?.signal.aborted !== true) setRun({ type: 'failed', error: failure });
    }
  };
  const onJob = useEffectEvent((ended: SnapshotJob): void => {
    if (ended.state === 'running') return;
    setBegun(undefined);
    const { snapshot, error: failure } = ended;
    if (snapshot !== undefined) {
      void finish(async () => {
        const [{ evidence }] = await Promise.all([
          client.fetchQuery(snapshotQuery(cluster, snapshot)),
          saveSnapshotFile(cluster, snapshot, PDF),
        ]);
        return snapshotSaved(snapshot, evidence);
      });
    } else if (failure === undefined) setRun({ type: 'idle' });
    else setRun({ type: 'failed', error: new RingfenceError(failure.code as ErrorCode, failure.message) });
  });
  useEffect(() => {
    if (job !== undefined) onJob(job);
  }, [job]);

  const refused = run.type === 'running' ? taking.refused : undefined;
  const running: ExportRun = run.type === 'running' ? { type: 'running', job } : run;
  return {
    run: refused === undefined ? running : { type: 'failed', error: refused },
    kept,
    newest: list?.snapshots[0]?.seq ?? 0,
    start(asked) {
      const body = { ...asked, timeZone: ownTimeZone() };
      abort.current = new AbortController();
      const { signal } = abort.current;
      setRun({ type: 'running' });
      if (kept === true) {
        void taking.begin(body).then((started) => {
          if (started === undefined) return;
          if (signal.aborted) void taking.cancel(started.id);
          else setBegun(started.id);
        });
        return;
      }
      void finish(async () => {
        const pdf = await apiFetchBlob(
          'POST /api/clusters/{cluster}/snapshot',
          { cluster, rev: shown },
          { body, signal },
        );
        const file = `ringfence-${cluster}-${shown ?? 'newest'}.pdf`;
        saveFile(pdf, file);
        return exported(file);
      });
    },
    stop() {
      abort.current?.abort();
      if (begun !== undefined) void taking.cancel(begun);
      setBegun(undefined);
      taking.forgetRefusal();
      setRun({ type: 'idle' });
    },
  };
}
