'use client';

import type { ClusterList, ClusterListItem } from '#lib/api/cluster-types.ts';
import { OpenChoices } from './open-choices.tsx';

/** Why a cluster could not be read, and the ways to another. */
export function FailedCluster({ item, list }: { readonly item: ClusterListItem; readonly list: ClusterList }) {
  const { error } = item.source;
  return (
    <div className="mx-auto max-w-[640px] p-6 pt-[8vh]">
      <div role="alert" className="rounded-lg border border-error-line bg-error-soft p-4 text-error-ink wrap-anywhere">
        <h1 className="text-lg font-semibold">{item.name}</h1>
        <p className="mt-1">{error?.message}</p>
        <p>{error?.action}</p>
        {error?.detail === undefined ? null : (
          <pre className="mt-2 max-h-40 overflow-auto font-mono text-xs whitespace-pre-wrap">{error.detail}</pre>
        )}
      </div>
      <div className="mt-4">
        <OpenChoices list={list} />
      </div>
    </div>
  );
}
