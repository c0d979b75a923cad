'use client';

import { useState } from 'react';
import { shownRevisions } from '#components/api/shown-revisions.ts';
import { useToast } from '#components/ui/toast.tsx';
import { apiFetch } from '#lib/api/client.ts';
import { isRingfenceError } from '#lib/api/errors.ts';
import { DATA_PAGE } from '#lib/text/en/data-page.ts';
import type { DataDraft } from './data-draft.ts';

export interface KeepDataMap {
  readonly busy: boolean;
  /** Why the last change was refused. */
  readonly refused: string | undefined;
  /** The text that was in force before the last one was kept here; it can be brought back. */
  readonly before: string | undefined;
  keep(draft: DataDraft, who: string, before: string): Promise<void>;
  undo(): Promise<void>;
}

/** Has the server keep a DataMap; the page then shows the revision that it made. `onKept` runs after a change was kept. */
export function useKeepDataMap(cluster: string, onKept: () => void): KeepDataMap {
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string>();
  const [before, setBefore] = useState<string>();

  const send = async (draft: Partial<DataDraft>, who: string, done: () => void): Promise<void> => {
    setBusy(true);
    setRefused(undefined);
    try {
      const { kept, revision, problems } = await apiFetch(
        'POST /api/clusters/{cluster}/data-map',
        { cluster },
        {
          body: {
            changes: [...(draft.changes ?? [])],
            recipients: [...(draft.recipients ?? [])],
            ...(draft.text === undefined ? {} : { text: draft.text }),
            ...(who.trim() === '' ? {} : { who: who.trim() }),
            keep: true,
          },
        },
      );
      if (!kept) {
        setRefused(problems.map(({ line, path, message }) => DATA_PAGE.line(line, path, message)).join(' '));
        return;
      }
      // The person asked for it, so it does not wait to be applied.
      shownRevisions.move(cluster, revision.seq);
      done();
    } catch (error) {
      setRefused(isRingfenceError(error) ? error.message : DATA_PAGE.keepFailed);
    } finally {
      setBusy(false);
    }
  };
  return {
    busy,
    refused,
    before,
    keep: (draft, who, textBefore) =>
      send(draft, who, () => {
        setBefore(textBefore);
        onKept();
        toast(DATA_PAGE.keptToast);
      }),
    undo: () =>
      send({ text: before ?? '' }, '', () => {
        setBefore(undefined);
        toast(DATA_PAGE.undoneToast);
      }),
  };
}
