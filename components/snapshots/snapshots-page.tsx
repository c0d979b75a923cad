'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Camera, GitCompare, ScrollText, ShieldCheck, X } from 'lucide-react';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { parseAsBoolean, parseAsInteger, useQueryStates } from 'nuqs';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { chainQuery, snapshotsQuery } from '#components/api/snapshot-queries.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import { isSingleKey, singleKeysOn } from '#components/ui/single-keys.ts';
import { useToast } from '#components/ui/toast.tsx';
import type { SnapshotItem, SnapshotList } from '#lib/api/snapshot-schemas.ts';
import { SNAPSHOT_PANEL, SNAPSHOTS_PAGE, snapshotSaved, snapshotsSentence } from '#lib/text/en/snapshots-page.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { ChainNote } from './chain-note.tsx';
import { JobProgress } from './job-progress.tsx';
import { comparedWith, compareHref, trailHref } from './snapshot-address.ts';
import { SnapshotDetail } from './snapshot-detail.tsx';
import { SnapshotTable } from './snapshot-table.tsx';
import { SnapshotTrend, TREND_COLUMNS } from './snapshot-trend.tsx';
import { TakeForm } from './take-form.tsx';
import { openGaps } from './trend-lanes.ts';
import { type TakeSnapshot, useTakeSnapshot } from './use-take-snapshot.ts';

/** The chain of kept snapshots with its trend, and at the side taking one and the chosen one. `?no=42` chooses it. */
export function SnapshotsPage({ cluster }: { readonly cluster: string }) {
  const query = useInfiniteQuery(snapshotsQuery(cluster));
  return (
    <QueryState query={query} loading={SNAPSHOTS_PAGE.loading} failed={SNAPSHOTS_PAGE.failed}>
      {({ pages }) => {
        const [first] = pages;
        if (first === undefined) return null;
        return (
          <SnapshotsContent
            key={cluster}
            cluster={cluster}
            list={first}
            items={pages.flatMap(({ snapshots }) => snapshots)}
            onOlder={query.hasNextPage ? () => void query.fetchNextPage() : undefined}
            readingOlder={query.isFetchingNextPage}
          />
        );
      }}
    </QueryState>
  );
}

interface SnapshotsContentProps {
  readonly cluster: string;
  /** The newest page: its total, the job, and why nothing can be kept. */
  readonly list: SnapshotList;
  /** All that were read, newest first. */
  readonly items: readonly SnapshotItem[];
  /** Absent: all were read. */
  readonly onOlder: (() => void) | undefined;
  readonly readingOlder: boolean;
}

function SnapshotsContent({ cluster, list, items, onOlder, readingOlder }: SnapshotsContentProps) {
  const router = useRouter();
  const pathname = usePathname();
  const params = useSearchParams();
  const [{ no, take, trend }, setState] = useQueryStates({
    no: parseAsInteger,
    take: parseAsBoolean,
    trend: parseAsBoolean,
  });
  const taking = useTakeSnapshot(cluster);
  const [dismissed, setDismissed] = useState<string>();
  const panel = useRef<HTMLDivElement>(null);
  const chain = useQuery(chainQuery(cluster));
  const damaged = useMemo(() => new Set(chain.data?.damaged.flatMap(({ seq }) => seq ?? [])), [chain.data]);
  const { job, notKept, total } = list;
  const [newest] = items;
  const canTake = notKept === undefined && job?.state !== 'running';
  const form = take === true && canTake;
  const selected = no === null ? newest : items.find(({ seq }) => seq === no);
  const shownJob =
    job === undefined || job.state === 'done' || job.id === dismissed || (job.state !== 'running' && take === true)
      ? undefined
      : job;
  const select = (seq: number): void => void setState({ no: seq, take: null });
  const compareWith = selected === undefined ? undefined : comparedWith(selected);
  const compare = (): void => {
    if (selected !== undefined && compareWith !== undefined) {
      router.push(compareHref(cluster, compareWith, selected.seq));
    }
  };
  const step = (by: 1 | -1): void => {
    const at = items.findIndex(({ seq }) => seq === selected?.seq);
    const next = items[Math.min(items.length - 1, Math.max(0, at + by))];
    if (next !== undefined) select(next.seq);
  };
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || !isSingleKey(event) || !singleKeysOn()) return;
      const key = event.key.toLowerCase();
      if (key === 'j' || key === ']') step(1);
      else if (key === 'k' || key === '[') step(-1);
      else if (key === 'c') compare();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  });
  useToldWhenDone(list, items, () => void setState({ no: null, take: null }));
  const hrefOf = (seq: number): string => {
    const next = new URLSearchParams(params);
    next.delete('take');
    next.set('no', String(seq));
    return `${pathname}?${next}`;
  };

  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex min-h-11 shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line bg-page px-4 py-1.5">
        <h1 className="text-md font-semibold">{SNAPSHOTS_PAGE.title}</h1>
        <p className="min-w-0 text-ink-2" aria-live="polite">
          {newest === undefined ? null : sentenceOf(items, total, onOlder === undefined)}
        </p>
        <span className="ml-auto flex flex-wrap items-center gap-2">
          <ButtonLink size="sm" href={trailHref(cluster)}>
            <ScrollText className="size-3" aria-hidden="true" />
            {SNAPSHOTS_PAGE.trail}
          </ButtonLink>
          <Button size="sm" disabled={compareWith === undefined} aria-keyshortcuts="C" onClick={compare}>
            <GitCompare className="size-3" aria-hidden="true" />
            {SNAPSHOTS_PAGE.compare}
          </Button>
          <Button
            size="sm"
            busy={chain.isFetching}
            disabled={items.length === 0}
            onClick={() => void chain.refetch({ cancelRefetch: false })}
          >
            <ShieldCheck className="size-3" aria-hidden="true" />
            {SNAPSHOTS_PAGE.verify}
          </Button>
          <Button size="sm" variant="primary" disabled={!canTake} onClick={() => void setState({ take: true })}>
            <Camera className="size-3" aria-hidden="true" />
            {SNAPSHOTS_PAGE.take}
          </Button>
        </span>
      </header>
      {notKept === undefined ? null : <Banner tone="warning">{visibleText(notKept)}</Banner>}
      <div className="relative flex min-h-0 flex-1">
        <div className="flex min-h-0 min-w-0 flex-1 flex-col overflow-y-auto bg-surface">
          {newest === undefined ? (
            <EmptyState
              title={SNAPSHOTS_PAGE.none}
              actions={
                canTake && !form ? (
                  <Button onClick={() => void setState({ take: true })}>{SNAPSHOTS_PAGE.take}</Button>
                ) : null
              }
            >
              {SNAPSHOTS_PAGE.noneHint}
            </EmptyState>
          ) : (
            <>
              <SnapshotTrend
                items={items}
                all={trend === true}
                onAll={(all) => void setState({ trend: all || null })}
              />
              <SnapshotTable
                items={items}
                selected={selected?.seq}
                damaged={damaged}
                hrefOf={hrefOf}
                onSelect={select}
                onStep={step}
                onOpen={() => {
                  if (selected !== undefined) select(selected.seq);
                  panel.current?.focus();
                }}
              />
              {onOlder === undefined ? null : (
                <p className="px-4 py-2">
                  <Button size="sm" busy={readingOlder} onClick={onOlder}>
                    {SNAPSHOTS_PAGE.older}
                  </Button>
                </p>
              )}
              <ChainNote items={items} chain={chain} />
            </>
          )}
        </div>
        {items.length === 0 && !form && shownJob === undefined ? null : (
          <SidePanel
            named={no !== null || form || shownJob !== undefined}
            onClose={() => void setState({ no: null, take: null })}
          >
            <div ref={panel} tabIndex={-1} className="outline-none">
              {shownJob === undefined ? null : (
                <JobProgress
                  job={shownJob}
                  before={newest?.seq ?? 0}
                  cancelling={taking.cancelling}
                  onCancel={() => void taking.cancel(shownJob.id)}
                  onDismiss={() => {
                    setDismissed(shownJob.id);
                    if (shownJob.state === 'failed') void setState({ take: true });
                  }}
                />
              )}
              <Side
                cluster={cluster}
                list={list}
                selected={selected}
                form={form}
                named={no}
                taking={taking}
                onTaken={() => void setState({ take: null })}
              />
            </div>
          </SidePanel>
        )}
      </div>
    </div>
  );
}

interface SideProps {
  readonly cluster: string;
  readonly list: SnapshotList;
  readonly selected: SnapshotItem | undefined;
  /** The form for taking one is open. */
  readonly form: boolean;
  /** The number in the address. */
  readonly named: number | null;
  readonly taking: TakeSnapshot;
  readonly onTaken: () => void;
}

/** The form while it is open, and the chosen snapshot else. */
function Side({ cluster, list, selected, form, named, taking, onTaken }: SideProps) {
  if (form) {
    return (
      <TakeForm
        cluster={cluster}
        busy={taking.beginning}
        refused={taking.refused}
        onCancel={() => {
          taking.forgetRefusal();
          onTaken();
        }}
        onTake={(body) => {
          void taking.begin(body).then((begun) => {
            if (begun !== undefined) onTaken();
          });
        }}
      />
    );
  }
  if (selected === undefined) {
    return named === null ? null : <p className="px-3.5 py-3 text-xs text-ink-2">{SNAPSHOT_PANEL.gone}</p>;
  }
  return (
    <SnapshotDetail key={selected.seq} cluster={cluster} snapshot={selected} readOnly={list.notKept !== undefined} />
  );
}

interface SidePanelProps {
  /** The address names what is in it: on a narrow screen it is there only then. */
  readonly named: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

function SidePanel({ named, onClose, children }: SidePanelProps) {
  return (
    <div className={`relative z-10 flex min-h-0 shrink-0 max-xl:static ${named ? '' : 'max-xl:hidden'}`}>
      <Panel
        label={SNAPSHOTS_PAGE.panel}
        footer={
          <>
            <Kbd>J</Kbd>
            <Kbd>K</Kbd> {SNAPSHOTS_PAGE.keys.move}
            <Kbd>C</Kbd> {SNAPSHOTS_PAGE.keys.compare}
            <Kbd>↵</Kbd> {SNAPSHOTS_PAGE.keys.open}
          </>
        }
      >
        <p className="-mb-2 flex justify-end px-2 pt-1 xl:hidden">
          <Button variant="quiet" size="sm" icon aria-label={SNAPSHOTS_PAGE.close} onClick={onClose}>
            <X className="size-4" aria-hidden="true" />
          </Button>
        </p>
        {children}
      </Panel>
    </div>
  );
}

/** A job that was seen running and is now in the chain is said once, and its snapshot is chosen. */
function useToldWhenDone({ job }: SnapshotList, items: readonly SnapshotItem[], onDone: () => void): void {
  const toast = useToast();
  const seenRunning = useRef<string>(undefined);
  useEffect(() => {
    if (job?.state === 'running') seenRunning.current = job.id;
    if (job?.state !== 'done' || seenRunning.current !== job.id) return;
    const kept = items.find(({ seq }) => seq === job.snapshot);
    if (kept === undefined) return;
    seenRunning.current = undefined;
    toast(snapshotSaved(kept.seq, kept.evidence));
    onDone();
  }, [job, items, toast, onDone]);
}

function sentenceOf(items: readonly SnapshotItem[], total: number, whole: boolean): string {
  const [newest] = items;
  const then = items[Math.min(TREND_COLUMNS, items.length) - 1];
  return snapshotsSentence({
    total,
    since: whole ? items.at(-1)?.taken : undefined,
    last: newest === undefined ? 0 : openGaps(newest),
    before: then === undefined || then === newest ? undefined : { seq: then.seq, gaps: openGaps(then) },
  });
}
