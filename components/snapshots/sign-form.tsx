'use client';

import { useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { snapshotsKey } from '#components/api/snapshot-queries.ts';
import { Button } from '#components/ui/button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { apiFetch } from '#lib/api/client.ts';
import { isRingfenceError } from '#lib/api/errors.ts';
import type { SignStep } from '#lib/api/snapshot-schemas.ts';
import { SIGN_WORDS, SNAPSHOT_PANEL, signedToast } from '#lib/text/en/snapshots-page.ts';

const SAID_MAX = 100;
const COMMENT_MAX = 4000;

interface SignFormProps {
  readonly cluster: string;
  readonly seq: number;
  readonly step: SignStep;
  /** Signed, or given up. */
  readonly onClose: () => void;
}

/** Signs a snapshot in a role. */
export function SignForm({ cluster, seq, step, onClose }: SignFormProps) {
  const client = useQueryClient();
  const toast = useToast();
  const first = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState({ role: '', name: '', comment: '' });
  const [problem, setProblem] = useState<string>();
  const [refused, setRefused] = useState<string>();
  const [busy, setBusy] = useState(false);
  useEffect(() => first.current?.focus(), []);

  const sign = async (): Promise<void> => {
    const { role, name, comment } = draft;
    setProblem(role.trim() === '' ? SNAPSHOT_PANEL.roleMissing : undefined);
    if (role.trim() === '' || busy) return;
    setBusy(true);
    setRefused(undefined);
    try {
      await apiFetch(
        'POST /api/clusters/{cluster}/snapshots/{seq}/sign-offs',
        { cluster, seq },
        { body: { step, role, name, ...(comment.trim() === '' ? {} : { comment }) } },
      );
      await client.invalidateQueries({ queryKey: snapshotsKey(cluster) });
      toast(signedToast(seq, step));
      onClose();
    } catch (error) {
      setRefused(isRingfenceError(error) ? error.message : SNAPSHOT_PANEL.signFailed);
      setBusy(false);
    }
  };
  const set = (field: keyof typeof draft) => (value: string) => setDraft({ ...draft, [field]: value });

  return (
    <form
      aria-label={SIGN_WORDS[step].sign}
      className="mt-2 flex flex-col gap-2 rounded-lg border border-line p-2.5"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void sign();
      }}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <TextField
        label={SNAPSHOT_PANEL.role}
        value={draft.role}
        problem={problem}
        maxLength={SAID_MAX}
        onChange={set('role')}
        inputRef={first}
      />
      <TextField label={SNAPSHOT_PANEL.name} value={draft.name} maxLength={SAID_MAX} onChange={set('name')} />
      <TextField
        label={SNAPSHOT_PANEL.comment}
        value={draft.comment}
        maxLength={COMMENT_MAX}
        lines={2}
        onChange={set('comment')}
      />
      {refused === undefined ? null : (
        <p role="alert" className="text-error-ink wrap-anywhere">
          {refused}
        </p>
      )}
      <p className="flex gap-2">
        <Button size="sm" type="submit" variant="primary" busy={busy}>
          {SIGN_WORDS[step].sign}
        </Button>
        <Button size="sm" onClick={onClose}>
          {SNAPSHOT_PANEL.cancel}
        </Button>
      </p>
    </form>
  );
}
