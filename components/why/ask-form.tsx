'use client';

import { type FormEvent, useId, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { WHY } from '#lib/text/en/why.ts';
import { normalisePort, type Question } from './ask-address.ts';
import { EndField } from './end-field.tsx';

interface AskFormProps {
  readonly cluster: string;
  readonly start: Question;
  readonly onAsk: (question: Question) => void;
}

/** Two ends and a port: any connection can be asked about, also one that no line on the map shows. */
export function AskForm({ cluster, start, onAsk }: AskFormProps) {
  const [draft, setDraft] = useState(start);
  const [problem, setProblem] = useState<string>();
  const problemId = useId();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const question = { from: draft.from.trim(), to: draft.to.trim() };
    const port = normalisePort(draft.port);
    if (question.from === '' || question.to === '') setProblem(WHY.missingEnd);
    else if (port === undefined) setProblem(WHY.badPort);
    else {
      setProblem(undefined);
      onAsk({ ...question, port });
    }
  };
  return (
    <form onSubmit={submit} aria-label={WHY.askTitle} className="flex flex-wrap items-end gap-2.5">
      <EndField
        cluster={cluster}
        label={WHY.from}
        value={draft.from}
        onChange={(from) => setDraft({ ...draft, from })}
      />
      <EndField cluster={cluster} label={WHY.to} value={draft.to} onChange={(to) => setDraft({ ...draft, to })} />
      <label className="flex w-52 flex-col gap-1">
        <span className="text-xs text-ink-3">{WHY.port}</span>
        <input
          value={draft.port}
          onChange={(event) => setDraft({ ...draft, port: event.target.value })}
          placeholder={WHY.portHint}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={problem === WHY.badPort}
          aria-describedby={problem === undefined ? undefined : problemId}
          className="h-[30px] rounded-md border border-line-strong bg-surface px-2 font-mono text-xs placeholder:text-ink-3"
        />
      </label>
      <Button type="submit" variant="primary">
        {WHY.ask}
      </Button>
      {problem === undefined ? null : (
        <p id={problemId} role="alert" className="basis-full text-xs text-error-ink">
          {problem}
        </p>
      )}
    </form>
  );
}
