'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { summaryQuery } from '#components/api/queries.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { useMediaQuery } from '#components/ui/use-media-query.ts';
import { useSettled } from '#components/ui/use-settled.ts';
import { useSlow } from '#components/ui/use-slow.ts';
import { BREADCRUMB } from '#lib/text/en/pod.ts';
import { RESULT, SIMULATE } from '#lib/text/en/simulate.ts';
import { firstNamespace } from './change-templates.ts';
import { ChangesPart, TABS } from './changes-part.tsx';
import { OutputButtons } from './output-buttons.tsx';
import { ResultPanel } from './result-panel.tsx';
import { SHOWN } from './shown-scene.ts';
import { proposalOf } from './simulated-change.ts';
import { SimulationHead } from './simulation-head.tsx';
import { SimulationMap } from './simulation-map.tsx';
import { simulationQuery } from './simulation-query.ts';
import { useDroppedFiles } from './use-dropped-files.tsx';
import { usePastedText } from './use-pasted-text.ts';
import { useSimulation } from './use-simulation.ts';

const TYPING_MS = 350;
const WIDE = '(min-width: 80rem)'; // from 1280 changes, map and result stand beside each other
const PARTS = ['changes', 'map', 'result'] as const;

/** What changes would do, before anybody makes them. Everything is framed in blue, and nothing is applied. */
export function SimulatePage({ cluster }: { readonly cluster: string }) {
  const simulation = useSimulation(cluster);
  const wide = useMediaQuery(WIDE);
  const [state, set] = useQueryStates(
    {
      show: parseAsStringLiteral(SHOWN).withDefault('changes'),
      part: parseAsStringLiteral(PARTS).withDefault('changes'),
      tab: parseAsStringLiteral(TABS).withDefault('edit'),
      change: parseAsString,
      select: parseAsString,
      namespace: parseAsString,
    },
    { history: 'replace' },
  );
  const changes = simulation.changes ?? [];
  const settled = useSettled(simulation.changes, TYPING_MS);
  const asked = settled === undefined || simulation.changes === undefined ? undefined : settled;
  const proposal = useMemo(() => proposalOf(asked ?? []), [asked]);
  const query = useQuery({
    ...simulationQuery(cluster, proposal, state.namespace ?? undefined),
    enabled: asked !== undefined,
  });
  const answer = query.isPlaceholderData ? undefined : query.data;
  const onAdded = (id: string): void => void set({ change: id, tab: 'edit' });
  const files = useDroppedFiles(simulation, onAdded);
  usePastedText(simulation, onAdded);
  const part = (name: (typeof PARTS)[number], className: string) =>
    wide || state.part === name ? className : 'hidden';
  return (
    <div className="relative flex h-full min-h-0 flex-col border-2 border-t-0 border-sim" {...files.handlers}>
      <SimulationHead
        cluster={cluster}
        simulation={simulation}
        answer={query.data}
        shown={state.show}
        onShown={(show) => void set({ show })}
      />
      {wide ? null : (
        <div className="shrink-0 border-b border-line bg-page px-3 py-1.5">
          <Segmented
            label={SIMULATE.parts}
            size="sm"
            options={PARTS.map((value) => ({ value, label: SIMULATE[value] }))}
            value={state.part}
            onChange={(value) => void set({ part: value })}
          />
        </div>
      )}
      <div className="flex min-h-0 flex-1">
        <section
          aria-label={SIMULATE.changes}
          className={part(
            'changes',
            'flex min-h-0 w-[364px] shrink-0 flex-col border-r border-line bg-surface max-xl:w-full',
          )}
        >
          <ChangesPart
            cluster={cluster}
            simulation={simulation}
            answer={answer}
            asked={asked ?? []}
            tab={state.tab}
            chosen={state.change ?? undefined}
            onTab={(tab) => void set({ tab })}
            onChoose={(id) => void set({ change: id, tab: 'edit' })}
            chooseFiles={files.choose}
            namespace={state.namespace ?? firstNamespace(query.data?.scene)}
          />
          <OutputButtons cluster={cluster} changes={changes} answer={answer} />
        </section>
        <div className={part('map', 'flex min-h-0 min-w-0 flex-1 flex-col')}>
          {state.namespace === null ? null : (
            <nav
              aria-label={BREADCRUMB}
              className="flex shrink-0 items-center gap-1.5 border-b border-line bg-page px-3 py-1 text-xs"
            >
              <Button size="sm" variant="quiet" onClick={() => void set({ namespace: null })}>
                {SIMULATE.wholeCluster}
              </Button>
              <ChevronRight className="size-3 text-ink-3" aria-hidden="true" />
              <span>{SIMULATE.mapOf(state.namespace)}</span>
            </nav>
          )}
          <div className="min-h-0 flex-1">
            <QueryState query={query} loading={SIMULATE.working} failed={SIMULATE.failed}>
              {(data) => (
                <SimulationMap
                  answer={data}
                  shown={state.show}
                  selected={state.select ?? undefined}
                  onSelect={(id) => void set({ select: id ?? null })}
                  onOpen={(namespace) => void set({ namespace, select: null })}
                />
              )}
            </QueryState>
          </div>
          {query.data === undefined || query.data.scene.omitted.length === 0 ? null : (
            <p className="shrink-0 border-t border-line bg-surface px-3.5 py-1.5 text-xs text-ink-2">
              {query.data.scene.omitted.map(({ sentence }) => sentence).join(' ')}
            </p>
          )}
        </div>
        <section
          aria-label={SIMULATE.result}
          className={part(
            'result',
            'flex min-h-0 w-[368px] max-[90rem]:w-[318px] shrink-0 flex-col border-l border-line bg-surface max-xl:w-full max-xl:border-l-0',
          )}
        >
          <ResultHead cluster={cluster} working={query.isFetching || asked !== simulation.changes} />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is long scrolls, and keyboards have to reach it */}
          <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto focus-visible:-outline-offset-2">
            {query.data === undefined ? (
              query.error === null ? null : (
                <p role="alert" className="px-3.5 py-2 text-error-ink">
                  {query.error.message}
                </p>
              )
            ) : changes.length === 0 ? (
              <EmptyState title={SIMULATE.emptyTitle}>{SIMULATE.empty}</EmptyState>
            ) : (
              <>
                {query.error === null ? null : (
                  <p role="alert" className="px-3.5 pt-2 text-error-ink">
                    {query.error.message} {SIMULATE.stale}
                  </p>
                )}
                <ResultPanel answer={query.data} />
              </>
            )}
          </div>
        </section>
      </div>
      {files.over ? (
        <div className="pointer-events-none absolute inset-2 z-30 grid place-items-center rounded-lg border-2 border-dashed border-sim bg-sim-soft/90 text-lg font-semibold text-sim-ink">
          {SIMULATE.dropHere}
        </div>
      ) : null}
      {files.inputs}
    </div>
  );
}

function ResultHead({ cluster, working }: { readonly cluster: string; readonly working: boolean }) {
  const { data: summary } = useQuery(summaryQuery(cluster));
  const slow = useSlow(working);
  return (
    <div className="flex min-h-10 shrink-0 items-center gap-3 border-b border-line-faint px-3.5">
      <h2 className="font-semibold">{RESULT.title}</h2>
      <p role="status" className="min-w-0 flex-1 text-right text-xs text-ink-3">
        {slow && working ? `${SIMULATE.workingOn(summary?.numbers.pods ?? 0)} …` : ''}
      </p>
    </div>
  );
}
