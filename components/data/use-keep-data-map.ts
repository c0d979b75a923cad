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
  /** Somebody kept another one since this page read it. */
  readonly conflict: boolean;
  /** The text that was in force before the last one was kept here; it can be brought back. */
  readonly before: string | undefined;
  keep(draft: DataDraft, who: string, before: InForce): Promise<void>;
  undo(): Promise<void>;
  /** What was refused is dealt with. */
  forgetRefusal(): void;
}

interface InForce {
  readonly text: string | null;
  readonly hash: string | null;
}

interface Kept {
  readonly before: string;
  /** Of what was kept. */
  readonly hash: string | null;
}

/** Has the server keep a DataMap; the page then shows the revision that it made. `onKept` runs after a change was kept. */
export function useKeepDataMap(cluster: string, onKept: () => void): KeepDataMap {
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string>();
  const [conflict, setConflict] = useState(false);
  const [last, setLast] = useState<Kept>();
  const forgetRefusal = (): void => {
    setRefused(undefined);
    setConflict(false);
  };

  const send = async (
    draft: Partial<DataDraft> & Pick<InForce, 'hash'>,
    who: string,
    done: (hash: string | null) => void,
  ): Promise<void> => {
    setBusy(true);
    forgetRefusal();
    try {
      const { kept, revision, problems, hash } = await apiFetch(
        'POST /api/clusters/{cluster}/data-map',
        { cluster },
        {
          body: {
            changes: [...(draft.changes ?? [])],
            recipients: [...(draft.recipients ?? [])],
            ...(draft.text === undefined ? {} : { text: draft.text }),
            ...(who.trim() === '' ? {} : { who: who.trim() }),
            keep: true,
            seen: draft.hash,
          },
        },
      );
      if (!kept) {
        setRefused(problems.map(({ line, path, message }) => DATA_PAGE.line(line, path, message)).join(' '));
        return;
      }
      // The person asked for it, so it does not wait to be applied.
      shownRevisions.move(cluster, revision.seq);
      done(hash);
    } catch (error) {
      setConflict(isRingfenceError(error) && error.code === 'CONFLICT');
      setRefused(isRingfenceError(error) ? error.message : DATA_PAGE.keepFailed);
    } finally {
      setBusy(false);
    }
  };
  return {
    busy,
    refused,
    conflict,
    before: last?.before,
    forgetRefusal,
    keep: (draft, who, { text, hash: shown }) =>
      send({ ...draft, hash: draft.seen === undefined ? shown : draft.seen }, who, (hash) => {
        setLast({ before: text ?? '', hash });
        onKept();
        toast(DATA_PAGE.keptToast);
      }),
    undo: () =>
      send({ text: last?.before ?? '', hash: last?.hash ?? null }, '', () => {
        setLast(undefined);
        toast(DATA_PAGE.undoneToast);
      }),
  };
}
