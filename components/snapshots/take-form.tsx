'use client';

import { useQuery } from '@tanstack/react-query';
import { Camera } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { policiesQuery } from '#components/api/queries.ts';
import { Button } from '#components/ui/button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { ERRORS, isRingfenceError } from '#lib/api/errors.ts';
import type { TakeSnapshotBody } from '#lib/api/snapshot-schemas.ts';
import { ownTimeZone } from '#lib/local-time.ts';
import { TAKE } from '#lib/text/en/snapshots-page.ts';
import { ScopeField } from './scope-field.tsx';

const TITLE_MAX = 200;
const ROLE_MAX = 100;

interface TakeFormProps {
  readonly cluster: string;
  readonly busy: boolean;
  readonly refused: Error | undefined;
  readonly onTake: (body: TakeSnapshotBody) => void;
  readonly onCancel: () => void;
}

/** What is to be taken, and what it will contain. */
export function TakeForm({ cluster, busy, refused, onTake, onCancel }: TakeFormProps) {
  const { data } = useQuery(policiesQuery(cluster));
  const [title, setTitle] = useState('');
  const [reason, setReason] = useState('');
  const [by, setBy] = useState('');
  const [scope, setScope] = useState<ReadonlySet<string>>();
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const nothingChosen = scope?.size === 0;
  return (
    <form
      aria-label={TAKE.begin}
      className="flex flex-col gap-3 border-b border-line-faint p-3.5"
      onSubmit={(event) => {
        event.preventDefault();
        if (nothingChosen || busy) return;
        onTake({
          timeZone: ownTimeZone(),
          ...(title.trim() === '' ? {} : { title: title.trim() }),
          ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
          ...(by.trim() === '' ? {} : { by: by.trim() }),
          ...(scope === undefined ? {} : { scope: [...scope].sort() }),
        });
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel();
      }}
    >
      <div>
        <h2 className="text-md font-semibold">{TAKE.begin}</h2>
        <p className="mt-1 text-xs text-ink-2">{TAKE.hint}</p>
      </div>
      <TextField
        label={TAKE.reason}
        value={reason}
        maxLength={TITLE_MAX}
        placeholder={TAKE.reasonHint}
        onChange={setReason}
        inputRef={first}
      />
      <TextField label={TAKE.title} value={title} maxLength={TITLE_MAX} placeholder={cluster} onChange={setTitle} />
      <TextField label={TAKE.by} value={by} maxLength={ROLE_MAX} onChange={setBy} />
      <ScopeField
        namespaces={data?.isolation.map(({ namespace }) => namespace) ?? []}
        scope={scope}
        onChange={setScope}
      />
      <div className="text-xs">
        <h3 className="font-medium text-ink-2">{TAKE.contains}</h3>
        <ul className="mt-1 list-disc pl-4 text-ink-2">
          {TAKE.containsWhat.map((what) => (
            <li key={what}>{what}</li>
          ))}
        </ul>
        <p className="mt-1 text-ink-3">{TAKE.leavesOut}</p>
      </div>
      {refused === undefined ? null : (
        <p role="alert" className="text-error-ink wrap-anywhere">
          {isRingfenceError(refused) ? `${refused.message} ${ERRORS[refused.code]?.action ?? ''}` : TAKE.serverLost}
        </p>
      )}
      <div className="flex gap-2">
        <Button type="submit" variant="primary" busy={busy} disabled={nothingChosen}>
          <Camera className="size-4" strokeWidth={1.6} aria-hidden="true" />
          {TAKE.begin}
        </Button>
        <Button onClick={onCancel}>{TAKE.cancel}</Button>
      </div>
    </form>
  );
}
