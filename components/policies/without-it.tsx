import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { SeverityTag } from '#components/ui/severity-tag.tsx';
import { Tag } from '#components/ui/tag.tsx';
import type { ProposalAnswer } from '#lib/api/diff-schemas.ts';
import { isRingfenceError } from '#lib/api/errors.ts';
import type { BriefGap } from '#lib/gdpr/gap-diff-json.ts';
import type { PolicyRef } from '#lib/policy/types.ts';
import { moreEnds, WITHOUT, withoutSentence } from '#lib/text/en/policies.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { withoutQuery } from './without-query.ts';

/** Whoever steps through policies asks for none of those passed. */
const REST_MS = 400;
const SHOWN = 6;

/** What engine and checks say of the cluster without this policy. Nothing is changed. */
export function WithoutIt({ cluster, policy }: { readonly cluster: string; readonly policy: PolicyRef }) {
  const [rested, setRested] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setRested(true), REST_MS);
    return () => clearTimeout(timer);
  }, []);
  const { data, error } = useQuery({ ...withoutQuery(cluster, policy), enabled: rested });
  return (
    <section aria-label={WITHOUT.title} className="rounded-lg border border-line bg-surface">
      <h2 className="px-3.5 py-2.5 font-semibold">{WITHOUT.title}</h2>
      {data !== undefined ? (
        <Effect answer={data} />
      ) : (
        <p role="status" className="px-3.5 pb-3 text-ink-2">
          {error === null ? WITHOUT.working : isRingfenceError(error) ? error.message : WITHOUT.failed}
        </p>
      )}
    </section>
  );
}

function Effect({ answer: { diff, gaps } }: { readonly answer: ProposalAnswer }) {
  const { counts } = diff;
  const opened = counts.opened.connections + counts['possibly-opened'].connections;
  const closed = counts.closed.connections + counts['ruled-out'].connections;
  const other = counts['ports-changed'].connections + counts['certainty-changed'].connections;
  const numbers = [
    { value: opened, label: WITHOUT.opens, isLoud: opened > 0 },
    { value: closed, label: WITHOUT.closes, isLoud: false },
    { value: other, label: WITHOUT.changes, isLoud: false },
    { value: gaps?.opened.length ?? 0, label: WITHOUT.gapsOpen, isLoud: (gaps?.opened.length ?? 0) > 0 },
    { value: gaps?.closed.length ?? 0, label: WITHOUT.gapsClose, isLoud: false },
  ];
  const workloads = [
    ...Map.groupBy(
      diff.changes.filter(({ change }) => change === 'opened' || change === 'possibly-opened'),
      ({ subject }) => subject,
    ),
  ].map(([subject, changes]) => ({
    subject,
    peers: new Set(changes.flatMap((each) => each.peers.map(({ id }) => id))),
  }));
  return (
    <>
      <dl className="grid grid-cols-3 gap-x-3 gap-y-2 px-3.5 pb-2.5 sm:grid-cols-5">
        {numbers.map(({ value, label, isLoud }) => (
          <div key={label} className={`border-t-2 pt-1 ${isLoud ? 'border-opens' : 'border-line'}`}>
            <dd className="text-lg font-semibold tabular-nums">{value}</dd>
            <dt className="text-xs text-ink-2">{label}</dt>
          </div>
        ))}
      </dl>
      <p className="border-t border-line-faint px-3.5 py-2 text-ink-2">
        {withoutSentence({ opened, closed, other, gaps: (gaps?.opened.length ?? 0) + (gaps?.closed.length ?? 0) })}
      </p>
      {workloads.length === 0 ? null : (
        <ul className="border-t border-line-faint py-1">
          {workloads.slice(0, SHOWN).map(({ subject, peers }) => (
            <li key={subject} className="flex min-h-7 items-center gap-2 px-3.5">
              <span className="min-w-0 truncate font-medium">{visibleText(subject)}</span>
              <span className="ml-auto shrink-0 text-xs text-ink-3">{WITHOUT.withPeers(peers.size)}</span>
            </li>
          ))}
          {workloads.length > SHOWN ? (
            <li className="px-3.5 text-xs text-ink-3">{moreEnds(workloads.length - SHOWN)}</li>
          ) : null}
        </ul>
      )}
      <Gaps word={WITHOUT.new} gaps={gaps?.opened ?? []} />
      <Gaps word={WITHOUT.closed} gaps={gaps?.closed ?? []} />
    </>
  );
}

function Gaps({ word, gaps }: { readonly word: string; readonly gaps: readonly BriefGap[] }) {
  if (gaps.length === 0) return null;
  return (
    <ul className="border-t border-line-faint py-1">
      {gaps.slice(0, SHOWN).map(({ id, severity, check, title }) => (
        <li key={id} className="flex min-h-8 flex-wrap items-center gap-2 px-3.5 py-0.5">
          <SeverityTag severity={severity}>{check}</SeverityTag>
          <span className="min-w-0 flex-1 wrap-anywhere">{visibleText(title)}</span>
          <Tag tone="info">{word}</Tag>
        </li>
      ))}
      {gaps.length > SHOWN ? <li className="px-3.5 text-xs text-ink-3">{moreEnds(gaps.length - SHOWN)}</li> : null}
    </ul>
  );
}
