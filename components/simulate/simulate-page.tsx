'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ChevronRight, Plus } from 'lucide-react';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { type DragEvent, useMemo, useRef, useState } from 'react';
import { policyQuery, summaryQuery } from '#components/api/queries.ts';
import { wholeLines } from '#components/data/changed-lines.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { MenuButton } from '#components/ui/menu-button.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { useMediaQuery } from '#components/ui/use-media-query.ts';
import { useSettled } from '#components/ui/use-settled.ts';
import { useSlow } from '#components/ui/use-slow.ts';
import { YamlBlock } from '#components/ui/yaml-block.tsx';
import type { SimulationAnswer } from '#lib/api/simulation-schemas.ts';
import type { PolicyRef } from '#lib/policy/types.ts';
import { BREADCRUMB } from '#lib/text/en/pod.ts';
import { RESULT, SIMULATE } from '#lib/text/en/simulate.ts';
import { AddChange, type AddForm } from './add-change.tsx';
import { ChangeDetail } from './change-detail.tsx';
import { ChangeList } from './change-list.tsx';
import { NEW_POLICY } from './change-templates.ts';
import type { LineProblem } from './code-editor.tsx';
import { CompareManifests } from './compare-manifests.tsx';
import { OutputButtons } from './output-buttons.tsx';
import { policyManifest } from './policy-manifest.ts';
import { patchText } from './proposal-output.ts';
import { changesOfFiles, droppedFiles, TooMuchText } from './read-dropped.ts';
import { ResultPanel } from './result-panel.tsx';
import { SHOWN } from './shown-scene.ts';
import { type NewChange, placeInChanges, proposalOf, type SimulatedChange } from './simulated-change.ts';
import { SimulationHead } from './simulation-head.tsx';
import { SimulationMap } from './simulation-map.tsx';
import { simulationQuery } from './simulation-query.ts';
import { type Simulation, useSimulation } from './use-simulation.ts';
import { objectCalled } from './written-labels.ts';

const TYPING_MS = 350;
const WIDE = '(min-width: 80rem)'; // from 1280 changes, map and result stand beside each other
const PARTS = ['changes', 'map', 'result'] as const;
const TABS = ['edit', 'compare', 'patch'] as const;

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
  const files = useDroppedFiles(simulation, (id) => void set({ change: id, tab: 'edit' }));
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
            'flex min-h-0 w-[368px] shrink-0 flex-col border-l border-line bg-surface max-xl:w-full max-xl:border-l-0',
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

interface ChangesPartProps {
  readonly cluster: string;
  readonly simulation: Simulation;
  readonly answer: SimulationAnswer | undefined;
  /** The changes that `answer` is of. */
  readonly asked: readonly SimulatedChange[];
  readonly tab: (typeof TABS)[number];
  readonly chosen: string | undefined;
  readonly onTab: (tab: (typeof TABS)[number]) => void;
  readonly onChoose: (id: string) => void;
  readonly chooseFiles: (what: 'file' | 'folder') => void;
}

function ChangesPart(props: ChangesPartProps) {
  const { cluster, simulation, answer, asked, tab, onTab, onChoose, chooseFiles } = props;
  const { changes = [] } = simulation;
  const [form, setForm] = useState<AddForm>();
  const client = useQueryClient();
  const chosen = changes.find(({ id }) => id === props.chosen) ?? changes.at(-1);
  const problems = useMemo(() => problemsById(answer, asked), [answer, asked]);
  const add = (change: NewChange): void => {
    setForm(undefined);
    const [id] = simulation.add([change]);
    if (id !== undefined) onChoose(id);
  };
  const edit = async (policy: PolicyRef): Promise<void> => {
    const view = await client.fetchQuery(policyQuery(cluster, policy.kind, policy.namespace, policy.name));
    add({ type: 'yaml', title: objectCalled(policy), text: policyManifest(view.text) });
  };
  const choices = SIMULATE.choices;
  return (
    <>
      <div className="flex min-h-10 shrink-0 items-center gap-2 border-b border-line-faint pr-2 pl-3">
        <h2 className="font-semibold">{SIMULATE.changes}</h2>
        <span className="text-ink-3 tabular-nums">{changes.length}</span>
        <span className="grow" />
        <MenuButton
          label={
            <>
              <Plus className="size-3" aria-hidden="true" />
              {SIMULATE.add}
            </>
          }
          items={[
            { label: choices.policy, onChoose: () => add({ type: 'yaml', title: choices.policy, text: NEW_POLICY }) },
            { label: choices.edit, onChoose: () => setForm('edit') },
            { label: choices.remove, onChoose: () => setForm('remove') },
            { label: choices.labels, onChoose: () => setForm('labels') },
            { label: choices.workload, onChoose: () => setForm('workload') },
            { label: choices.file, onChoose: () => chooseFiles('file') },
            { label: choices.folder, onChoose: () => chooseFiles('folder') },
          ]}
        />
      </div>
      {form === undefined ? null : (
        <AddChange
          key={form}
          cluster={cluster}
          form={form}
          onAdd={add}
          onEdit={(policy) => void edit(policy)}
          onClose={() => setForm(undefined)}
        />
      )}
      {changes.length === 0 ? (
        <div className="min-h-0 flex-1 p-3">
          <p className="rounded-md bg-sunken p-3 text-ink-2">{SIMULATE.dropHint}</p>
          <div className="mt-3 flex flex-wrap gap-2">
            <Button onClick={() => add({ type: 'yaml', title: choices.policy, text: NEW_POLICY })}>
              {choices.policy}
            </Button>
            <Button onClick={() => setForm('edit')}>{choices.edit}</Button>
            <Button onClick={() => setForm('remove')}>{choices.remove}</Button>
          </div>
        </div>
      ) : (
        <>
          <ChangeList
            changes={changes}
            chosen={chosen?.id}
            problemsOf={(id) => (problems.get(id) ?? []).filter(({ severity }) => severity === 'error').length}
            onChoose={onChoose}
            onTakeBack={simulation.takeBack}
          />
          <div className="shrink-0 px-3 pt-2.5">
            <Segmented
              label={SIMULATE.views}
              size="sm"
              options={TABS.map((value) => ({ value, label: SIMULATE[value] }))}
              value={tab}
              onChange={onTab}
            />
          </div>
          {tab === 'edit' && chosen !== undefined ? (
            <ChangeDetail
              change={chosen}
              problems={problems.get(chosen.id) ?? NO_PROBLEMS}
              objects={answer === undefined ? undefined : objectsOf(chosen, changes, answer)}
              onWrite={(text) => simulation.write(chosen.id, text)}
            />
          ) : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what is long scrolls, and keyboards have to reach it
            <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto focus-visible:-outline-offset-2">
              {tab === 'compare' ? (
                <CompareManifests objects={answer?.objects ?? []} />
              ) : (
                <div className="p-3">
                  <YamlBlock label={SIMULATE.patch} lines={wholeLines(patchText(changes))} />
                </div>
              )}
            </div>
          )}
        </>
      )}
    </>
  );
}

const NO_PROBLEMS: readonly LineProblem[] = [];

/** What could not be read and what was assumed, by change and by line of its own text. */
function problemsById(
  answer: SimulationAnswer | undefined,
  changes: readonly SimulatedChange[],
): ReadonlyMap<string, readonly LineProblem[]> {
  const found = new Map<string, LineProblem[]>();
  const add = (line: number | undefined, message: string, severity: LineProblem['severity']): void => {
    const place = line === undefined ? undefined : placeInChanges(changes, line);
    if (place === undefined) return;
    const own = found.get(place.id) ?? [];
    found.set(place.id, [...own, { line: place.line, message, severity }]);
  };
  for (const { line, message } of answer?.unread ?? []) add(line, message, 'error');
  for (const { line, message } of answer?.notes ?? []) add(line, message, 'info');
  return found;
}

/** The objects that a change gives: of one text among several they cannot be told apart, and all stand for it. */
function objectsOf(
  change: SimulatedChange,
  changes: readonly SimulatedChange[],
  { objects }: SimulationAnswer,
): readonly SimulationAnswer['objects'][number][] | undefined {
  if (change.type !== 'yaml') return objects.filter((object) => objectCalled(object) === objectCalled(change.object));
  return changes.filter(({ type }) => type === 'yaml').length === 1
    ? objects.filter(
        (object) => !changes.some((each) => each.type !== 'yaml' && objectCalled(each.object) === objectCalled(object)),
      )
    : undefined;
}

/** Files by dropping and by choosing. What is dropped here is not opened as a cluster, as it is on other pages. */
function useDroppedFiles(simulation: Simulation, onAdded: (id: string) => void) {
  const toast = useToast();
  const [over, setOver] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = async (files: readonly File[]): Promise<void> => {
    try {
      const added = await changesOfFiles(files);
      const [id] = added.length === 0 ? [] : simulation.add(added);
      if (id === undefined) toast(SIMULATE.noManifests);
      else onAdded(id);
    } catch (error) {
      if (!(error instanceof TooMuchText)) throw error;
      toast(SIMULATE.tooLarge);
    }
  };
  const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer.types.includes('Files');
  const input = (isFolder: boolean) => (
    <input
      ref={isFolder ? folder : file}
      type="file"
      multiple
      hidden
      aria-label={isFolder ? SIMULATE.choices.folder : SIMULATE.choices.file}
      {...(isFolder ? { webkitdirectory: '' } : { accept: '.yaml,.yml,.json' })}
      onChange={(event) => {
        void take([...(event.target.files ?? [])]);
        event.target.value = '';
      }}
    />
  );
  return {
    over,
    choose: (what: 'file' | 'folder'): void => (what === 'file' ? file : folder).current?.click(),
    inputs: (
      <>
        {input(false)}
        {input(true)}
      </>
    ),
    handlers: {
      onDragOver: (event: DragEvent): void => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        event.stopPropagation();
        setOver(true);
      },
      onDragLeave: (event: DragEvent): void => {
        if (event.currentTarget === event.target || event.relatedTarget === null) setOver(false);
      },
      onDrop: (event: DragEvent): void => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        event.stopPropagation();
        setOver(false);
        void droppedFiles(event.dataTransfer).then(take);
      },
    },
  };
}
