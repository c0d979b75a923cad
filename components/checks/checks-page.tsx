'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { usePathname, useRouter } from 'next/navigation';
import { parseAsString, useQueryState } from 'nuqs';
import { useEffect } from 'react';
import { checkQuery, checksQuery } from '#components/api/queries.ts';
import { GapsTabs } from '#components/gaps/gaps-tabs.tsx';
import { clusterHref } from '#components/shell/cluster-href.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import { SearchField } from '#components/ui/search-field.tsx';
import { isSingleKey, singleKeysOn } from '#components/ui/single-keys.ts';
import type { CheckList as CheckListView } from '#lib/api/check-schemas.ts';
import { CHECKS_PAGE, checksRanShort, noCheckMatches, rulesVersion } from '#lib/text/en/checks-page.ts';
import { checkHref, checkOfPath } from './check-address.ts';
import { CheckDetail } from './check-detail.tsx';
import { CheckList } from './check-list.tsx';
import { findChecks } from './find-checks.ts';

/** Every check of this version, and the chosen one whole. `/checks/ISO-001` opens it. */
export function ChecksPage({ cluster }: { readonly cluster: string }) {
  const query = useQuery(checksQuery(cluster));
  return (
    <QueryState query={query} loading={CHECKS_PAGE.loading} failed={CHECKS_PAGE.failed}>
      {(view) => <ChecksContent cluster={cluster} view={view} />}
    </QueryState>
  );
}

function ChecksContent({ cluster, view }: { readonly cluster: string; readonly view: CheckListView }) {
  const router = useRouter();
  const client = useQueryClient();
  const named = checkOfPath(usePathname());
  const [text, setText] = useQueryState('q', parseAsString.withDefault(''));
  const found = findChecks(view.checks, text);
  const selected = named ?? found[0]?.id;
  const at = found.findIndex(({ id }) => id === selected);
  const whole = useQuery({ ...checkQuery(cluster, selected ?? ''), enabled: selected !== undefined });
  const [before, after] = [found[at - 1]?.id, found[at + 1]?.id];
  useEffect(() => {
    if (!whole.isSuccess) return;
    for (const id of [after, before]) if (id !== undefined) void client.prefetchQuery(checkQuery(cluster, id));
  }, [client, cluster, whole.isSuccess, before, after]);

  // The address changes without asking the server for a page: the list keeps its place. It replaces the last one:
  // who steps through twenty checks leaves the page with one step back.
  const select = (id: string): void =>
    window.history.replaceState(null, '', `${checkHref(cluster, id)}${window.location.search}`);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || !isSingleKey(event) || !singleKeysOn()) return;
      const step = { j: 1, ']': 1, k: -1, '[': -1 }[event.key.toLowerCase()];
      const next = step === undefined ? undefined : found[Math.max(0, Math.min(found.length - 1, at + step))];
      if (next !== undefined) select(next.id);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  });

  const notEverywhere = view.checks.filter(({ counts }) => counts.NOT_EVALUATED > 0).length;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex min-h-11 shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line bg-page px-4 py-1.5">
        <h1 className="sr-only">{CHECKS_PAGE.title}</h1>
        <GapsTabs cluster={cluster} current="checks" checks={view.checks.length} />
        <SearchField
          label={CHECKS_PAGE.find}
          hint={CHECKS_PAGE.findHint}
          text={text}
          onText={(next) => void setText(next || null)}
        />
        <span className="text-xs text-ink-3" aria-live="polite">
          {checksRanShort(view.checks.length, notEverywhere)}
        </span>
        <span className="ml-auto text-xs text-ink-3">{rulesVersion(view.ruleSet)}</span>
      </header>
      <div className="grid min-h-0 flex-1 grid-cols-1 md:grid-cols-[minmax(240px,300px)_minmax(0,1fr)] xl:grid-cols-[372px_minmax(0,1fr)] max-md:grid-rows-[minmax(180px,34%)_minmax(0,1fr)]">
        <section
          aria-label={CHECKS_PAGE.list}
          className="flex min-h-0 flex-col border-line bg-surface max-md:border-b md:border-r"
        >
          {found.length === 0 ? (
            <EmptyState title={noCheckMatches(text)} />
          ) : (
            <CheckList
              checks={found}
              selected={selected}
              onSelect={select}
              onOpen={(id) => router.push(`${clusterHref(cluster, 'gaps')}?check=${encodeURIComponent(id)}`)}
            />
          )}
          <p className="flex items-center gap-2 border-t border-line bg-page px-3.5 py-2 text-xs text-ink-3 max-md:hidden">
            <Kbd>J</Kbd>
            <Kbd>K</Kbd> {CHECKS_PAGE.keys.move}
            <Kbd>↵</Kbd> {CHECKS_PAGE.keys.gaps}
          </p>
        </section>
        <section aria-label={CHECKS_PAGE.detail} className="flex min-h-0 min-w-0 flex-col bg-page">
          {selected === undefined ? (
            <EmptyState title={CHECKS_PAGE.choose} />
          ) : (
            <QueryState query={whole} loading={CHECKS_PAGE.loading} failed={CHECKS_PAGE.failed}>
              {(check) => <CheckDetail key={check.id} cluster={cluster} check={check} />}
            </QueryState>
          )}
        </section>
      </div>
    </div>
  );
}
