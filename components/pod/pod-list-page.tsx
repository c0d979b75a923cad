'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { useDeferredValue } from 'react';
import { podsQuery } from '#components/api/queries.ts';
import { ListFilterField } from '#components/filter/list-filter-field.tsx';
import { UndecidedToggle } from '#components/filter/undecided-toggle.tsx';
import { useReadable } from '#components/filter/use-list-filter.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import { noPodMatches, POD_LIST, podCount } from '#lib/text/en/pod.ts';
import { PodTable } from './pod-table.tsx';

/** All pods of the cluster, searched on the server and read page by page as the list is scrolled. */
export function PodListPage({ cluster }: { readonly cluster: string }) {
  const [text, setText] = useQueryState('q', parseAsString.withDefault('').withOptions({ throttleMs: 200 }));
  const { applied, wrong } = useReadable(text, 'pods');
  const [only, setOnly] = useQueryState('only', parseAsStringLiteral(['undecided']));
  const narrowed = text === '' ? undefined : (only ?? undefined);
  const query = useInfiniteQuery(podsQuery(cluster, useDeferredValue(applied.text), narrowed));
  const [first] = query.data?.pages ?? [];
  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex min-h-11 shrink-0 flex-wrap items-center gap-3 border-b border-line bg-surface px-4 py-1.5">
        <h1 className="text-md font-semibold">{POD_LIST.title}</h1>
        <ListFilterField
          cluster={cluster}
          place="pods"
          text={text}
          onFilter={(next) => {
            void setText(next || null);
            if (next === '') void setOnly(null);
          }}
          wrong={wrong}
        />
        <UndecidedToggle
          count={first?.undecided ?? 0}
          isOn={narrowed !== undefined}
          onChange={(isOn) => void setOnly(isOn ? 'undecided' : null)}
        />
        <span className="text-xs text-ink-3" aria-live="polite">
          {first === undefined ? null : podCount(first.matched, first.total)}
        </span>
      </header>
      <QueryState query={query} loading={POD_LIST.loading} failed={POD_LIST.failed}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length > 0) {
            return (
              <PodTable
                cluster={cluster}
                items={items}
                total={(narrowed === undefined ? first?.matched : first?.undecided) ?? items.length}
                onNearEnd={() => {
                  if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
                }}
              />
            );
          }
          return text === '' ? (
            <EmptyState title={POD_LIST.noPods} />
          ) : (
            <EmptyState
              title={noPodMatches(text)}
              actions={<Button onClick={() => void setText(null)}>{POD_LIST.clear}</Button>}
            />
          );
        }}
      </QueryState>
    </div>
  );
}
