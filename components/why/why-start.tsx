'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { gapsQuery, sceneQuery } from '#components/api/queries.ts';
import { Link } from '#components/ui/link.tsx';
import { END_FORMS, EXAMPLE_WORDS, endWords, WHY_START } from '#lib/text/en/why-start.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { type Question, whyHref } from './ask-address.ts';
import { exampleQuestions } from './example-questions.ts';
import { recentQuestions } from './recent-questions.ts';

/** While nothing is asked: questions about this cluster, those of this tab, and who can be an end. */
export function WhyStart({ cluster }: { readonly cluster: string }) {
  const gaps = useQuery(gapsQuery(cluster));
  const scene = useQuery(sceneQuery(cluster, {}));
  const isKnown = gaps.isFetched && scene.isFetched;
  const examples = exampleQuestions(gaps.data?.gaps ?? [], scene.data?.edges ?? []);
  const recent = recentQuestions(cluster);
  return (
    <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,22rem),1fr))] items-start gap-3.5 p-5">
      <Card title={WHY_START.examples} hint={WHY_START.examplesHint}>
        {isKnown && examples.length === 0 ? <p className="px-3.5 py-2 text-ink-2">{WHY_START.none}</p> : null}
        <ul>
          {examples.map(({ kind, ...question }) => (
            <QuestionRow key={kind} cluster={cluster} question={question} note={EXAMPLE_WORDS[kind]} />
          ))}
        </ul>
      </Card>
      {recent.length === 0 ? null : (
        <Card title={WHY_START.recent}>
          <ul>
            {recent.map((question) => (
              <QuestionRow
                key={JSON.stringify(question)}
                cluster={cluster}
                question={question}
                note={question.port === '' ? '' : question.port.replace('/', ' ')}
              />
            ))}
          </ul>
        </Card>
      )}
      <Card title={WHY_START.forms} hint={WHY_START.formsHint}>
        <dl className="grid grid-cols-[auto_1fr] gap-x-3 px-3.5 pb-2.5">
          {END_FORMS.map(({ form, means }) => (
            <div key={form} className="col-span-2 grid grid-cols-subgrid border-t border-line-faint py-1.5">
              <dt className="font-mono text-xs">{form}</dt>
              <dd className="text-xs text-ink-2">{means}</dd>
            </div>
          ))}
        </dl>
      </Card>
    </div>
  );
}

function Card({
  title,
  hint,
  children,
}: {
  readonly title: string;
  readonly hint?: string;
  readonly children: ReactNode;
}) {
  return (
    <section aria-label={title} className="min-w-0 rounded-lg border border-line bg-surface pb-1">
      <h2 className="px-3.5 pt-3 font-semibold">{title}</h2>
      {hint === undefined ? null : <p className="px-3.5 text-xs text-ink-2">{hint}</p>}
      <div className="mt-2">{children}</div>
    </section>
  );
}

interface QuestionRowProps {
  readonly cluster: string;
  readonly question: Question;
  readonly note: string;
}

function QuestionRow({ cluster, question, note }: QuestionRowProps) {
  return (
    <li className="border-t border-line-faint">
      <Link
        href={whyHref(cluster, question)}
        className="flex min-h-11 items-center gap-2 px-3.5 py-1 hover:bg-hover focus-visible:-outline-offset-2"
      >
        <End end={question.from} />
        <ArrowRight className="size-3.5 shrink-0 text-ink-3" aria-label={WHY_START.to} />
        <End end={question.to} />
        <span className="ml-auto shrink-0 text-right text-xs text-ink-3 max-sm:max-w-20">{note}</span>
      </Link>
    </li>
  );
}

function End({ end }: { readonly end: string }) {
  const { name, place } = endWords(end);
  return (
    <span className="min-w-0" title={visibleText(end)}>
      <span className="block truncate font-medium text-accent-ink">{visibleText(name)}</span>
      {place === '' ? null : <span className="block truncate text-xs text-ink-3">{visibleText(place)}</span>}
    </span>
  );
}
