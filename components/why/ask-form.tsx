'use client';

import { type FormEvent, useId, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { WHY } from '#lib/text/en/why.ts';
import { normalisePort, type Question } from './ask-address.ts';
import { EndField } from './end-field.tsx';
import { PortField } from './port-field.tsx';

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
      <PortField
        label={WHY.port}
        hint={WHY.portHint}
        value={draft.port}
        onChange={(port) => setDraft({ ...draft, port })}
        problem={problem === undefined ? undefined : problemId}
        isWrong={problem === WHY.badPort}
        className="w-52"
      />
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
