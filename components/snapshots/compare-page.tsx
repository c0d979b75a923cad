'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { parseAsBoolean, parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useEffect, useMemo } from 'react';
import { comparisonQuery, snapshotsQuery } from '#components/api/snapshot-queries.ts';
import { clusterHref } from '#components/shell/cluster-href.ts';
import { Button } from '#components/ui/button.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { isSingleKey, singleKeysOn } from '#components/ui/single-keys.ts';
import type { SnapshotComparison, SnapshotItem } from '#lib/api/snapshot-schemas.ts';
import { COMPARE_PAGE, tabLabel } from '#lib/text/en/compare-page.ts';
import { SNAPSHOTS_PAGE } from '#lib/text/en/snapshots-page.ts';
import { ChangeList } from './change-list.tsx';
import { ChangePanel } from './change-panel.tsx';
import {
  CHANGE_GROUPINGS,
  CHANGE_TABS,
  changeRows,
  countInTab,
  groupChanges,
  isInTab,
  personalRows,
} from './change-rows.ts';
import { CompareHead, CompareNumbers } from './compare-head.tsx';

/** What one snapshot says against another. `?from=41&to=42`; without them the newest against the one before it. */
export function ComparePage({ cluster }: { readonly cluster: string }) {
  const list = useInfiniteQuery(snapshotsQuery(cluster));
  const [{ from, to }, setPair] = useQueryStates({ from: parseAsInteger, to: parseAsInteger });
  return (
    <QueryState query={list} loading={SNAPSHOTS_PAGE.loading} failed={SNAPSHOTS_PAGE.failed}>
      {({ pages }) => {
        const items = pages.flatMap(({ snapshots }) => snapshots);
        const after = to ?? items[0]?.seq;
        const before = from ?? items.find(({ seq }) => after !== undefined && seq < after)?.seq;
        if (after === undefined || before === undefined) {
          const back = <ButtonLink href={clusterHref(cluster, 'snapshots')}>{COMPARE_PAGE.back}</ButtonLink>;
          return <EmptyState title={COMPARE_PAGE.tooFew} actions={back} />;
        }
        return (
          <Compared cluster={cluster} items={items} from={before} to={after} onPair={(next) => void setPair(next)} />
        );
      }}
    </QueryState>
  );
}

interface ComparedProps {
  readonly cluster: string;
  /** Newest first. */
  readonly items: readonly SnapshotItem[];
  readonly from: number;
  readonly to: number;
  readonly onPair: (pair: { readonly from: number; readonly to: number }) => void;
}

function Compared({ cluster, items, from, to, onPair }: ComparedProps) {
  const query = useQuery(comparisonQuery(cluster, from, to));
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || !isSingleKey(event) || !singleKeysOn()) return;
      const by = { '[': 1, ']': -1 }[event.key]; // newest first: one back is one further on in the list
      if (by === undefined) return;
      const next = [from, to].map((seq) => items[items.findIndex((item) => item.seq === seq) + by]?.seq);
      if (next[0] !== undefined && next[1] !== undefined) onPair({ from: next[0], to: next[1] });
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  });
  return (
    <div className="flex h-full min-h-0 flex-col">
      <CompareHead cluster={cluster} items={items} from={from} to={to} onPair={onPair} comparison={query.data} />
      <div className="min-h-0 flex-1">
        <QueryState query={query} loading={COMPARE_PAGE.loading} failed={COMPARE_PAGE.failed}>
          {(comparison) => <Changes key={`${from} ${to}`} cluster={cluster} comparison={comparison} />}
        </QueryState>
      </div>
    </div>
  );
}

function Changes({ cluster, comparison }: { readonly cluster: string; readonly comparison: SnapshotComparison }) {
  const [{ tab, personal, by, row }, setState] = useQueryStates({
    tab: parseAsStringLiteral(CHANGE_TABS).withDefault('all'),
    personal: parseAsBoolean.withDefault(true),
    by: parseAsStringLiteral(CHANGE_GROUPINGS).withDefault('cause'),
    row: parseAsString,
  });
  const all = useMemo(() => changeRows(comparison), [comparison]);
  const rows = useMemo(() => (personal ? personalRows(all, comparison) : all), [all, personal, comparison]);
  const groups = useMemo(
    () =>
      groupChanges(
        rows.filter((each) => isInTab(each, tab)),
        by,
        comparison,
      ),
    [rows, tab, by, comparison],
  );
  const ordered = useMemo(() => groups.flatMap((group) => group.rows), [groups]);
  const selected = ordered.find(({ key }) => key === row) ?? ordered[0];
  const select = (key: string): void => void setState({ row: key });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || !isSingleKey(event) || !singleKeysOn()) return;
      const step = { j: 1, k: -1 }[event.key.toLowerCase()];
      if (step === undefined || selected === undefined) return;
      const next = ordered[Math.max(0, Math.min(ordered.length - 1, ordered.indexOf(selected) + step))];
      if (next !== undefined) select(next.key);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  });
  return (
    <div className="flex h-full min-h-0 flex-row max-rail:flex-col">
      <section aria-label={COMPARE_PAGE.list} className="flex min-h-0 min-w-0 flex-1 flex-col bg-surface">
        <CompareNumbers counts={comparison.counts} />
        <div className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-y border-line px-4 py-1.5">
          <Segmented
            label={COMPARE_PAGE.tabs}
            size="sm"
            options={CHANGE_TABS.map((value) => ({
              value,
              label: tabLabel(value, countInTab(rows, value)),
            }))}
            value={tab}
            onChange={(value) => void setState({ tab: value, row: null })}
          />
          <Checkbox
            label={COMPARE_PAGE.personal}
            checked={personal}
            onChange={(on) => void setState({ personal: on, row: null })}
          />
          <span className="ml-auto">
            <Segmented
              label={COMPARE_PAGE.grouping}
              size="sm"
              options={[
                { value: 'cause', label: COMPARE_PAGE.byCause },
                { value: 'workload', label: COMPARE_PAGE.byWorkload },
              ]}
              value={by}
              onChange={(value) => void setState({ by: value })}
            />
          </span>
        </div>
        {ordered.length > 0 ? (
          <ChangeList groups={groups} selected={selected?.key} onSelect={select} />
        ) : (
          <EmptyState
            title={
              all.length === 0
                ? COMPARE_PAGE.nothing
                : rows.length === 0
                  ? COMPARE_PAGE.nothingPersonal
                  : COMPARE_PAGE.nothingHere
            }
            actions={
              all.length === 0 ? null : (
                <Button onClick={() => void setState({ tab: 'all', personal: false })}>{COMPARE_PAGE.showAll}</Button>
              )
            }
          />
        )}
      </section>
      {selected === undefined ? null : (
        <ChangePanel key={selected.key} cluster={cluster} comparison={comparison} rows={all} row={selected} />
      )}
    </div>
  );
}
