'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronRight, Waypoints } from 'lucide-react';
import { parseAsString, useQueryState } from 'nuqs';
import { gapsQuery, policyQuery } from '#components/api/queries.ts';
import { BoldText } from '#components/ui/bold-text.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { CopyLink } from '#components/ui/copy-link.tsx';
import { FenceGlyph } from '#components/ui/fence-glyph.tsx';
import { Link } from '#components/ui/link.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import { SeverityTag } from '#components/ui/severity-tag.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { Time } from '#components/ui/time.tsx';
import { YamlBlock } from '#components/ui/yaml-block.tsx';
import { policyLines } from '#components/why/code-excerpt.ts';
import type { PolicyView } from '#lib/api/policy-types.ts';
import { printTerm } from '#lib/graph/filter/print-filter.ts';
import type { PolicyRef } from '#lib/policy/types.ts';
import { BREADCRUMB, gapCount } from '#lib/text/en/pod.ts';
import {
  appliesFor,
  CLUSTER_WIDE,
  isolatesFor,
  lineRange,
  POLICIES,
  POLICY,
  setBy,
  tierAndPriority,
} from '#lib/text/en/policies.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { litChoices } from './lit-choices.ts';
import { PolicyEffect } from './policy-effect.tsx';
import { policyFence } from './policy-fence.ts';
import { SimulatePolicy } from './simulate-policy.tsx';
import { WithoutIt } from './without-it.tsx';

/** One policy: its effect in a sentence, its YAML with lit lines, whom it selects, what each rule opens. */
export function PolicyPage({ cluster, policy }: { readonly cluster: string; readonly policy: PolicyRef }) {
  const query = useQuery(policyQuery(cluster, policy.kind, policy.namespace, policy.name));
  return (
    <QueryState query={query} loading={POLICY.loading} failed={POLICY.failed}>
      {(view) => <PolicyContent cluster={cluster} view={view} />}
    </QueryState>
  );
}

function PolicyContent({ cluster, view }: { readonly cluster: string; readonly view: PolicyView }) {
  const [lit, setLit] = useQueryState('lit', parseAsString);
  const choices = litChoices(view);
  const chosen = choices.find(({ id }) => id === lit) ?? choices[0];
  const { policy, text } = view;
  return (
    <div className="flex h-full min-h-0 flex-col overflow-y-auto">
      <PolicyHead cluster={cluster} view={view} />
      <div className="grid flex-1 grid-cols-1 content-start gap-3.5 bg-canvas p-5 pt-3.5 lg:grid-cols-[minmax(0,30rem)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-3">
          <section aria-label={POLICY.asItStands} className="overflow-hidden rounded-lg border border-line bg-surface">
            <header className="flex items-center gap-2 border-b border-line-faint px-3.5 py-2">
              <h2 className="font-semibold">{POLICY.asItStands}</h2>
              <span className="grow" />
              <CopyButton text={text.text} label={POLICY.copyYaml} />
            </header>
            <div className="p-2.5">
              <YamlBlock
                label={`${policy.kind} ${policy.name}`}
                lines={policyLines(text).map(({ number, text: line }) => ({
                  type: 'line',
                  number,
                  text: line,
                  lit: chosen !== undefined && chosen.lines.from <= number && number <= chosen.lines.to,
                }))}
              />
              <p className="mt-1.5 truncate text-xs text-ink-3">{text.file ?? POLICY.rendering}</p>
            </div>
          </section>
          {choices.length === 0 ? null : (
            <fieldset className="rounded-lg border border-line bg-surface px-3.5 pt-2.5 pb-3">
              <legend className="float-left mb-1 w-full text-xs font-medium text-ink-3">{POLICY.litLines}</legend>
              {choices.map(({ id, lines, label }) => {
                const checked = id === chosen?.id;
                return (
                  <label
                    key={id}
                    className="clear-left flex min-h-[26px] cursor-pointer items-center gap-[7px] rounded-sm text-xs has-focus-visible:outline-2 has-focus-visible:outline-focus"
                  >
                    <input
                      type="radio"
                      name="lit"
                      className="sr-only"
                      checked={checked}
                      onChange={() => void setLit(id)}
                    />
                    <span
                      className={`inline-flex h-5 items-center rounded-sm border px-[5px] font-mono text-2xs whitespace-nowrap ${
                        checked ? 'border-code-mark-line bg-code-mark text-ink' : 'border-line text-ink-2'
                      }`}
                    >
                      {lineRange(lines.from, lines.to)}
                    </span>
                    <span className={checked ? 'text-ink' : 'text-ink-2'}>{label}</span>
                  </label>
                );
              })}
            </fieldset>
          )}
        </div>
        <PolicyEffect
          cluster={cluster}
          view={view}
          lit={chosen?.id}
          onLight={(id) => void setLit(id)}
          gaps={<PolicyGaps cluster={cluster} view={view} />}
          without={
            <WithoutIt key={`${policy.kind}/${policy.namespace}/${policy.name}`} cluster={cluster} policy={policy} />
          }
        />
      </div>
    </div>
  );
}

function PolicyHead({ cluster, view }: { readonly cluster: string; readonly view: PolicyView }) {
  const { policy, tier, priority, directions, changed, gaps } = view;
  const base = `/${encodeURIComponent(cluster)}`;
  return (
    <header className="border-b border-line bg-page px-5 pt-3.5 pb-3">
      <nav aria-label={BREADCRUMB} className="flex flex-wrap items-center gap-1.5 text-xs text-ink-3">
        <Link href={`${base}/policies`} className="hover:text-ink">
          {POLICIES.title}
        </Link>
        <ChevronRight className="size-3" aria-hidden="true" />
        {tier === undefined ? (
          <Link href={`${base}/policies?q=${encodeURIComponent(`ns:${policy.namespace}`)}`} className="hover:text-ink">
            {policy.namespace}
          </Link>
        ) : (
          <span>{CLUSTER_WIDE}</span>
        )}
        <ChevronRight className="size-3" aria-hidden="true" />
        <span className="text-ink-2">{policy.name}</span>
      </nav>
      <div className="my-1.5 flex flex-wrap items-center gap-2">
        <h1 className="text-lg font-semibold tracking-tight wrap-anywhere">{visibleText(policy.name)}</h1>
        <Tag tone="info">
          <FenceGlyph isolation={policyFence(view)} size={13} />
          {tier === undefined ? isolatesFor(directions) : appliesFor(directions)}
        </Tag>
        {gaps === undefined ? null : (
          <Link href={`${base}/gaps?gap=${encodeURIComponent(view.gapIds[0] ?? '')}`}>
            <SeverityTag severity={gaps.worst}>{gapCount(gaps.count)}</SeverityTag>
          </Link>
        )}
        <span className="text-xs text-ink-3">
          {[policy.kind, ...(tier === undefined ? [] : [tierAndPriority(tier, priority)])].join(' · ')}
          {changed === undefined ? null : (
            <>
              {' · '}
              {visibleText(setBy(changed.manager))}
              {changed.time === undefined ? null : (
                <>
                  , <Time iso={changed.time} />
                </>
              )}
            </>
          )}
        </span>
        <span className="grow" />
        <SimulatePolicy cluster={cluster} view={view} />
        <CopyLink label={POLICY.copyLink} />
        <ButtonLink
          size="sm"
          href={`${base}/map?q=${encodeURIComponent(printTerm({ key: 'policy', value: policy.name, negated: false }))}`}
        >
          <Waypoints className="size-3" aria-hidden="true" />
          {POLICY.showOnMap}
        </ButtonLink>
      </div>
      <p className="max-w-[110ch] text-xl tracking-tight text-pretty text-ink-2 wrap-anywhere">
        <BoldText text={view.sentence} />
      </p>
      {view.unread ? <p className="mt-1 text-depends-ink">{POLICY.unread}</p> : null}
    </header>
  );
}

function PolicyGaps({ cluster, view }: { readonly cluster: string; readonly view: PolicyView }) {
  const { data } = useQuery({ ...gapsQuery(cluster), enabled: view.gapIds.length > 0 });
  const ids = new Set(view.gapIds);
  const gaps = (data?.gaps ?? []).filter(({ id }) => ids.has(id));
  if (gaps.length === 0) return null;
  return (
    <section aria-label={POLICY.gaps} className="rounded-lg border border-line bg-surface">
      <h2 className="px-3.5 py-2.5 font-semibold">{POLICY.gaps}</h2>
      <ul>
        {gaps.map((gap) => (
          <li key={gap.id} className="flex flex-wrap items-center gap-2 border-t border-line-faint px-3.5 py-2">
            <SeverityTag severity={gap.severity}>{gap.check}</SeverityTag>
            <Link
              href={`/${encodeURIComponent(cluster)}/gaps?gap=${encodeURIComponent(gap.id)}`}
              className="min-w-0 font-medium text-accent-ink wrap-anywhere hover:underline"
            >
              {visibleText(gap.title)}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
