'use client';

import { useQuery } from '@tanstack/react-query';
import { Download, Info } from 'lucide-react';
import { parseAsString, parseAsStringLiteral, useQueryState, useQueryStates } from 'nuqs';
import { policiesQuery, summaryQuery } from '#components/api/queries.ts';
import { ListFilterField } from '#components/filter/list-filter-field.tsx';
import { useListFilter } from '#components/filter/use-list-filter.ts';
import { NotRead } from '#components/shell/not-read.tsx';
import { saveResult } from '#components/shell/save-result.ts';
import { NETWORK_POLICIES, unreadPolicyKinds } from '#components/shell/unread-policy-kinds.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Figure } from '#components/ui/figure.tsx';
import { FilterSelect } from '#components/ui/filter-select.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import type { PolicyList } from '#lib/api/policy-types.ts';
import { unevaluatedKind } from '#lib/kube/unevaluated-kind.ts';
import {
  allKinds,
  allOneKind,
  emptyInRead,
  isolatedFor,
  kindsNotRead,
  notReadOf,
  otherKinds,
  POLICIES,
  policyCount,
  shownOf,
} from '#lib/text/en/policies.ts';
import { bounded } from '#lib/text/en/shell.ts';
import {
  choiceOptions,
  filterPolicies,
  POLICY_CHOICES,
  QUICK_FILTERS,
  type QuickFilter,
  quickCount,
} from './filter-policies.ts';
import { IsolationPanel } from './isolation-panel.tsx';
import { policiesCsv } from './policies-csv.ts';
import { PolicyTable } from './policy-table.tsx';
import { UnreadPolicies } from './unread-policies.tsx';
import { useRedundant } from './use-redundant.ts';

const QUICK_WORDS: Readonly<Record<QuickFilter, string>> = {
  nothing: POLICIES.selectsNothing,
  redundant: POLICIES.redundant,
  any: POLICIES.opensToAny,
  gap: POLICIES.carriesGap,
};
const CHOICE_WORDS = { kind: POLICIES.kind, namespace: POLICIES.namespaceFilter, manager: POLICIES.manager } as const;

/** Every policy with what it isolates and opens; beside it isolation per namespace. */
export function PoliciesPage({ cluster }: { readonly cluster: string }) {
  const query = useQuery(policiesQuery(cluster));
  return (
    <QueryState query={query} loading={POLICIES.loading} failed={POLICIES.failed}>
      {(list) => <PoliciesContent cluster={cluster} list={list} />}
    </QueryState>
  );
}

function PoliciesContent({ cluster, list }: { readonly cluster: string; readonly list: PolicyList }) {
  const [text, setText] = useQueryState('q', parseAsString.withDefault('').withOptions({ throttleMs: 200 }));
  const [only, setOnly] = useQueryState('only', parseAsStringLiteral(QUICK_FILTERS));
  const [choices, setChoices] = useQueryStates({ kind: parseAsString, ns: parseAsString, manager: parseAsString });
  const { kept, wrong, isPending } = useListFilter(cluster, 'policies', text);
  const redundant = useRedundant(cluster);
  const quick = only ?? undefined;
  const filters = {
    kept,
    quick,
    kind: choices.kind ?? undefined,
    namespace: choices.ns ?? undefined,
    manager: choices.manager ?? undefined,
  };
  const shown = filterPolicies(list.items, filters, redundant.keys);
  const clear = (): void => {
    void setText(null);
    void setOnly(null);
    void setChoices(null);
  };
  const isNarrowed = shown.length < list.items.length;
  const saveShown = (): void =>
    saveResult(
      cluster,
      new Blob([policiesCsv(shown, redundant, isNarrowed ? [] : list.unread)], { type: 'text/csv' }),
      POLICIES.exportName(cluster),
    );
  const namespaced = list.items.filter(({ tier }) => tier === undefined);
  const { data: summary } = useQuery(summaryQuery(cluster));
  const notRead = list.isolation.filter((row) => row.notRead === true).length;
  const unread = summary === undefined ? [] : unreadPolicyKinds(summary.completeness);
  // of NetworkPolicies each namespace says it
  const otherUnread = unread.filter(({ resource }) => resource !== NETWORK_POLICIES || notRead === 0);
  const isBound = notRead > 0 || unread.length > 0 || list.unread.length > 0 || summary === undefined;
  const covered = new Set(namespaced.map(({ policy }) => policy.namespace)).size;
  const pods = list.isolation.reduce((sum, { pods: inNamespace }) => sum + inNamespace, 0);
  const isolated = (direction: 'ingress' | 'egress'): number =>
    list.isolation.reduce((sum, row) => sum + row[direction], 0);
  return (
    <div className="flex h-full min-h-0 flex-col overflow-y-auto lg:overflow-hidden">
      <h1 className="sr-only">{POLICIES.title}</h1>
      <div className="flex min-h-14 shrink-0 flex-wrap items-center gap-y-1 border-b border-line bg-page px-4 py-1">
        <Figure
          value={namespaced.length}
          atLeast={isBound}
          label={policyCount(namespaced.length, covered, list.isolation.length, list.items.length - namespaced.length)}
        />
        <Figure value={isolated('ingress')} atLeast={isBound} label={isolatedFor('ingress', pods)} />
        <Figure value={isolated('egress')} atLeast={isBound} label={isolatedFor('egress', pods)} last />
        {summary === undefined ? null : (
          <NotRead summary={summary} of={new Set(unread.map(({ resource }) => resource))} />
        )}
      </div>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-1.5">
        <ListFilterField
          cluster={cluster}
          place="policies"
          text={text}
          onFilter={(next) => void setText(next || null)}
          wrong={wrong}
        />
        {POLICY_CHOICES.map((choice) => (
          <FilterSelect
            key={choice}
            label={CHOICE_WORDS[choice]}
            value={filters[choice]}
            options={choiceOptions(list.items, choice, filters, redundant.keys)}
            onChange={(value) => void setChoices({ [choice === 'namespace' ? 'ns' : choice]: value ?? null })}
          />
        ))}
        {QUICK_FILTERS.map((filter) => (
          <Button
            key={filter}
            size="sm"
            aria-pressed={quick === filter}
            className="aria-pressed:border-accent aria-pressed:text-accent-ink"
            onClick={() => void setOnly(quick === filter ? null : filter)}
          >
            {QUICK_WORDS[filter]}{' '}
            <span
              className="text-ink-3 tabular-nums"
              title={filter === 'redundant' && redundant.isBound ? POLICIES.redundantBound : undefined}
            >
              {bounded(quickCount(list.items, filter, redundant.keys), filter === 'redundant' && redundant.isBound)}
            </span>
          </Button>
        ))}
        <span className="ml-auto text-xs text-ink-3" aria-live="polite">
          {shownOf(shown.length, list.items.length)}
        </span>
        {shown.length === 0 ? null : (
          <Button size="sm" disabled={isPending || redundant.isPending} onClick={saveShown}>
            <Download className="size-3.5" aria-hidden="true" />
            {POLICIES.exportCsv}
          </Button>
        )}
      </div>
      <div className="grid flex-1 grid-cols-1 max-lg:content-start lg:min-h-0 lg:grid-cols-[minmax(0,1fr)_340px] 2xl:grid-cols-[minmax(0,1fr)_360px]">
        <div className="flex min-w-0 flex-col bg-surface lg:min-h-0">
          {list.items.length === 0 ? (
            <NoPolicy
              list={list}
              notRead={notRead}
              isBound={isBound}
              podsNotRead={summary?.numbers.atLeast !== false}
            />
          ) : shown.length === 0 ? (
            <EmptyState title={POLICIES.noMatch} actions={<Button onClick={clear}>{POLICIES.clear}</Button>} />
          ) : (
            <PolicyTable cluster={cluster} items={shown} redundant={redundant.keys} />
          )}
          <UnreadPolicies unread={list.unread} />
          <p className="flex items-start gap-2 border-t border-line-faint px-4 py-2.5 text-xs text-ink-3">
            <Info className="mt-0.5 size-3 shrink-0" aria-hidden="true" />
            {notRead > 0 ? `${notReadOf(notRead, list.isolation.length)} ` : null}
            {otherUnread.length > 0 ? `${kindsNotRead(otherUnread.map(({ kind }) => kind))} ` : null}
            {list.unevaluated.length > 0
              ? otherKinds(list.unevaluated.length)
              : isBound
                ? null
                : namespaced.length === list.items.length
                  ? allOneKind(list.items.length)
                  : allKinds(kindCounts(list))}
          </p>
          {list.unevaluated.length === 0 ? null : (
            <ul className="px-4 pb-3 font-mono text-2xs text-depends-ink" aria-label={POLICIES.notEvaluated}>
              {list.unevaluated.map(({ kind, apiVersion, namespace, name }) => (
                <li key={`${apiVersion}/${kind}/${namespace ?? ''}/${name}`}>
                  {[unevaluatedKind({ kind, apiVersion }), namespace, name]
                    .filter((part) => part !== undefined)
                    .join('/')}
                </li>
              ))}
            </ul>
          )}
        </div>
        <IsolationPanel
          list={list}
          isWhole={otherUnread.length === 0}
          chosen={filters.namespace}
          onChoose={(namespace) => void setChoices({ ns: namespace ?? null })}
        />
      </div>
    </div>
  );
}

/** In place of an empty table: that there is none is said only where all could be read. */
function NoPolicy({
  list,
  notRead,
  isBound,
  podsNotRead,
}: {
  readonly list: PolicyList;
  /** Namespaces of which no policy could be read. */
  readonly notRead: number;
  readonly isBound: boolean;
  readonly podsNotRead: boolean;
}) {
  const namespaces = list.isolation.length;
  if (list.unread.length > 0) return <EmptyState title={POLICIES.emptyNotUnderstood} />;
  if (notRead > 0 && notRead === namespaces)
    return <EmptyState title={POLICIES.emptyNotRead}>{POLICIES.emptyNotReadNote}</EmptyState>;
  if (notRead > 0) return <EmptyState title={emptyInRead(namespaces - notRead)}>{POLICIES.emptyPartNote}</EmptyState>;
  if (isBound) return <EmptyState title={POLICIES.emptyKindsNotRead}>{POLICIES.emptyKindsNotReadNote}</EmptyState>;
  if (list.isolation.some(({ pods }) => pods > 0)) return <EmptyState title={POLICIES.empty} />;
  return <EmptyState title={podsNotRead ? POLICIES.emptyPodsNotRead : POLICIES.emptyNoPods} />;
}

function kindCounts({ items }: PolicyList): readonly (readonly [string, number])[] {
  return [...Map.groupBy(items, ({ policy }) => policy.kind)].map(([kind, own]) => [kind, own.length]);
}
