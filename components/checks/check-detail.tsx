import type { ReactNode } from 'react';
import { BoldText } from '#components/ui/bold-text.tsx';
import type { CheckView } from '#lib/api/check-schemas.ts';
import { CLOSING } from '#lib/text/en/checks-document.ts';
import { CHECKS_PAGE, looksAt } from '#lib/text/en/checks-page.ts';
import { article } from '#lib/text/en/gaps-page.ts';
import { CheckExample } from './check-example.tsx';
import { CheckFigure } from './check-figure.tsx';
import { CheckResults } from './check-results.tsx';

interface CheckDetailProps {
  readonly cluster: string;
  readonly check: CheckView;
}

/** One check: plain words at the left, the exact ones at the right, what it found here below. */
export function CheckDetail({ cluster, check }: CheckDetailProps) {
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto xl:overflow-hidden">
      <div className="px-6 pt-4 pb-3">
        <p className="flex flex-wrap items-center gap-1.5 text-xs text-ink-3">
          <span className="font-mono text-ink-2">{check.id}</span>
          <span>
            · {check.family} · {looksAt(check.counts)}
          </span>
        </p>
        <h2 className="mt-0.5 text-xl font-semibold tracking-tight">{check.title}</h2>
      </div>
      <div className="grid grow grid-cols-1 content-start border-t border-line max-xl:shrink-0 xl:min-h-0 xl:flex-1 xl:grid-cols-[minmax(0,1fr)_348px] xl:content-stretch">
        <PlainWords check={check} />
        <ForEngineers check={check} />
      </div>
      <div className="border-t border-line bg-surface px-6 pt-2.5 pb-3">
        <CheckResults cluster={cluster} check={check} />
        <p className="mt-1.5 text-2xs text-ink-3">{CLOSING}</p>
      </div>
    </div>
  );
}

function PlainWords({ check: { guide, articles, examples } }: { readonly check: CheckView }) {
  const { drawing } = guide;
  return (
    <div className="@container min-w-0 bg-surface px-6 py-3.5 xl:overflow-y-auto">
      <Heading>{CHECKS_PAGE.plain}</Heading>
      <div className="flex max-w-[72ch] flex-col gap-2.5 text-md leading-6 text-ink">
        {guide.plain.map((paragraph) => (
          <p key={paragraph}>
            <BoldText text={paragraph} />
          </p>
        ))}
      </div>
      <div className="mt-4 grid gap-x-6 gap-y-4 @lg:grid-cols-2">
        {(
          [
            ['gap', CHECKS_PAGE.aGap, guide.gap],
            ['passes', CHECKS_PAGE.passes, guide.passes],
          ] as const
        ).map(([which, word, sentence]) => (
          <figure key={which}>
            {drawing === undefined ? null : (
              <CheckFigure drawing={drawing} lines={drawing[which]} label={`${word} ${sentence}`} />
            )}
            <figcaption className="mt-2">
              <b className="font-semibold">{word}</b> {sentence}
            </figcaption>
          </figure>
        ))}
      </div>
      <div className="mt-5 grid gap-x-6 gap-y-4 @lg:grid-cols-2">
        <div>
          <Heading>{CHECKS_PAGE.articles}</Heading>
          <ul>
            {articles.map((hook) => (
              <li key={hook.article} className="border-t border-line-faint py-2 first:border-t-0 first:pt-0">
                <span className="font-semibold">{article(hook.article)}</span>{' '}
                <span className="text-ink-3">{hook.title}</span>
                <p className="text-ink-2">{hook.sentence}</p>
              </li>
            ))}
          </ul>
        </div>
        <div>
          <Heading>{CHECKS_PAGE.limits}</Heading>
          <ul className="flex flex-col gap-1 text-ink-2">
            {guide.limits.map((limit) => (
              <li key={limit} className="grid grid-cols-[16px_minmax(0,1fr)]">
                <span aria-hidden="true" className="text-ink-3">
                  –
                </span>
                {limit}
              </li>
            ))}
          </ul>
          <Heading className="mt-4">{CHECKS_PAGE.act}</Heading>
          <p className="text-ink-2">{guide.act}</p>
        </div>
      </div>
      {examples === undefined ? null : (
        <div className="mt-5">
          <Heading>{CHECKS_PAGE.examples}</Heading>
          <CheckExample label={CHECKS_PAGE.failingExample} yaml={examples.failing} />
          <CheckExample label={CHECKS_PAGE.passingExample} yaml={examples.passing} />
          {examples.dataMap === undefined ? null : (
            <CheckExample label={CHECKS_PAGE.dataMapExample} yaml={examples.dataMap} />
          )}
          {examples.waivers === undefined ? null : (
            <CheckExample label={CHECKS_PAGE.waiversExample} yaml={examples.waivers} />
          )}
          {examples.flows === undefined ? null : (
            <CheckExample label={CHECKS_PAGE.flowsExample} yaml={examples.flows} />
          )}
        </div>
      )}
    </div>
  );
}

function ForEngineers({ check: { guide, references } }: { readonly check: CheckView }) {
  const facts = [
    [CHECKS_PAGE.condition, guide.condition],
    [CHECKS_PAGE.severity, guide.severity],
    [CHECKS_PAGE.unknown, guide.unknown],
    [CHECKS_PAGE.evidence, guide.evidence],
    [CHECKS_PAGE.fix, guide.fix],
    [CHECKS_PAGE.falseAlarm, guide.falseAlarm],
    [CHECKS_PAGE.citedBy, references.join(' · ')],
  ] as const;
  return (
    <aside
      aria-label={CHECKS_PAGE.engineers}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and holds nothing that takes the focus
      tabIndex={0}
      className="min-w-0 border-line px-4 py-3.5 focus-visible:-outline-offset-2 max-xl:border-t xl:overflow-y-auto xl:border-l"
    >
      <Heading>{CHECKS_PAGE.engineers}</Heading>
      <dl className="grid grid-cols-[74px_minmax(0,1fr)] gap-x-2.5 gap-y-2 text-xs leading-[18px] wrap-anywhere">
        {facts.map(([name, text]) => (
          <div key={name} className="contents">
            <dt className="text-ink-3">{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </aside>
  );
}

function Heading({ children, className = '' }: { readonly children: ReactNode; readonly className?: string }) {
  return <h3 className={`mb-1.5 text-xs font-medium text-ink-3 ${className}`}>{children}</h3>;
}
