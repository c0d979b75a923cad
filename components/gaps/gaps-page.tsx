'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { useEffect, useMemo, useRef } from 'react';
import { gapQuery, gapsQuery } from '#components/api/queries.ts';
import { ListFilterField } from '#components/filter/list-filter-field.tsx';
import { UndecidedToggle } from '#components/filter/undecided-toggle.tsx';
import { useListFilter } from '#components/filter/use-list-filter.ts';
import { clusterHref } from '#components/shell/cluster-href.ts';
import { useOpening } from '#components/shell/opening.tsx';
import { Button } from '#components/ui/button.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { isSingleKey, singleKeysOn } from '#components/ui/single-keys.ts';
import type { CheckCounts, GapListItem, GapList as GapListView } from '#lib/api/gap-types.ts';
import {
  checksRan,
  closedLabel,
  GAP_FILTER,
  GAPS_PAGE,
  openLabel,
  unknownBeside,
  unknownLabel,
  waivedLabel,
} from '#lib/text/en/gaps-page.ts';
import { START } from '#lib/text/en/shell.ts';
import { chooseGap } from './choose-gap.ts';
import { ClosedGaps } from './closed-gaps.tsx';
import { ExportList } from './export-list.tsx';
import { filterGaps } from './filter-gaps.ts';
import { GapDetail } from './gap-detail.tsx';
import { GapFilterBar } from './gap-filter-bar.tsx';
import { GapList } from './gap-list.tsx';
import { GapsTabs } from './gaps-tabs.tsx';
import { GROUPINGS, groupGaps } from './group-gaps.ts';
import { useGapFilters } from './use-gap-filters.ts';

const GROUPING_CHOICES = [
  { value: 'severity', label: GAPS_PAGE.bySeverity },
  { value: 'article', label: GAPS_PAGE.byArticle },
  { value: 'check', label: GAPS_PAGE.byCheck },
  { value: 'namespace', label: GAPS_PAGE.byNamespace },
] as const;

/** Which results the list shows. Open gaps come with the waived ones, in a group of their own below them. */
const STATES = ['open', 'waived', 'unknown', 'closed'] as const;
type State = (typeof STATES)[number];

/** The list of gaps and the chosen one. `?gap=ID` opens it, whichever result it has. */
export function GapsPage({ cluster }: { readonly cluster: string }) {
  const query = useQuery(gapsQuery(cluster));
  return (
    <QueryState query={query} loading={GAPS_PAGE.loading} failed={GAPS_PAGE.failed}>
      {(view) => <GapsContent cluster={cluster} view={view} readAt={query.dataUpdatedAt} />}
    </QueryState>
  );
}

interface GapsContentProps {
  readonly cluster: string;
  readonly view: GapListView;
  /** Milliseconds since 1970: what "new since" counts back from. */
  readonly readAt: number;
}

function GapsContent({ cluster, view, readAt }: GapsContentProps) {
  const router = useRouter();
  const [gapId, setGapId] = useQueryState('gap', parseAsString);
  const [result, setResult] = useQueryState('result', parseAsStringLiteral(STATES));
  const [grouping, setGrouping] = useQueryState('by', parseAsStringLiteral(GROUPINGS).withDefault('severity'));
  const filter = useGapFilters();
  const [text, setText] = useQueryState('q', parseAsString.withDefault('').withOptions({ throttleMs: 200 }));
  const { kept, undecided, wrong } = useListFilter(cluster, 'gaps', text);
  const [only, setOnly] = useQueryState('only', parseAsStringLiteral(['undecided']));
  const linked = view.gaps.find(({ id }) => id === gapId);
  const shown: State = result ?? (linked?.result === 'UNKNOWN' ? 'unknown' : 'open');
  const counts = useMemo(() => Map.groupBy(view.gaps, (gap) => gap.result), [view]);
  const numberOf = (state: GapListItem['result']): number => counts.get(state)?.length ?? 0;
  const gaps = useMemo(() => view.gaps.filter((gap) => isShown(gap, shown)), [view, shown]);
  const times = useMemo(() => ({ now: readAt, watchedSince: view.watchedSince }), [readAt, view]);
  const { filters } = filter;
  const found = useMemo(() => (kept === undefined ? gaps : gaps.filter(({ id }) => kept.has(id))), [gaps, kept]);
  const matching = useMemo(() => filterGaps(found, filters, times), [found, filters, times]);
  const unsure = useMemo(() => matching.filter(({ id }) => undecided.has(id)), [matching, undecided]);
  const groups = useMemo(
    () => groupGaps(only === null || kept === undefined ? matching : unsure, grouping),
    [only, kept, matching, unsure, grouping],
  );
  const ordered = useMemo(() => groups.flatMap((group) => group.gaps), [groups]);
  const { gap: selected, place } = chooseGap(view.gaps, ordered, gapId);
  const whole = useQuery({ ...gapQuery(cluster, selected?.id ?? ''), enabled: selected !== undefined });
  const client = useQueryClient();
  const at = ordered.findIndex(({ id }) => id === selected?.id);
  const [before, after] = [ordered[at - 1]?.id, ordered[at + 1]?.id];
  useEffect(() => {
    // Only once the chosen one is there: J and K find the next already read.
    if (!whole.isSuccess) return;
    for (const id of [after, before]) if (id !== undefined) void client.prefetchQuery(gapQuery(cluster, id));
  }, [client, cluster, whole.isSuccess, before, after]);

  const listPart = useRef<HTMLElement>(null);
  const focusList = (): void => {
    // The last gap may leave the list, and the list box with it: its section stays.
    const list = ordered.length > 1 ? listPart.current?.querySelector<HTMLElement>('[role=listbox]') : undefined;
    (list ?? listPart.current)?.focus();
  };
  const clear = (): void => {
    filter.clear();
    void setText(null);
    void setOnly(null);
  };
  const showAll = (): void => {
    clear();
    void setResult(null);
  };
  const select = (id: string): void => void setGapId(id);
  const step = (by: 1 | -1): void => {
    const next = ordered[Math.min(ordered.length - 1, Math.max(0, at + by))];
    if (next !== undefined) select(next.id);
  };
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || !isSingleKey(event) || !singleKeysOn()) return;
      const key = event.key.toLowerCase();
      if (key === 'j' || key === ']') step(1);
      else if (key === 'k' || key === '[') step(-1);
      else if (key === 'm' && selected !== undefined) {
        router.push(`${clusterHref(cluster, 'map')}?gap=${encodeURIComponent(selected.id)}`);
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  });

  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex min-h-11 shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line bg-page px-4 py-1.5">
        <h1 className="sr-only">{GAPS_PAGE.title}</h1>
        <GapsTabs cluster={cluster} current="gaps" checks={view.checks.length} />
        <Segmented
          label={GAPS_PAGE.result}
          options={[
            { value: 'open', label: openLabel(numberOf('FAIL')) },
            { value: 'waived', label: waivedLabel(numberOf('WAIVED')) },
            { value: 'unknown', label: unknownLabel(numberOf('UNKNOWN')) },
            { value: 'closed', label: closedLabel(view.closed?.length ?? 0) },
          ]}
          value={shown}
          onChange={(value) => {
            void setResult(value);
            void setGapId(null);
          }}
        />
        {shown === 'closed' ? null : <GapFilterBar gaps={found} times={times} filter={filter} />}
        <span className="ml-auto">
          <ExportList cluster={cluster} />
        </span>
      </header>
      {shown === 'closed' ? <ClosedGaps cluster={cluster} gaps={view.closed ?? []} /> : null}
      <div
        hidden={shown === 'closed'}
        className="grid min-h-0 flex-1 grid-cols-1 md:grid-cols-[minmax(260px,340px)_minmax(0,1fr)] xl:grid-cols-[420px_minmax(0,1fr)] max-md:grid-rows-[minmax(200px,38%)_minmax(0,1fr)]"
      >
        <section
          ref={listPart}
          aria-label={GAPS_PAGE.list}
          tabIndex={-1}
          className="flex min-h-0 flex-col border-line bg-surface max-md:border-b md:border-r"
        >
          <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line-faint px-3.5 py-1.5">
            <ListFilterField
              cluster={cluster}
              place="gaps"
              text={text}
              onFilter={(next) => {
                void setText(next || null);
                if (next !== text) void setGapId(null);
                if (next === '') void setOnly(null);
              }}
              wrong={wrong}
            />
            <UndecidedToggle
              count={unsure.length}
              isOn={only !== null && text !== ''}
              onChange={(isOn) => void setOnly(isOn ? 'undecided' : null)}
            />
            <Segmented
              label={GAPS_PAGE.groupBy}
              size="sm"
              options={GROUPING_CHOICES}
              value={grouping}
              onChange={(value) => void setGrouping(value)}
            />
            {shown === 'open' && numberOf('UNKNOWN') > 0 ? (
              <span className="text-xs text-depends-ink">{unknownBeside(numberOf('UNKNOWN'))}</span>
            ) : null}
          </div>
          {ordered.length > 0 ? (
            <GapList
              groups={groups}
              checks={view.checks}
              grouping={grouping}
              selected={selected?.id}
              onSelect={select}
            />
          ) : (filter.any || kept !== undefined) && gaps.length > 0 ? (
            <EmptyState title={GAPS_PAGE.noMatchTitle} actions={<Button onClick={clear}>{GAP_FILTER.clear}</Button>} />
          ) : (
            <NoGap cluster={cluster} state={shown} checks={view.checks} />
          )}
          <p className="flex items-center gap-2 border-t border-line bg-page px-3.5 py-2 text-xs text-ink-3 max-md:hidden">
            <Kbd>J</Kbd>
            <Kbd>K</Kbd> {GAPS_PAGE.keys.move}
            <Kbd>M</Kbd> {GAPS_PAGE.keys.map}
            <Kbd>W</Kbd> {GAPS_PAGE.keys.waive}
          </p>
        </section>
        <section aria-label={GAPS_PAGE.detail} className="flex min-h-0 min-w-0 flex-col">
          {place === 'gone' ? <EmptyState title={GAPS_PAGE.gone} /> : null}
          {place === 'outside' ? (
            <p
              role="status"
              className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line-faint px-5 py-1.5 text-ink-2"
            >
              {GAPS_PAGE.outsideFilter}
              <Button size="sm" onClick={showAll}>
                {GAP_FILTER.clear}
              </Button>
            </p>
          ) : null}
          {selected === undefined ? null : (
            <QueryState query={whole} loading={GAPS_PAGE.loading} failed={GAPS_PAGE.failed}>
              {(gapView) => (
                <GapDetail key={gapView.gap.id} cluster={cluster} view={gapView} onStep={step} onSettled={focusList} />
              )}
            </QueryState>
          )}
        </section>
      </div>
    </div>
  );
}

function isShown({ result }: GapListItem, state: State): boolean {
  switch (state) {
    case 'open':
      return result !== 'UNKNOWN';
    case 'waived':
      return result === 'WAIVED';
    case 'unknown':
      return result === 'UNKNOWN';
    case 'closed':
      return false; // in a list of their own
  }
}

interface NoGapProps {
  readonly cluster: string;
  readonly state: State;
  readonly checks: readonly CheckCounts[];
}

function NoGap({ cluster, state, checks }: NoGapProps) {
  const { openExample } = useOpening();
  if (state === 'unknown') return <EmptyState title={GAPS_PAGE.noUnknownTitle}>{GAPS_PAGE.noUnknown}</EmptyState>;
  if (state === 'waived') return <EmptyState title={GAPS_PAGE.noWaivedTitle}>{GAPS_PAGE.noWaived}</EmptyState>;
  const notEvaluated = checks.filter((check) => check.counts.NOT_EVALUATED > 0).length;
  return (
    <EmptyState
      title={GAPS_PAGE.noOpenTitle}
      actions={
        <>
          <ButtonLink href={clusterHref(cluster, 'checks')}>{GAPS_PAGE.whatWasChecked}</ButtonLink>
          <Button onClick={openExample}>{START.example}</Button>
        </>
      }
    >
      {checksRan(checks.length, notEvaluated)}
    </EmptyState>
  );
}
