'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import { Check, CircleDashed, Loader } from 'lucide-react';
import dynamic from 'next/dynamic';
import { type ReactNode, useEffect, useState } from 'react';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Progress } from '#components/ui/progress.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import { useSlow } from '#components/ui/use-slow.ts';
import type { ClusterList, ClusterListItem } from '#lib/api/cluster-types.ts';
import { noSuchCluster, READING, readingCluster, readSoFar, SHELL, START, seconds } from '#lib/text/en/shell.ts';

// with the ways to another cluster, which nobody needs whose cluster is read
const FailedCluster = dynamic(() => import('./failed-cluster.tsx').then((module) => module.FailedCluster), {
  ssr: false,
});

interface ClusterGateProps {
  readonly cluster: string;
  readonly clusters: UseQueryResult<ClusterList>;
  readonly children: ReactNode;
}

/** The page, once the cluster has its first revision; until then how far the reading is, or why there is none. */
export function ClusterGate({ cluster, clusters, children }: ClusterGateProps) {
  return (
    <QueryState query={clusters} loading={START.reading} failed={START.failed}>
      {(list) => {
        const item = list.clusters.find(({ id }) => id === cluster);
        if (item === undefined) {
          return (
            <EmptyState title={noSuchCluster(cluster)} actions={<ButtonLink href="/">{SHELL.toMap}</ButtonLink>} />
          );
        }
        if (item.revision !== undefined) return children;
        return item.source.state === 'failed' || item.source.state === 'lost' ? (
          <FailedCluster item={item} list={list} />
        ) : (
          <Reading item={item} />
        );
      }}
    </QueryState>
  );
}

/** Counts of what is being listed; nothing for the first moments, since most readings are done by then. */
function Reading({ item }: { readonly item: ClusterListItem }) {
  const slow = useSlow(true);
  const [passed, setPassed] = useState(0);
  useEffect(() => {
    const start = performance.now();
    const timer = setInterval(() => setPassed((performance.now() - start) / 1000), 100);
    return () => clearInterval(timer);
  }, []);
  if (!slow) return <div aria-busy="true" />;
  const progress = item.source.progress ?? [];
  const done = progress.reduce((sum, each) => sum + each.done, 0);
  const totals = progress.map(({ total }) => total);
  const total = totals.includes(undefined) ? undefined : totals.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  const finished = progress.length > 0 && progress.every((each) => each.total !== undefined && each.done >= each.total);
  return (
    <div className="map-dots grid h-full place-items-center bg-canvas p-4">
      <section
        aria-label={readingCluster(item.name)}
        className="w-[384px] max-w-full rounded-lg border border-line bg-overlay p-4 shadow-pop"
      >
        <p className="mb-2.5 flex items-center gap-2">
          <span role="status" className="flex-1 font-semibold wrap-anywhere">
            {readingCluster(item.name)}
          </span>
          <span className="text-xs text-ink-2 tabular-nums">{seconds(passed)}</span>
        </p>
        <Progress label={readingCluster(item.name)} done={done} total={total} />
        <ul className="mt-2.5">
          {progress.map((each) => {
            const isDone = each.total !== undefined && each.done >= each.total;
            const Icon = isDone ? Check : Loader;
            return (
              <li key={each.kind} className="flex min-h-6 items-center gap-2 text-ink-2">
                <Icon className="size-3.5 shrink-0" aria-hidden="true" />
                <span className="flex-1 truncate">{each.kind}</span>
                <span className="tabular-nums">{readSoFar(each.done, isDone ? undefined : each.total)}</span>
              </li>
            );
          })}
          <li className={`flex min-h-6 items-center gap-2 ${finished ? 'text-ink' : 'text-ink-3'}`}>
            {finished ? (
              <Loader className="size-3.5" aria-hidden="true" />
            ) : (
              <CircleDashed className="size-3.5" aria-hidden="true" />
            )}
            {READING.compute}
          </li>
        </ul>
      </section>
    </div>
  );
}
