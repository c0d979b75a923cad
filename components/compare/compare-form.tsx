'use client';

import { type FormEvent, useId, useState } from 'react';
import type { CompareAsked } from '#components/api/compare-query.ts';
import { Button } from '#components/ui/button.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { normalisePort } from '#components/why/ask-address.ts';
import { EndField } from '#components/why/end-field.tsx';
import { PortField } from '#components/why/port-field.tsx';
import { COMPARE } from '#lib/text/en/compare-pods.ts';
import { WHY } from '#lib/text/en/why.ts';

const WAYS = [
  { value: 'senders', label: COMPARE.senders },
  { value: 'targets', label: COMPARE.targets },
] as const;

interface CompareFormProps {
  readonly cluster: string;
  readonly start: CompareAsked;
  readonly onAsk: (asked: CompareAsked) => void;
}

/** The two, what they are compared to, and a port. */
export function CompareForm({ cluster, start, onAsk }: CompareFormProps) {
  const [draft, setDraft] = useState(start);
  const [problem, setProblem] = useState<string>();
  const problemId = useId();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const ends = { a: draft.a.trim(), b: draft.b.trim(), other: draft.other.trim() };
    const port = normalisePort(draft.port);
    if (ends.a === '' || ends.b === '' || ends.other === '') setProblem(COMPARE.missingEnd);
    else if (ends.a === ends.b) setProblem(COMPARE.samePods);
    else if (port === undefined) setProblem(WHY.badPort);
    else {
      setProblem(undefined);
      onAsk({ ...draft, ...ends, port });
    }
  };
  const field = (key: 'a' | 'b' | 'other', label: string) => (
    <EndField
      cluster={cluster}
      label={label}
      value={draft[key]}
      onChange={(value) => setDraft({ ...draft, [key]: value })}
    />
  );
  return (
    <form onSubmit={submit} aria-label={COMPARE.title} className="flex flex-wrap items-end gap-2">
      <Segmented label={COMPARE.way} options={WAYS} value={draft.way} onChange={(way) => setDraft({ ...draft, way })} />
      {field('a', COMPARE.a)}
      <div data-second="" className="flex min-w-0 flex-1 basis-56">
        {field('b', COMPARE.b)}
      </div>
      {field('other', draft.way === 'senders' ? COMPARE.to : COMPARE.from)}
      <PortField
        label={COMPARE.port}
        hint={COMPARE.portHint}
        value={draft.port}
        onChange={(port) => setDraft({ ...draft, port })}
        problem={problem === undefined ? undefined : problemId}
        isWrong={problem === WHY.badPort}
        className="w-32"
      />
      <Button type="submit">{COMPARE.compare}</Button>
      {problem === undefined ? null : (
        <p id={problemId} role="alert" className="basis-full text-xs text-error-ink">
          {problem}
        </p>
      )}
    </form>
  );
}
