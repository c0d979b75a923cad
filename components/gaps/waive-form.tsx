'use client';

import { Stamp } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { shownRevisions } from '#components/api/shown-revisions.ts';
import { Button } from '#components/ui/button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { apiFetch } from '#lib/api/client.ts';
import { isRingfenceError } from '#lib/api/errors.ts';
import { WAIVER } from '#lib/text/en/waiver-form.ts';
import { checkWaiver, lastDay, type WaiverDraft, type WaiverProblems } from './check-waiver.ts';

const EMPTY: Omit<WaiverDraft, 'expiresAt'> = {
  justification: '',
  reference: '',
  riskOwner: '',
  approvedBy: '',
  recordedBy: '',
  compensating: '',
};

interface WaiveFormProps {
  readonly cluster: string;
  readonly gap: string;
  /** The revision that is looked at: its gap is accepted, not what came since. */
  readonly rev: number;
  /** Nothing was recorded. */
  readonly onCancel: () => void;
  readonly onRecorded: () => void;
}

/** Accepts one gap for a time. What is wrong stands under its field; nothing is sent before all is right. */
export function WaiveForm({ cluster, gap, rev, onCancel, onRecorded }: WaiveFormProps) {
  const toast = useToast();
  const first = useRef<HTMLInputElement>(null);
  const today = new Date().toISOString().slice(0, 10);
  const [draft, setDraft] = useState<WaiverDraft>({ ...EMPTY, expiresAt: '' });
  const [problems, setProblems] = useState<WaiverProblems>({});
  const [refused, setRefused] = useState<string>();
  const [busy, setBusy] = useState(false);
  useEffect(() => first.current?.focus(), []);

  const send = async (): Promise<void> => {
    const found = checkWaiver(draft, today);
    setProblems(found);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    setRefused(undefined);
    try {
      const { revision } = await apiFetch(
        'POST /api/clusters/{cluster}/waivers',
        { cluster, rev },
        {
          body: {
            gap,
            justification: draft.justification.trim(),
            ...(draft.reference.trim() === '' ? {} : { reference: draft.reference.trim() }),
            riskOwner: draft.riskOwner.trim(),
            approvedBy: draft.approvedBy.trim(),
            approvedAt: today,
            expiresAt: draft.expiresAt,
            compensating: draft.compensating
              .split('\n')
              .map((line) => line.trim())
              .filter(Boolean),
            recordedBy: draft.recordedBy.trim(),
          },
        },
      );
      // The person asked for it, so it does not wait to be applied.
      shownRevisions.move(cluster, revision.seq);
      toast(WAIVER.recorded);
      onRecorded();
    } catch (error) {
      setRefused(isRingfenceError(error) ? error.message : WAIVER.failed);
    } finally {
      setBusy(false);
    }
  };
  const field = (name: keyof WaiverDraft, label: string) => ({
    label,
    value: draft[name],
    problem: problems[name],
    onChange: (value: string) => setDraft({ ...draft, [name]: value }),
  });

  return (
    <form
      aria-label={WAIVER.title}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onCancel();
      }}
      noValidate
    >
      <div className="mt-4 mb-1.5 flex flex-wrap items-center gap-2">
        <h3 className="font-semibold">{WAIVER.title}</h3>
        <span className="text-xs text-ink-3">{WAIVER.hint}</span>
        <span className="grow" />
        <Button size="sm" variant="quiet" onClick={onCancel}>
          {WAIVER.cancel}
        </Button>
        <Button size="sm" type="submit" busy={busy}>
          <Stamp className="size-3" aria-hidden="true" />
          {WAIVER.record}
        </Button>
      </div>
      <div className="grid gap-x-2.5 gap-y-2 rounded-lg border border-line bg-surface px-3 pt-2.5 pb-3 sm:grid-cols-3">
        <div className="sm:col-span-2">
          <TextField {...field('justification', WAIVER.reasonHint)} inputRef={first} />
        </div>
        <TextField {...field('expiresAt', WAIVER.endsHint)} type="date" min={today} max={lastDay(today)} />
        <TextField {...field('reference', WAIVER.referenceHint)} />
        <TextField {...field('riskOwner', WAIVER.riskOwnerHint)} />
        <TextField {...field('approvedBy', WAIVER.approvedByHint)} />
        <div className="sm:col-span-2">
          <TextField {...field('compensating', WAIVER.compensatingHint)} lines={2} />
        </div>
        <TextField {...field('recordedBy', WAIVER.recordedBy)} />
      </div>
      {refused === undefined ? null : (
        <p role="alert" className="mt-1.5 text-error-ink">
          {refused}
        </p>
      )}
    </form>
  );
}
