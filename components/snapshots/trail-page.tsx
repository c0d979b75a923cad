'use client';

import { type UseQueryResult, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ChevronRight, Download, ShieldAlert, ShieldCheck } from 'lucide-react';
import { parseAsBoolean, parseAsString, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { chainQuery, trailQuery } from '#components/api/snapshot-queries.ts';
import { clusterHref } from '#components/shell/cluster-href.ts';
import { saveFile } from '#components/shell/save-file.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Link } from '#components/ui/link.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { apiFetchBlob } from '#lib/api/client.ts';
import { isRingfenceError } from '#lib/api/errors.ts';
import type { AuditLine, ChainReport } from '#lib/api/snapshot-schemas.ts';
import { count } from '#lib/text/en/count.ts';
import { BREADCRUMB } from '#lib/text/en/pod.ts';
import { shortHash } from '#lib/text/en/short-hash.ts';
import { dateAndTime, SNAPSHOTS_PAGE } from '#lib/text/en/snapshots-page.ts';
import {
  aboutInWords,
  actionWord,
  linesShown,
  TRAIL_ACTION_IDS,
  TRAIL_PAGE,
  trailRecomputed,
  trailSentence,
  whoInWords,
} from '#lib/text/en/trail-page.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { CopyHash } from './copy-hash.tsx';
import { HeadRow } from './head-row.tsx';

/** Who did what and when, newest first. `?all=true` shows the lines of every cluster. */
export function TrailPage({ cluster }: { readonly cluster: string }) {
  const toast = useToast();
  const [{ all, action }, setState] = useQueryStates({
    all: parseAsBoolean.withDefault(false),
    action: parseAsString,
  });
  const query = useInfiniteQuery(trailQuery(all ? undefined : cluster));
  const chain = useQuery(chainQuery(cluster));
  const [failed, setFailed] = useState<string>();
  const exportAll = async (): Promise<void> => {
    setFailed(undefined);
    try {
      saveFile(await apiFetchBlob('POST /api/trail/export', {}, { body: {} }), 'ringfence-audit-trail.ndjson');
      toast(TRAIL_PAGE.exported);
      void query.refetch();
    } catch (error) {
      setFailed(isRingfenceError(error) ? error.message : TRAIL_PAGE.exportFailed);
    }
  };
  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="shrink-0 border-b border-line bg-page px-4 pt-2.5 pb-2">
        <nav aria-label={BREADCRUMB} className="flex items-center gap-1.5 text-xs text-ink-3">
          <Link href={clusterHref(cluster, 'snapshots')} className="hover:text-ink">
            {SNAPSHOTS_PAGE.title}
          </Link>
          <ChevronRight className="size-3" aria-hidden="true" />
          <span className="text-ink-2">{TRAIL_PAGE.title}</span>
        </nav>
        <div className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1.5">
          <h1 className="text-md font-semibold">{TRAIL_PAGE.title}</h1>
          <p className="text-ink-2">
            {query.data?.pages[0] === undefined ? null : trailSentence(query.data.pages[0].total)}
          </p>
          <span className="ml-auto flex flex-wrap items-center gap-2">
            <Segmented
              label={TRAIL_PAGE.scope}
              size="sm"
              options={[
                { value: 'cluster', label: TRAIL_PAGE.thisCluster },
                { value: 'all', label: TRAIL_PAGE.wholeFolder },
              ]}
              value={all ? 'all' : 'cluster'}
              onChange={(value) => void setState({ all: value === 'all' })}
            />
            <select
              aria-label={TRAIL_PAGE.action}
              value={action ?? ''}
              onChange={(event) => void setState({ action: event.target.value || null })}
              className="h-[26px] rounded-md border border-line-strong bg-surface px-1.5 text-xs"
            >
              <option value="">{TRAIL_PAGE.allActions}</option>
              {TRAIL_ACTION_IDS.map((id) => (
                <option key={id} value={id}>
                  {actionWord(id)}
                </option>
              ))}
            </select>
            <Button size="sm" busy={chain.isFetching} onClick={() => void chain.refetch()}>
              <ShieldCheck className="size-3" aria-hidden="true" />
              {TRAIL_PAGE.verify}
            </Button>
            <Button size="sm" onClick={() => void exportAll()}>
              <Download className="size-3" aria-hidden="true" />
              {TRAIL_PAGE.export}
            </Button>
          </span>
        </div>
        <Verified chain={chain} />
        {failed === undefined ? null : (
          <p role="alert" className="mt-1 text-xs text-error-ink">
            {failed}
          </p>
        )}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long table scrolls, and keyboards have to reach it */}
      <section aria-label={TRAIL_PAGE.table} tabIndex={0} className="min-h-0 flex-1 overflow-y-auto bg-surface">
        <QueryState query={query} loading={TRAIL_PAGE.loading} failed={TRAIL_PAGE.failed}>
          {({ pages }) => {
            const read = pages.flatMap(({ lines }) => lines);
            const lines = action === null ? read : read.filter((line) => line.action === action);
            if (read.length === 0) return <EmptyState title={TRAIL_PAGE.none}>{TRAIL_PAGE.noneHint}</EmptyState>;
            return (
              <>
                {lines.length === 0 ? (
                  <p className="p-4 text-ink-2">{TRAIL_PAGE.noneOfAction}</p>
                ) : (
                  <TrailTable lines={lines} clusters={all} />
                )}
                <p className="flex items-center gap-3 px-4 py-2.5 text-xs text-ink-3" aria-live="polite">
                  {linesShown(lines.length, read.length)}
                  {query.hasNextPage ? (
                    <Button size="sm" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                      {TRAIL_PAGE.older}
                    </Button>
                  ) : null}
                </p>
              </>
            );
          }}
        </QueryState>
      </section>
    </div>
  );
}

function Verified({ chain: { data, error, isFetching } }: { readonly chain: UseQueryResult<ChainReport> }) {
  if (!isFetching && data === undefined && error === null) return null;
  const problem =
    error === null
      ? data?.trail.problem?.message
      : `${TRAIL_PAGE.verifyFailed} ${isRingfenceError(error) ? error.message : ''}`;
  const Icon = problem === undefined ? ShieldCheck : ShieldAlert;
  return (
    <p
      role="status"
      className={`mt-1 flex items-start gap-2 text-xs ${problem === undefined ? 'text-ink-2' : 'text-error-ink'}`}
    >
      <Icon className="mt-0.5 size-3 shrink-0" aria-hidden="true" />
      {isFetching || data === undefined
        ? (problem ?? TRAIL_PAGE.verifying)
        : (problem ?? trailRecomputed(data.trail.lines, data.trail.head, data.checkedAt))}
    </p>
  );
}

function TrailTable({ lines, clusters }: { readonly lines: readonly AuditLine[]; readonly clusters: boolean }) {
  const { columns } = TRAIL_PAGE;
  return (
    <table aria-label={TRAIL_PAGE.table} className="w-full border-separate border-spacing-0">
      <thead className="sticky top-0 z-1">
        <HeadRow>
          <th scope="col" className="w-14 pl-4!">
            {columns.number}
          </th>
          <th scope="col" className="w-[136px]">
            {columns.when}
          </th>
          <th scope="col" className="w-[188px]">
            {columns.action}
          </th>
          <th scope="col" className="max-md:hidden">
            {columns.about}
          </th>
          <th scope="col" className="w-[22%]">
            {columns.who}
          </th>
          <th scope="col" className="w-[164px] max-lg:hidden">
            {columns.hash}
          </th>
        </HeadRow>
      </thead>
      <tbody>
        {lines.map(({ seq, at, action, what, who, hash, cluster }) => (
          <tr key={seq} className="align-top [&>td]:border-b [&>td]:border-line-faint [&>td]:px-2 [&>td]:py-1.5">
            <td className="pl-4! tabular-nums">{count(seq)}</td>
            <td className="whitespace-nowrap tabular-nums" title={at}>
              {dateAndTime(at)}
            </td>
            <td className="font-medium">{visibleText(actionWord(action))}</td>
            <td className="text-xs leading-5 text-ink-2 wrap-anywhere max-md:hidden">
              {visibleText([clusters ? cluster : undefined, aboutInWords(what)].filter(Boolean).join(': '))}
            </td>
            <td className="text-xs leading-5 text-ink-2 wrap-anywhere">{visibleText(whoInWords(who))}</td>
            <td className="max-lg:hidden">
              <span className="flex items-center gap-1">
                <span className="font-mono text-2xs whitespace-nowrap text-ink-2" title={hash}>
                  {shortHash(hash)}
                </span>
                <CopyHash hash={hash} label={TRAIL_PAGE.copyHash} />
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
