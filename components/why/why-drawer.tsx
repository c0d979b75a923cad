'use client';

import { ArrowLeftRight, ExternalLink } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import { WHY } from '#lib/text/en/why.ts';
import { type Question, whyHref } from './ask-address.ts';
import { useExplanation } from './use-explanation.ts';
import { WhyAnswer } from './why-answer.tsx';

interface WhyDrawerProps {
  readonly cluster: string;
  /** Undefined: closed. */
  readonly question: Question | undefined;
  readonly onClose: () => void;
  /** Asks another question in the same drawer: the reverse one. */
  readonly onAsk: (question: Question) => void;
}

/** Why, over the map or the pod page: the same answer as on its own page, in one column. */
export function WhyDrawer({ cluster, question, onClose, onAsk }: WhyDrawerProps) {
  const { query, gaps } = useExplanation(cluster, question);
  return (
    <Sheet open={question !== undefined} onClose={onClose} title={WHY.title} closeLabel={WHY.close}>
      {question === undefined ? null : (
        <div className="flex min-h-full flex-col">
          <div className="flex flex-wrap gap-2 bg-page px-4 py-2">
            <Button size="sm" onClick={() => onAsk({ ...question, from: question.to, to: question.from })}>
              <ArrowLeftRight className="size-3" aria-hidden="true" />
              {WHY.reverse}
            </Button>
            <ButtonLink size="sm" href={whyHref(cluster, question)}>
              <ExternalLink className="size-3" aria-hidden="true" />
              {WHY.openPage}
            </ButtonLink>
          </div>
          <QueryState query={query} loading={WHY.loading} failed={WHY.failed}>
            {(view) => <WhyAnswer cluster={cluster} question={question} view={view} gaps={gaps} layout="drawer" />}
          </QueryState>
        </div>
      )}
    </Sheet>
  );
}
