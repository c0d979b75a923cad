'use client';

import { useId, useState } from 'react';
import { shownRevisions } from '#components/api/shown-revisions.ts';
import { Button } from '#components/ui/button.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { apiFetch } from '#lib/api/client.ts';
import { isRingfenceError } from '#lib/api/errors.ts';
import { WAIVER } from '#lib/text/en/waiver-form.ts';

interface WithdrawWaiverProps {
  readonly cluster: string;
  readonly waiver: string;
  readonly onWithdrawn: () => void;
}

/** Takes a waiver of the page back, by a role that stands in its record. One of a file can only be taken out there. */
export function WithdrawWaiver({ cluster, waiver, onWithdrawn }: WithdrawWaiverProps) {
  const toast = useToast();
  const field = useId();
  const [by, setBy] = useState('');
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string>();
  const withdraw = async (): Promise<void> => {
    setBusy(true);
    setRefused(undefined);
    try {
      const { revision } = await apiFetch('DELETE /api/clusters/{cluster}/waivers/{id}', {
        ...{ cluster, id: waiver },
        by: by.trim(),
      });
      shownRevisions.move(cluster, revision.seq);
      toast(WAIVER.withdrawn);
      onWithdrawn();
    } catch (error) {
      setRefused(isRingfenceError(error) ? error.message : WAIVER.notWithdrawn);
      setBusy(false);
    }
  };
  return (
    <form
      className="mt-1.5 flex flex-wrap items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (by.trim() === '') setRefused(WAIVER.missing);
        else void withdraw();
      }}
    >
      <label htmlFor={field} className="text-xs text-ink-3">
        {WAIVER.withdrawBy}
      </label>
      <input
        id={field}
        value={by}
        onChange={(event) => setBy(event.target.value)}
        className="h-[26px] w-36 rounded-md border border-line-strong bg-surface px-2 text-sm"
      />
      <Button size="sm" type="submit" busy={busy}>
        {WAIVER.withdraw}
      </Button>
      {refused === undefined ? null : (
        <span role="alert" className="text-xs text-error-ink">
          {refused}
        </span>
      )}
    </form>
  );
}
