'use client';

import { useQuery } from '@tanstack/react-query';
import { EyeOff } from 'lucide-react';
import { usePathname, useSearchParams } from 'next/navigation';
import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { useEffect, useMemo, useState } from 'react';
import { dataQuery } from '#components/api/queries.ts';
import { ClassGlyph } from '#components/ui/class-glyph.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Figure } from '#components/ui/figure.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import { SearchField } from '#components/ui/search-field.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { isSingleKey, singleKeysOn } from '#components/ui/single-keys.ts';
import type { DataOverview, DataWorkload } from '#lib/api/data-schemas.ts';
import { SENSITIVITY } from '#lib/gdpr/types.ts';
import { count } from '#lib/text/en/count.ts';
import { dataClassWord } from '#lib/text/en/data-class-words.ts';
import { areUnknown, DATA_PAGE, handlesPersonal, restsOnInference, suggestionsOpen } from '#lib/text/en/data-page.ts';
import { confirmed, rejected } from './answer-suggestion.ts';
import { ChosenBar } from './chosen-bar.tsx';
import { DataMapPart } from './data-map-part.tsx';
import { DataTable } from './data-table.tsx';
import { DeclaredPart } from './declared-part.tsx';
import { filterWorkloads, groupWorkloads, isPersonalClass } from './group-workloads.ts';
import { useDataChanges } from './use-data-changes.ts';
import { useKeepDataMap } from './use-keep-data-map.ts';
import { WorkloadDetail } from './workload-detail.tsx';

const GROUPINGS = ['namespace', 'class', 'basis'] as const;

/** Which workloads handle personal data and on what ground; what may be confirmed; the DataMap. `?workload=` chooses one. */
export function DataPage({ cluster }: { readonly cluster: string }) {
  const query = useQuery(dataQuery(cluster));
  return (
    <QueryState query={query} loading={DATA_PAGE.loading} failed={DATA_PAGE.failed}>
      {(view) => <DataContent key={cluster} cluster={cluster} view={view} />}
    </QueryState>
  );
}

function DataContent({ cluster, view }: { readonly cluster: string; readonly view: DataOverview }) {
  const pathname = usePathname();
  const params = useSearchParams();
  const [text, setText] = useQueryState('q', parseAsString.withDefault(''));
  const [only, setOnly] = useQueryState('class', parseAsStringLiteral(SENSITIVITY));
  const [grouping, setGrouping] = useQueryState('by', parseAsStringLiteral(GROUPINGS).withDefault('namespace'));
  const [selectedKey, setSelectedKey] = useQueryState('workload', parseAsString);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const draft = useDataChanges(cluster, view.dataMap.hash);
  const keep = useKeepDataMap(cluster, () => {
    draft.discard();
    setChosen(new Set());
  });
  const { workloads } = view;
  const shown = useMemo(() => filterWorkloads(workloads, text, only ?? undefined), [workloads, text, only]);
  const groups = useMemo(() => groupWorkloads(shown, grouping), [shown, grouping]);
  const selected = workloads.find(({ key }) => key === selectedKey);
  const hrefOf = (workload: string): string => {
    const next = new URLSearchParams(params);
    next.set('workload', workload);
    return `${pathname}?${next}`;
  };
  const choose = (keys: readonly string[], on: boolean): void => {
    const next = new Set(chosen);
    for (const key of keys)
      if (on) next.add(key);
      else next.delete(key);
    setChosen(next);
  };
  useAnswerKeys(selected, draft.change);
  const chosenWorkloads = workloads.filter(({ key }) => chosen.has(key));

  return (
    <div className="flex h-full min-h-0 flex-col max-lg:overflow-y-auto">
      <h1 className="sr-only">{DATA_PAGE.title}</h1>
      <Numbers workloads={workloads} />
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-1.5">
        <SearchField
          label={DATA_PAGE.filterLabel}
          hint={DATA_PAGE.filterHint}
          text={text}
          onText={(next) => void setText(next || null)}
        />
        <Segmented
          label={DATA_PAGE.classFilter}
          size="sm"
          options={classOptions(workloads)}
          value={only ?? 'all'}
          onChange={(value) => void setOnly(value === 'all' ? null : value)}
        />
        <span className="text-xs text-ink-3" aria-live="polite">
          {suggestionsOpen(workloads.filter(({ suggestion }) => suggestion !== undefined).length)}
        </span>
        <span className="ml-auto">
          <Segmented
            label={DATA_PAGE.groupBy}
            size="sm"
            options={GROUPINGS.map((value) => ({ value, label: DATA_PAGE.groupings[value] }))}
            value={grouping}
            onChange={(value) => void setGrouping(value)}
          />
        </span>
      </div>
      {chosenWorkloads.length === 0 ? null : (
        <ChosenBar workloads={chosenWorkloads} onChange={draft.change} onClear={() => setChosen(new Set())} />
      )}
      <div className="grid min-h-0 flex-1 grid-cols-1 lg:grid-cols-[minmax(0,1fr)_400px] xl:grid-cols-[minmax(0,1fr)_440px]">
        <div className="flex min-h-0 min-w-0 flex-col bg-surface max-lg:h-[60vh]">
          {workloads.length === 0 ? (
            <EmptyState title={DATA_PAGE.noWorkload} />
          ) : shown.length === 0 ? (
            <EmptyState title={DATA_PAGE.noMatch} />
          ) : (
            <DataTable
              groups={groups}
              grouping={grouping}
              selected={selected?.key}
              hrefOf={hrefOf}
              onSelect={(key) => void setSelectedKey(key)}
              chosen={chosen}
              onChoose={choose}
              changes={draft.changes}
            />
          )}
        </div>
        <aside
          aria-label={DATA_PAGE.panel}
          tabIndex={-1}
          className="min-h-0 min-w-0 border-line bg-surface lg:overflow-y-auto lg:border-l"
        >
          {selected === undefined ? (
            <p className="border-b border-line px-3.5 py-3 text-xs text-ink-2">
              {selectedKey === null ? DATA_PAGE.nothingChosen : DATA_PAGE.gone}
            </p>
          ) : (
            <WorkloadDetail key={selected.key} cluster={cluster} workload={selected} onChange={draft.change} />
          )}
          <DataMapPart cluster={cluster} dataMap={view.dataMap} draft={draft} keep={keep} />
          <DeclaredPart dataMap={view.dataMap} draft={draft} />
        </aside>
      </div>
    </div>
  );
}

/** Y confirms and N rejects what is suggested for the chosen workload. */
function useAnswerKeys(
  selected: DataWorkload | undefined,
  change: (changes: readonly NonNullable<ReturnType<typeof confirmed>>[]) => void,
): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (selected === undefined || event.defaultPrevented || !isSingleKey(event) || !singleKeysOn()) return;
      const key = event.key.toLowerCase();
      const answer = key === 'y' ? confirmed(selected) : key === 'n' ? rejected(selected) : undefined;
      if (answer === undefined) return;
      event.preventDefault();
      change([answer]);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [selected, change]);
}

function Numbers({ workloads }: { readonly workloads: readonly DataWorkload[] }) {
  const of = (holds: (workload: DataWorkload) => boolean): number => workloads.filter(holds).length;
  const personal = of(({ classification }) => isPersonalClass(classification.dataClass));
  const inferred = of(({ classification }) => classification.basis === 'inferred');
  const unknown = of(({ classification }) => classification.dataClass === 'unknown');
  return (
    <div className="flex min-h-14 shrink-0 flex-wrap items-center gap-y-1 border-b border-line bg-page px-4 py-1">
      <Figure value={personal} label={handlesPersonal(workloads.length)} />
      <Figure value={inferred} label={restsOnInference(inferred)} />
      <Figure value={unknown} label={areUnknown(unknown)} last />
      <p className="ml-auto flex items-center gap-1.5 text-xs text-ink-2">
        <EyeOff className="size-3.5" strokeWidth={1.8} aria-hidden="true" />
        {DATA_PAGE.neverRead}
      </p>
    </div>
  );
}

/** All, and each class that occurs, with its number. */
function classOptions(workloads: readonly DataWorkload[]) {
  const counts = Map.groupBy(workloads, ({ classification }) => classification.dataClass);
  return [
    { value: 'all' as const, label: `${DATA_PAGE.all} ${count(workloads.length)}` },
    ...SENSITIVITY.flatMap((dataClass) => {
      const own = counts.get(dataClass);
      if (own === undefined) return [];
      const icon = <ClassGlyph key={dataClass} dataClass={dataClass} size={11} />;
      return [{ value: dataClass, label: count(own.length), icon, name: dataClassWord(dataClass) }];
    }),
  ];
}
