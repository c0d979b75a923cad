'use client';

import { useQueries, useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import { peerPodsQuery, unreachedPeersQuery } from '#components/api/peer-pods-query.ts';
import { Kbd } from '#components/ui/kbd.tsx';
import type { Peer, PodView } from '#lib/api/pod-types.ts';
import { canReach, dependsCount, isReachedBy, POD_PAGE, reachCount } from '#lib/text/en/pod.ts';
import { peerTrafficLegend } from '#lib/text/en/pod-traffic.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { observedPeers } from './observed-peers.ts';
import { initiallyFolded, type PeerFilter, type PodsOfPeers, peerRows } from './peer-rows.ts';
import { PeerTree } from './peer-tree.tsx';
import { endHref } from './pod-address.ts';
import { PodCard } from './pod-card.tsx';
import type { TrafficOfPeers } from './pod-traffic.tsx';
import { UNREACHED, unreachedRows } from './unreached-rows.ts';
import type { PodViewState } from './use-pod-view-state.ts';

// loaded when somebody wants to see traffic
const PodTraffic = dynamic(() => import('./pod-traffic.tsx').then((module) => module.PodTraffic), { ssr: false });
const PeerMark = dynamic(() => import('./peer-mark.tsx').then((module) => module.PeerMark), { ssr: false });

interface PodColumnsProps {
  readonly cluster: string;
  readonly view: PodView;
  readonly state: PodViewState;
  /** `pod`: that very pod of the peer. */
  readonly onWhy: (peer: Peer, inwards: boolean, pod?: string) => void;
}

/** Can reach it | it | it can reach, with the fence posts between. Narrower pages stack them. */
export function PodColumns({ cluster, view, state, onWhy }: PodColumnsProps) {
  const { direction } = state;
  const columns =
    direction === 'both'
      ? 'md:max-xl:grid-cols-2 xl:grid-cols-[minmax(0,1fr)_minmax(300px,372px)_minmax(0,1fr)]'
      : direction === 'in'
        ? 'xl:grid-cols-[minmax(0,2fr)_minmax(300px,372px)]'
        : 'xl:grid-cols-[minmax(300px,372px)_minmax(0,2fr)]';
  return (
    <div
      className={`grid min-h-0 flex-1 grid-cols-1 gap-y-4 bg-canvas p-4 max-xl:auto-rows-max max-xl:content-start max-xl:overflow-y-auto xl:grid-rows-1 xl:overflow-hidden xl:pb-0 ${columns}`}
    >
      {direction === 'out' ? null : (
        <DirectionColumn
          cluster={cluster}
          view={view}
          state={state}
          inwards
          onWhy={(peer, pod) => onWhy(peer, true, pod)}
        />
      )}
      <div
        className="min-w-0 max-xl:order-last max-xl:col-span-full xl:min-h-0 xl:overflow-y-auto xl:pb-4"
        style={{ scrollbarWidth: 'thin' }}
      >
        <PodCard cluster={cluster} view={view} />
      </div>
      {direction === 'in' ? null : (
        <DirectionColumn
          cluster={cluster}
          view={view}
          state={state}
          inwards={false}
          onWhy={(peer, pod) => onWhy(peer, false, pod)}
        />
      )}
    </div>
  );
}

const NO_FILTER: PeerFilter = { otherNamespaces: false, personalOnly: false, gapsOnly: false };

interface DirectionColumnProps {
  readonly cluster: string;
  readonly view: PodView;
  readonly state: PodViewState;
  readonly inwards: boolean;
  readonly onWhy: (peer: Peer, pod?: string) => void;
}

function DirectionColumn({ cluster, view, state, inwards, onWhy }: DirectionColumnProps) {
  const direction = inwards ? view.ingress : view.egress;
  const { groups } = direction;
  const [folds, setFolds] = useState<ReadonlyMap<string, boolean>>(new Map());
  const folded = useMemo(() => {
    const ids = new Set(initiallyFolded(groups));
    for (const [id, isFolded] of folds) {
      if (isFolded) ids.add(id);
      else ids.delete(id);
    }
    return ids;
  }, [groups, folds]);
  const router = useRouter();
  const [unfolded, setUnfolded] = useState<readonly string[]>([]);
  const pods = usePodsOfPeers(cluster, view.pod.key, inwards ? 'in' : 'out', unfolded);
  const { otherNamespaces, personalOnly, gapsOnly, port } = state;
  const [observed, setTraffic] = useState<TrafficOfPeers>();
  const traffic = state.traffic ? observed : undefined;
  const filter: PeerFilter = useMemo(
    () => ({ otherNamespaces, personalOnly, gapsOnly, port }),
    [otherNamespaces, personalOnly, gapsOnly, port],
  );
  const peers = useMemo(() => {
    const allowed = peerRows(groups, view.pod.namespace, filter, folded, pods);
    const beyond = traffic === undefined ? undefined : observedPeers(traffic.rows, inwards, groups);
    if (beyond === undefined) return allowed;
    // the worst that was observed is narrowed by no filter of what is allowed
    return [...peerRows([beyond], view.pod.namespace, NO_FILTER, folded), ...allowed];
  }, [groups, pods, view.pod.namespace, filter, folded, traffic, inwards]);
  const showsUnreached = folds.get(UNREACHED) === false;
  const unreached = useQuery({
    ...unreachedPeersQuery(cluster, view.pod.key, inwards ? 'in' : 'out'),
    enabled: showsUnreached,
  });
  const found = unreached.isError ? 'failed' : unreached.data;
  const rows = useMemo(() => {
    const narrow = { namespace: view.pod.namespace, filter };
    return [...peers, ...unreachedRows(direction, inwards, !showsUnreached, found, narrow)];
  }, [peers, direction, inwards, showsUnreached, found, view.pod.namespace, filter]);
  const title = visibleText(inwards ? canReach(view.pod.name) : isReachedBy(view.pod.name));
  return (
    <>
      {state.traffic ? (
        <PodTraffic
          cluster={cluster}
          workload={view.pod.workload}
          inwards={inwards}
          window="24h"
          onTraffic={setTraffic}
        />
      ) : null}
      <PeerTree
        label={title}
        rows={rows}
        inwards={inwards}
        isolated={direction.isolated}
        markOf={
          traffic !== undefined
            ? (peer) => <PeerMark traffic={traffic.peers.get(peer.id)} windowMs={traffic.windowMs} />
            : undefined
        }
        onFold={(group, isFolded) => setFolds(new Map(folds).set(group, isFolded))}
        onPods={(workload, isFolded) =>
          setUnfolded(isFolded ? unfolded.filter((each) => each !== workload) : [...unfolded, workload])
        }
        onLook={(end) => {
          const href = endHref(cluster, end);
          if (href !== undefined) router.push(href);
        }}
        onWhy={onWhy}
        head={
          <>
            <h2 className="min-w-0 truncate font-semibold">{title}</h2>
            <span className="whitespace-nowrap text-ink-3">{reachCount(direction.reachable)}</span>
            {direction.reachable.depends === 0 ? null : (
              <span className="ml-auto text-xs whitespace-nowrap text-depends-ink">
                {dependsCount(direction.reachable.depends)}
              </span>
            )}
            {traffic === undefined ? null : (
              <span className="w-full pb-1.5 text-xs text-ink-3">{peerTrafficLegend(traffic.windowMs)}</span>
            )}
          </>
        }
        foot={
          <ColumnFoot empty={peers.length > 0 ? '' : groups.length > 0 ? POD_PAGE.noPeerMatches : nobody(inwards)} />
        }
      />
    </>
  );
}

/** The pods of the workloads that are unfolded, asked for one by one and kept. */
function usePodsOfPeers(
  cluster: string,
  end: string,
  direction: 'in' | 'out',
  unfolded: readonly string[],
): PodsOfPeers {
  return useQueries({
    queries: unfolded.map((workload) => peerPodsQuery(cluster, end, direction, workload)),
    combine: (results) => new Map(unfolded.map((workload, i) => [workload, results[i]?.data])),
  });
}

const nobody = (inwards: boolean) => (inwards ? POD_PAGE.nobody : POD_PAGE.nothing);

/** `empty`: why nobody stands above who cannot. */
function ColumnFoot({ empty }: { readonly empty: string }) {
  return (
    <>
      {empty === '' ? null : <p className="px-3.5 py-4 text-ink-2">{empty}</p>}
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 px-3.5 py-2.5 text-xs text-ink-3">
        <span className="whitespace-nowrap">
          <Kbd>↑</Kbd> <Kbd>↓</Kbd> {POD_PAGE.keys.peers}
        </span>
        <span className="whitespace-nowrap">
          <Kbd>←</Kbd> <Kbd>→</Kbd> {POD_PAGE.keys.fold}
        </span>
        <span className="whitespace-nowrap">
          <Kbd>↵</Kbd> {POD_PAGE.keys.why}
        </span>
        <span className="whitespace-nowrap">
          <Kbd>⇧</Kbd> <Kbd>↵</Kbd> {POD_PAGE.keys.look}
        </span>
        <span className="whitespace-nowrap">
          <Kbd>⌫</Kbd> {POD_PAGE.keys.back}
        </span>
      </p>
    </>
  );
}
