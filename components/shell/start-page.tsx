'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { clustersQuery } from '#components/api/queries.ts';
import { QueryState } from '#components/ui/query-state.tsx';
import { RingMark } from '#components/ui/ring-mark.tsx';
import type { ClusterList } from '#lib/api/cluster-types.ts';
import { START } from '#lib/text/en/shell.ts';
import { clusterHref } from './cluster-href.ts';
import { OpenChoices } from './open-choices.tsx';
import { OpeningProvider } from './opening.tsx';

/** `/`: the first cluster's map, or the ways to get one. */
export function StartPage() {
  const query = useQuery(clustersQuery());
  return (
    <OpeningProvider>
      <QueryState query={query} loading={START.reading} failed={START.failed}>
        {(list) => <Start list={list} />}
      </QueryState>
    </OpeningProvider>
  );
}

function Start({ list }: { readonly list: ClusterList }) {
  const router = useRouter();
  const first = list.clusters[0]?.id;
  useEffect(() => {
    if (first !== undefined) router.replace(clusterHref(first));
  }, [first, router]);
  if (first !== undefined) return null;
  return (
    <main className="mx-auto max-w-[520px] px-4 pt-[12vh]">
      <h1 className="flex items-center gap-2.5 text-xl font-semibold">
        <span className="text-accent">
          <RingMark size={22} />
        </span>
        {START.noCluster}
      </h1>
      <p className="mt-2 mb-3.5 text-ink-2">{START.promise}</p>
      <OpenChoices list={list} />
    </main>
  );
}
