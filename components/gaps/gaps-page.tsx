'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { useEffect, useMemo } from 'react';
import { gapQuery, gapsQuery } from '#components/api/queries.ts';
import { isTyping } from '#components/pod/use-pod-keys.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import type { GapList as GapListView } from '#lib/api/types.ts';
import type { CheckResult } from '#lib/gdpr/types.ts';
import { checksRan, GAPS_PAGE, openLabel, unknownBeside, unknownLabel } from '#lib/text/en/gaps-page.ts';
import { GapDetail } from './gap-detail.tsx';
import { GapList } from './gap-list.tsx';
import { groupGaps } from './group-gaps.ts';

const GROUPINGS = [
  { value: 'severity', label: GAPS_PAGE.bySeverity },
  { value: 'article', label: GAPS_PAGE.byArticle },
  { value: 'namespace', label: GAPS_PAGE.byNamespace },
] as const;

/** The list of gaps and the chosen one. `?gap=ID` opens it, whichever result it has. */
export function GapsPage({ cluster }: { readonly cluster: string }) {
  const query = useQuery(gapsQuery(cluster));
  return (
    <QueryState query={query} loading={GAPS_PAGE.loading} failed={GAPS_PAGE.failed}>
      {(view) => <GapsContent cluster={cluster} view={view} />}
    </QueryState>
  );
}

function GapsContent({ cluster, view }: { readonly cluster: string; readonly view: GapListView }) {
  const router = useRouter();
  const [gapId, setGapId] = useQueryState('gap', parseAsString);
  const [result, setResult] = useQueryState('result', parseAsStringLiteral(['open', 'unknown'] as const));
  const [grouping, setGrouping] = useQueryState(
    'by',
    parseAsStringLiteral(['severity', 'article', 'namespace'] as const).withDefault('severity'),
  );
  const linked = view.gaps.find(({ id }) => id === gapId);
  const shown = result ?? (linked?.result === 'UNKNOWN' ? 'unknown' : 'open');
  const open = useMemo(() => view.gaps.filter((gap) => gap.result === 'FAIL'), [view]);
  const unknown = useMemo(() => view.gaps.filter((gap) => gap.result === 'UNKNOWN'), [view]);
  const groups = useMemo(
    () => groupGaps(shown === 'open' ? open : unknown, grouping),
    [shown, open, unknown, grouping],
  );
  const ordered = useMemo(() => groups.flatMap(({ gaps }) => gaps), [groups]);
  const gone = gapId !== null && linked === undefined;
  const selected = ordered.find(({ id }) => id === gapId) ?? (gone ? undefined : ordered[0]);
  const whole = useQuery({ ...gapQuery(cluster, selected?.id ?? ''), enabled: selected !== undefined });
  const client = useQueryClient();
  const at = ordered.findIndex(({ id }) => id === selected?.id);
  const [before, after] = [ordered[at - 1]?.id, ordered[at + 1]?.id];
  useEffect(() => {
    // Only once the chosen one is there: J and K find the next already read.
    if (!whole.isSuccess) return;
    for (const id of [after, before]) if (id !== undefined) void client.prefetchQuery(gapQuery(cluster, id));
  }, [client, cluster, whole.isSuccess, before, after]);

  const select = (id: string): void => void setGapId(id);
  const step = (by: 1 | -1): void => {
    const next = ordered[Math.min(ordered.length - 1, Math.max(0, at + by))];
    if (next !== undefined) select(next.id);
  };
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
      const key = event.key.toLowerCase();
      if (key === 'j' || key === ']') step(1);
      else if (key === 'k' || key === '[') step(-1);
      else if (key === 'm' && selected !== undefined) {
        router.push(`/${encodeURIComponent(cluster)}/map?gap=${encodeURIComponent(selected.id)}`);
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  });

  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex min-h-11 shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line bg-page px-4 py-1.5">
        <h1 className="sr-only">{GAPS_PAGE.title}</h1>
        <Segmented
          label={GAPS_PAGE.result}
          size="sm"
          options={[
            { value: 'open', label: openLabel(open.length) },
            { value: 'unknown', label: unknownLabel(unknown.length) },
          ]}
          value={shown}
          onChange={(value) => {
            void setResult(value);
            void setGapId(null);
          }}
        />
        <span className="text-xs text-ink-3 max-sm:hidden">{GAPS_PAGE.groupBy}</span>
        <Segmented
          label={GAPS_PAGE.groupBy}
          size="sm"
          options={GROUPINGS}
          value={grouping}
          onChange={(value) => void setGrouping(value)}
        />
        {shown === 'open' && unknown.length > 0 ? (
          <span className="text-xs text-depends-ink">{unknownBeside(unknown.length)}</span>
        ) : null}
      </header>
      <div className="grid min-h-0 flex-1 grid-cols-1 md:grid-cols-[minmax(260px,340px)_minmax(0,1fr)] xl:grid-cols-[420px_minmax(0,1fr)] max-md:grid-rows-[minmax(200px,38%)_minmax(0,1fr)]">
        <section
          aria-label={GAPS_PAGE.list}
          className="flex min-h-0 flex-col border-line bg-surface max-md:border-b md:border-r"
        >
          {ordered.length === 0 ? (
            <NoGap result={shown} checks={view.checks} />
          ) : (
            <GapList groups={groups} grouping={grouping} selected={selected?.id} onSelect={select} />
          )}
          <p className="flex items-center gap-2 border-t border-line bg-page px-3.5 py-2 text-xs text-ink-3 max-md:hidden">
            <Kbd>J</Kbd>
            <Kbd>K</Kbd> {GAPS_PAGE.keys.move}
            <Kbd>M</Kbd> {GAPS_PAGE.keys.map}
          </p>
        </section>
        <section aria-label={GAPS_PAGE.detail} className="flex min-h-0 min-w-0 flex-col">
          {selected === undefined ? (
            <EmptyState title={gone ? GAPS_PAGE.gone : GAPS_PAGE.choose} />
          ) : (
            <QueryState query={whole} loading={GAPS_PAGE.loading} failed={GAPS_PAGE.failed}>
              {({ gap, revision, policiesChecked }) => (
                <GapDetail
                  key={gap.id}
                  cluster={cluster}
                  gap={gap}
                  revision={revision}
                  checked={policiesChecked}
                  onStep={step}
                />
              )}
            </QueryState>
          )}
        </section>
      </div>
    </div>
  );
}

function NoGap({ result, checks }: { readonly result: 'open' | 'unknown'; readonly checks: readonly CheckResult[] }) {
  if (result === 'unknown') return <EmptyState title={GAPS_PAGE.noUnknownTitle}>{GAPS_PAGE.noUnknown}</EmptyState>;
  const notEvaluated = checks.filter((check) => check.notEvaluated.length > 0).length;
  return <EmptyState title={GAPS_PAGE.noOpenTitle}>{checksRan(checks.length, notEvaluated)}</EmptyState>;
}
