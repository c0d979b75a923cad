'use client';

import { useQuery } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { useId } from 'react';
import { wholeLines } from '#components/data/changed-lines.ts';
import { candidateQuery } from '#components/simulate/simulation-query.ts';
import { useStartSimulation } from '#components/simulate/use-start-simulation.ts';
import { Button } from '#components/ui/button.tsx';
import { YamlBlock } from '#components/ui/yaml-block.tsx';
import type { Wanted } from '#lib/policy/candidate/types.ts';
import { CANDIDATE_CARD } from '#lib/text/en/candidate-card.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import type { Question } from './ask-address.ts';

interface CandidateCardProps {
  readonly cluster: string;
  readonly question: Question;
  /** What can be asked: a connection that is allowed in part can be opened and blocked. */
  readonly wants: readonly Wanted[];
  /** Which of them is asked. */
  readonly asked: Wanted | undefined;
  readonly onAsk: (want: Wanted) => void;
}

/** What would open or block the connection: the smallest change that the engine confirmed, and the way to try it. */
export function CandidateCard({ cluster, question, wants, asked, onAsk }: CandidateCardProps) {
  const titleId = useId();
  return (
    <section
      aria-labelledby={titleId}
      // what somebody asked for stands where it is seen
      className={`rounded-lg border border-line bg-surface px-3.5 pt-2.5 pb-3 ${asked === undefined ? '' : 'order-first'}`}
    >
      <h3 id={titleId} className="mb-1.5 text-xs font-medium text-ink-3">
        {CANDIDATE_CARD.title}
      </h3>
      <div className="flex flex-wrap gap-1.5">
        {wants.map((want) => (
          <Button key={want} size="sm" aria-expanded={asked === want} onClick={() => onAsk(want)}>
            {CANDIDATE_CARD.ask[want]}
          </Button>
        ))}
      </div>
      {asked === undefined || !wants.includes(asked) ? null : (
        <Found cluster={cluster} question={question} want={asked} />
      )}
    </section>
  );
}

function Found({
  cluster,
  question,
  want,
}: Pick<CandidateCardProps, 'cluster' | 'question'> & { readonly want: Wanted }) {
  const { data, error } = useQuery(candidateQuery(cluster, { ...question, want }));
  const start = useStartSimulation(cluster);
  if (data === undefined) {
    return (
      <p role="status" className="mt-2 text-ink-2">
        {error === null ? CANDIDATE_CARD.working : error.message}
      </p>
    );
  }
  const { sentence, candidate } = data;
  return (
    <div className="mt-2 flex flex-col gap-1.5" aria-live="polite">
      <p className="font-medium">{visibleText(sentence)}</p>
      {candidate === undefined ? null : (
        <>
          <ul className="flex flex-col gap-1 text-ink-2">
            {candidate.steps.map((step) => (
              <li key={step.sentence} className="wrap-anywhere">
                {visibleText(step.sentence)}
              </li>
            ))}
          </ul>
          <p className="wrap-anywhere">{candidate.effectSentence}</p>
          {candidate.others.length === 0 ? null : (
            <ul className="list-disc pl-4 text-xs text-ink-2">
              {candidate.others.map((other) => (
                <li key={other} className="wrap-anywhere">
                  {visibleText(other)}
                </li>
              ))}
            </ul>
          )}
          <details>
            <summary className="min-h-6 cursor-pointer text-xs text-ink-2">{CANDIDATE_CARD.yaml}</summary>
            <YamlBlock label={CANDIDATE_CARD.yaml} lines={wholeLines(candidate.yaml)} />
          </details>
          <Button
            size="sm"
            className="self-start"
            onClick={() => start([{ type: 'yaml', title: CANDIDATE_CARD.called[want], text: candidate.yaml }])}
          >
            <FlaskConical className="size-3" aria-hidden="true" />
            {CANDIDATE_CARD.simulate}
          </Button>
        </>
      )}
    </div>
  );
}
