'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Info, Play, Radio } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useId, useMemo } from 'react';
import { FilterField } from '#components/filter/filter-field.tsx';
import { useReadable } from '#components/filter/use-list-filter.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { FilterSelect } from '#components/ui/filter-select.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { isSingleKey, singleKeysOn } from '#components/ui/single-keys.ts';
import { useMediaQuery } from '#components/ui/use-media-query.ts';
import type { ObservedView } from '#lib/api/observed-schemas.ts';
import { TRAFFIC_STATES, type TrafficState } from '#lib/flows/observed.ts';
import type { FilterKey } from '#lib/graph/filter/filter-language.ts';
import { hasWord, toggleWord } from '#lib/graph/filter/filter-words.ts';
import {
  coverageWords,
  newSinceWords,
  rowsNote,
  TRAFFIC_PAGE,
  TRAFFIC_PANEL,
  TRAFFIC_WINDOWS,
  trafficStateWord,
} from '#lib/text/en/traffic-page.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { ExportTraffic } from './export-traffic.tsx';
import { NoSource } from './no-source.tsx';
import { SourceStates } from './source-states.tsx';
import { SINCE_TIMES, withSince, withState, wordOf } from './state-words.ts';
import { mapOfFlow, WINDOW_NAMES } from './traffic-address.ts';
import { TrafficLanes } from './traffic-lanes.tsx';
import { TrafficNumbers } from './traffic-numbers.tsx';
import { TrafficPanel } from './traffic-panel.tsx';
import { observedQuery, observedTimelineQuery, type TrafficQuestion, trafficSourcesQuery } from './traffic-queries.ts';
import { TrafficTable } from './traffic-table.tsx';
import { useShownFlows } from './use-shown-flows.ts';
import { useTrafficState } from './use-traffic-state.ts';
import { valuesOfRows } from './values-of-rows.ts';

const WIDE = '(min-width: 80rem)'; // from 1280 the panel stands beside the table
const WINDOW_CHOICES = WINDOW_NAMES.map((value) => ({ value, label: TRAFFIC_WINDOWS[value].label }));

/** What really flows beside what may flow. */
export function TrafficPage({ cluster }: { readonly cluster: string }) {
  const [state, set] = useTrafficState();
  const flows = useShownFlows(cluster, state.live);
  const { applied, wrong } = useReadable(state.q, 'traffic');
  const question: TrafficQuestion = { window: state.window, filter: applied.text, seq: flows.seq };
  const query = useInfiniteQuery(observedQuery(cluster, question));
  const sources = useQuery(trafficSourcesQuery(cluster, flows.seq));
  return (
    // on a phone what stands above the list would leave it no room: there the page is scrolled
    <div data-scrolled className="flex h-full min-h-0 flex-col max-sm:overflow-y-auto">
      <h1 className="sr-only">{TRAFFIC_PAGE.title}</h1>
      {sources.data === undefined ? null : <SourceStates {...sources.data} />}
      <QueryState query={query} loading={TRAFFIC_PAGE.loading} failed={TRAFFIC_PAGE.failed}>
        {({ pages }) => (
          <Content
            cluster={cluster}
            pages={pages}
            onMore={query.hasNextPage && !query.isFetchingNextPage ? () => void query.fetchNextPage() : undefined}
            question={question}
            state={state}
            set={set}
            flows={flows}
            wrong={wrong}
            hasSource={sources.data === undefined || sources.data.sources.length > 0}
          />
        )}
      </QueryState>
    </div>
  );
}

interface ContentProps {
  readonly cluster: string;
  readonly pages: readonly ObservedView[];
  /** Absent: all rows are here, or on their way. */
  readonly onMore: (() => void) | undefined;
  readonly question: TrafficQuestion;
  readonly state: ReturnType<typeof useTrafficState>[0];
  readonly set: ReturnType<typeof useTrafficState>[1];
  readonly flows: ReturnType<typeof useShownFlows>;
  /** What is wrong with the filter. */
  readonly wrong: string | undefined;
  readonly hasSource: boolean;
}

function Content({ cluster, pages, onMore, question, state, set, flows, wrong, hasSource }: ContentProps) {
  const router = useRouter();
  const wide = useMediaQuery(WIDE);
  const noteId = useId();
  const view = pages[0] as ObservedView;
  const { counts, window: span, total, notes } = view;
  const edges = useMemo(() => pages.flatMap((page) => page.edges), [pages]);
  const values = useMemo(() => (key: FilterKey) => valuesOfRows(edges, key, span.to), [edges, span.to]);
  const over = useQuery(observedTimelineQuery(cluster, question));
  const isEmpty = !hasSource && state.q === '' && edges.every(({ seen }) => seen === undefined);
  const chosen = edges.find(({ key }) => key === state.edge) ?? (wide && state.edge === null ? edges[0] : undefined);
  const mapHref = chosen === undefined ? undefined : mapOfFlow(cluster, chosen, state.window);
  const coverage = coverageWords(view.coverage, span);
  const isAhead = state.edge !== null && state.edge !== '' && chosen === undefined && onMore !== undefined;
  useEffect(() => {
    if (isAhead) onMore?.(); // a link may name a row of a later page
  }, [isAhead, onMore]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || !isSingleKey(event) || !singleKeysOn()) return;
      if (event.key.toLowerCase() === 'm' && mapHref !== undefined) router.push(mapHref);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [router, mapHref]);
  return (
    <>
      <TrafficNumbers view={view} window={TRAFFIC_WINDOWS[state.window].label} coverage={coverage} />
      <div className="no-print flex min-h-11 shrink-0 flex-wrap items-center gap-1.5 border-b border-line bg-surface py-1.5 pr-3 pl-4">
        <FilterField
          source={{ place: 'traffic', cluster, valuesOf: values }}
          text={state.q}
          onFilter={(text) => void set({ q: text || null })}
          describedBy={noteId}
        />
        <span
          id={noteId}
          role="status"
          className={wrong === undefined ? 'sr-only' : 'text-xs text-error-ink wrap-anywhere'}
        >
          {wrong === undefined ? '' : visibleText(wrong)}
        </span>
        <FilterSelect
          label={TRAFFIC_PAGE.state}
          value={TRAFFIC_STATES.find((each) => hasWord(state.q, wordOf(each)))}
          options={TRAFFIC_STATES.filter((each) => counts[each] > 0).map((value) => ({ value, found: counts[value] }))}
          wordOf={(value) => trafficStateWord(value as TrafficState)}
          onChange={(value) => void set({ q: withState(state.q, value) || null })}
        />
        <FilterSelect
          label={TRAFFIC_PAGE.newSince}
          value={SINCE_TIMES.find((each) => hasWord(state.q, `since:${each}`))}
          options={[...values('since')].map(([value, found]) => ({ value, found }))}
          wordOf={newSinceWords}
          onChange={(value) => void set({ q: withSince(state.q, value) || null })}
        />
        {flows.isBehind ? (
          <Button size="sm" onClick={flows.showNewest}>
            {TRAFFIC_PAGE.newer}
          </Button>
        ) : null}
        <span className="ml-auto flex flex-wrap items-center gap-1.5">
          <ExportTraffic cluster={cluster} window={span} filter={question.filter} />
          <Segmented
            label={TRAFFIC_PAGE.window}
            options={WINDOW_CHOICES}
            value={state.window}
            onChange={(value) => void set({ window: value, edge: null })}
          />
          <Button
            aria-pressed={state.live}
            className="aria-pressed:border-accent aria-pressed:text-accent-ink"
            onClick={() => void set({ live: !state.live || null })}
          >
            {state.live ? (
              <Radio className="size-3.5" aria-hidden="true" />
            ) : (
              <Play className="size-3.5" aria-hidden="true" />
            )}
            {TRAFFIC_PAGE.live}
          </Button>
        </span>
      </div>
      {isEmpty ? (
        <NoSource />
      ) : (
        <div className="relative flex min-h-0 flex-1 [--size-panel:316px] max-sm:min-h-144 max-sm:shrink-0">
          <div className="flex min-h-0 min-w-0 flex-1 flex-col bg-surface">
            {over.data === undefined ? (
              <div className="h-[120px] shrink-0 border-b border-line" aria-busy={over.isPending} />
            ) : (
              <TrafficLanes
                over={over.data}
                pressed={(each) => hasWord(state.q, wordOf(each))}
                onState={(each) => void set({ q: toggleWord(state.q, wordOf(each)) || null })}
              />
            )}
            {edges.length === 0 ? (
              <EmptyState
                title={state.q === '' ? TRAFFIC_PAGE.noFlows : TRAFFIC_PAGE.noMatch}
                actions={
                  state.q === '' ? null : <Button onClick={() => void set({ q: null })}>{TRAFFIC_PAGE.clear}</Button>
                }
              />
            ) : (
              <TrafficTable
                cluster={cluster}
                edges={edges}
                total={total}
                selected={chosen?.key}
                onNearEnd={() => onMore?.()}
                onSelect={(key) => void set({ edge: key })}
                onWhy={(key, href) => {
                  // the address of this page first: written later, it would take the other page's place
                  void set({ edge: key }).then(() => href !== undefined && router.push(href));
                }}
              />
            )}
            <p className="flex shrink-0 items-start gap-2 border-t border-line-faint px-4 py-2 text-xs text-ink-3">
              <Info className="mt-0.5 size-3 shrink-0" aria-hidden="true" />
              <span>
                {rowsNote(edges.length, total, counts['not-enough-seen'], span)}
                {notes.map((note) => ` ${visibleText(note)}`)}
              </span>
            </p>
          </div>
          {chosen === undefined ? null : (
            <Panel
              label={TRAFFIC_PANEL.label}
              keys={
                <>
                  <Kbd>J</Kbd>
                  <Kbd>K</Kbd> {TRAFFIC_PAGE.keys.move}
                  <Kbd>↵</Kbd> {TRAFFIC_PAGE.keys.why}
                  <Kbd>M</Kbd> {TRAFFIC_PAGE.keys.map}
                </>
              }
            >
              <TrafficPanel
                key={chosen.key}
                cluster={cluster}
                edge={chosen}
                window={span}
                mapHref={mapHref}
                coverage={coverage}
                onClose={() => void set({ edge: '' })}
              />
            </Panel>
          )}
        </div>
      )}
    </>
  );
}
