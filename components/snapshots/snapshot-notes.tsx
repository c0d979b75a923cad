'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { snapshotsKey } from '#components/api/snapshot-queries.ts';
import { Button } from '#components/ui/button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { apiFetch } from '#lib/api/client.ts';
import { isRingfenceError } from '#lib/api/errors.ts';
import type { SnapshotItem } from '#lib/api/snapshot-schemas.ts';
import { dateAndTime, SNAPSHOT_PANEL } from '#lib/text/en/snapshots-page.ts';
import { visibleText } from '#lib/text/visible-text.ts';

const SAID_MAX = 100;
const NOTE_MAX = 4000;

interface SnapshotNotesProps {
  readonly cluster: string;
  readonly snapshot: SnapshotItem;
  /** Why nothing can be kept now. */
  readonly readOnly: boolean;
}

/** What people wrote beside a snapshot, and a place to write. */
export function SnapshotNotes({ cluster, snapshot: { seq, notes }, readOnly }: SnapshotNotesProps) {
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [by, setBy] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string>();
  const keep = async (): Promise<void> => {
    setTried(true);
    if (text.trim() === '' || by.trim() === '' || busy) return;
    setBusy(true);
    setRefused(undefined);
    try {
      await apiFetch('POST /api/clusters/{cluster}/snapshots/{seq}/notes', { cluster, seq }, { body: { text, by } });
      await client.invalidateQueries({ queryKey: snapshotsKey(cluster) });
      setOpen(false);
      setText('');
      setTried(false);
    } catch (error) {
      setRefused(isRingfenceError(error) ? error.message : SNAPSHOT_PANEL.noteFailed);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {notes.length === 0 && !open ? <p className="text-xs text-ink-3">{SNAPSHOT_PANEL.noNotes}</p> : null}
      <ul>
        {notes.map((note) => (
          <li key={`${note.at} ${note.text}`} className="py-1 text-xs wrap-anywhere">
            <p className="whitespace-pre-wrap">{visibleText(note.text)}</p>
            <p className="text-ink-3">
              {visibleText(note.by)}, {dateAndTime(note.at)}
            </p>
          </li>
        ))}
      </ul>
      {open ? (
        <form
          aria-label={SNAPSHOT_PANEL.addNote}
          noValidate
          className="mt-1 flex flex-col gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            void keep();
          }}
        >
          <TextField
            label={SNAPSHOT_PANEL.note}
            value={text}
            problem={tried && text.trim() === '' ? SNAPSHOT_PANEL.noteMissing : undefined}
            maxLength={NOTE_MAX}
            lines={3}
            onChange={setText}
          />
          <TextField
            label={SNAPSHOT_PANEL.noteBy}
            value={by}
            problem={tried && by.trim() === '' ? SNAPSHOT_PANEL.roleMissing : undefined}
            maxLength={SAID_MAX}
            onChange={setBy}
          />
          {refused === undefined ? null : (
            <p role="alert" className="text-error-ink wrap-anywhere">
              {refused}
            </p>
          )}
          <p className="flex items-center gap-2 text-xs text-ink-3">
            <Button size="sm" type="submit" busy={busy}>
              {SNAPSHOT_PANEL.keepNote}
            </Button>
            <Button size="sm" onClick={() => setOpen(false)}>
              {SNAPSHOT_PANEL.cancel}
            </Button>
            {SNAPSHOT_PANEL.notesStay}
          </p>
        </form>
      ) : (
        <Button size="sm" className="mt-1.5" disabled={readOnly} onClick={() => setOpen(true)}>
          {SNAPSHOT_PANEL.addNote}
        </Button>
      )}
    </>
  );
}
