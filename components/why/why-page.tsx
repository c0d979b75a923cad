'use client';

import { ArrowLeftRight, ChevronRight, CircleHelp, FlaskConical } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useEffect, useState } from 'react';
import { endHref } from '#components/pod/pod-address.ts';
import { Button } from '#components/ui/button.tsx';
import { CopyLink } from '#components/ui/copy-link.tsx';
import { Link } from '#components/ui/link.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import { CANDIDATE_CARD } from '#lib/text/en/candidate-card.ts';
import { BREADCRUMB } from '#lib/text/en/pod.ts';
import { WHY } from '#lib/text/en/why.ts';
import { type Question, whyHref } from './ask-address.ts';
import { AskForm } from './ask-form.tsx';
import { rememberQuestion } from './recent-questions.ts';
import { useExplanation } from './use-explanation.ts';
import { wantedFor } from './wanted-for.ts';
import { WhyAnswer } from './why-answer.tsx';

const WhyStart = dynamic(() => import('./why-start.tsx').then((module) => module.WhyStart), { ssr: false });

/** `/why?from=&to=&port=`: the whole answer. Without both ends it asks for them, with examples. */
export function WhyPage({ cluster }: { readonly cluster: string }) {
  const router = useRouter();
  const [{ from, to, port, candidate }, set] = useQueryStates({
    from: parseAsString.withDefault(''),
    to: parseAsString.withDefault(''),
    port: parseAsString.withDefault(''),
    candidate: parseAsStringLiteral(['open', 'block'] as const),
  });
  const asked: Question = { from, to, port };
  const complete = from !== '' && to !== '';
  const [asking, setAsking] = useState(false);
  const { query, gaps } = useExplanation(cluster, complete ? asked : undefined);
  const isAnswered = query.data !== undefined;
  useEffect(() => {
    if (complete && isAnswered) rememberQuestion(cluster, { from, to, port });
  }, [cluster, complete, isAnswered, from, to, port]);
  const ask = (question: Question): void => {
    setAsking(false);
    router.push(whyHref(cluster, question));
  };
  return (
    <div className="flex h-full min-h-0 flex-col overflow-y-auto bg-canvas">
      <header className="bg-page px-5 pt-3.5 pb-2">
        <div className="flex flex-wrap items-center gap-2">
          <Crumbs cluster={cluster} question={asked} complete={complete} />
          <span className="grow" />
          {complete ? (
            <>
              <Button size="sm" aria-expanded={asking} onClick={() => setAsking(!asking)}>
                <CircleHelp className="size-3" aria-hidden="true" />
                {WHY.askTitle}
              </Button>
              <Button size="sm" onClick={() => ask({ from: to, to: from, port })}>
                <ArrowLeftRight className="size-3" aria-hidden="true" />
                {WHY.reverse}
              </Button>
              <CopyLink label={WHY.copyLink} />
              {query.data === undefined
                ? null
                : wantedFor(query.data.explanation.verdict)
                    .slice(0, 1)
                    .map((want) => (
                      <Button key={want} size="sm" variant="primary" onClick={() => void set({ candidate: want })}>
                        <FlaskConical className="size-3" aria-hidden="true" />
                        {CANDIDATE_CARD.ask[want]}
                      </Button>
                    ))}
            </>
          ) : null}
        </div>
        {complete && !asking && !query.isError ? null : (
          <div className="mt-3 rounded-lg border border-line bg-surface p-3.5">
            <h2 className="font-semibold">{WHY.askTitle}</h2>
            <p className="mb-2.5 text-xs text-ink-2">{WHY.askHint}</p>
            <AskForm key={`${from} ${to} ${port}`} cluster={cluster} start={asked} onAsk={ask} />
          </div>
        )}
      </header>
      {complete ? (
        <QueryState query={query} loading={WHY.loading} failed={WHY.failed}>
          {(view) => (
            <WhyAnswer
              cluster={cluster}
              question={asked}
              view={view}
              gaps={gaps}
              layout="page"
              asked={candidate ?? undefined}
              onAskCandidate={(want) => void set({ candidate: candidate === want ? null : want })}
            />
          )}
        </QueryState>
      ) : (
        <WhyStart cluster={cluster} />
      )}
    </div>
  );
}

function Crumbs({
  cluster,
  question,
  complete,
}: {
  readonly cluster: string;
  readonly question: Question;
  readonly complete: boolean;
}) {
  const source = endHref(cluster, question.from);
  return (
    <nav aria-label={BREADCRUMB} className="flex min-w-0 flex-wrap items-center gap-1.5 text-xs text-ink-3">
      <Link href={`/${encodeURIComponent(cluster)}/map`} className="hover:text-ink">
        {cluster}
      </Link>
      {complete ? (
        <>
          <ChevronRight className="size-3" aria-hidden="true" />
          {source === undefined ? (
            <span className="truncate">{question.from}</span>
          ) : (
            <Link href={source} className="truncate hover:text-ink">
              {question.from}
            </Link>
          )}
        </>
      ) : null}
      <ChevronRight className="size-3" aria-hidden="true" />
      <h1 className="text-ink-2">{WHY.title}</h1>
    </nav>
  );
}
