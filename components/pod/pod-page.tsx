'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useCallback, useMemo, useRef, useState } from 'react';
import { hopsQuery } from '#components/api/hops-queries.ts';
import { podQuery, workloadQuery } from '#components/api/queries.ts';
import { compareHref } from '#components/compare/compare-address.ts';
import { clusterHref } from '#components/shell/cluster-href.ts';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import type { Question } from '#components/why/ask-address.ts';
import type { PodView } from '#lib/api/pod-types.ts';
import { HOPS } from '#lib/text/en/hops.ts';
import { POD_PAGE } from '#lib/text/en/pod.ts';
import { SHELL } from '#lib/text/en/shell.ts';
import { portChoices } from './peer-rows.ts';
import { PodColumns } from './pod-columns.tsx';
import { PodFilters } from './pod-filters.tsx';
import { PodHead } from './pod-head.tsx';
import { useBackKey } from './use-back-key.ts';
import { usePodKeys } from './use-pod-keys.ts';
import { usePodViewState } from './use-pod-view-state.ts';

// not on the first screen
const HopsContent = dynamic(() => import('./hops/hops-page.tsx').then((module) => module.HopsContent), { ssr: false });
const WhyDrawer = dynamic(() => import('#components/why/why-drawer.tsx').then((module) => module.WhyDrawer), {
  ssr: false,
});

interface PodPageProps {
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
  /** Set for a workload without pods, e.g. scaled to zero. */
  readonly kind?: string;
}

/** One pod, or one workload without pods: who can reach it, whom it can reach, and why. */
export function PodPage({ cluster, namespace, name, kind }: PodPageProps) {
  useBackKey();
  const query = useQuery(
    kind === undefined ? podQuery(cluster, namespace, name) : workloadQuery(cluster, namespace, kind, name),
  );
  return (
    <QueryState
      query={query}
      loading={POD_PAGE.loading}
      failed={POD_PAGE.failed}
      elsewhere={
        <>
          <ButtonLink href={clusterHref(cluster, 'map')}>{SHELL.toMap}</ButtonLink>
          <ButtonLink href={clusterHref(cluster, 'pods')}>{POD_PAGE.toList}</ButtonLink>
        </>
      }
    >
      {(view) => (
        <PodContent cluster={cluster} view={view} end={kind === undefined ? view.pod.key : view.pod.workload} />
      )}
    </QueryState>
  );
}

interface PodContentProps {
  readonly cluster: string;
  readonly view: PodView;
  /** The pod, or the workload, whichever the page is about. */
  readonly end: string;
}

function PodContent({ cluster, view, end }: PodContentProps) {
  const state = usePodViewState();
  const [question, setQuestion] = useState<Question>();
  const asked = useRef(false); // once opened the drawer stays, so that it can close gracefully
  asked.current ||= question !== undefined;
  const router = useRouter();
  const { key } = view.pod;
  const onCompare = useCallback(() => router.push(compareHref(cluster, { a: key })), [router, cluster, key]);
  usePodKeys({ setDirection: state.setDirection, setHops: state.setHops, onCompare }, question === undefined);
  const choices = useMemo(() => portChoices(view.pod.ports, [...view.ingress.groups, ...view.egress.groups]), [view]);
  const port = state.port === undefined ? '' : `${state.port.protocol}/${state.port.port}`;
  const inHops = state.hops !== '1';
  const hops = useQuery({
    ...hopsQuery(cluster, {
      ...{ end, hops: Number(state.hops), port },
      direction: state.direction === 'in' ? 'in' : 'out',
      ...{ other: state.otherNamespaces, personal: state.personalOnly, gaps: state.gapsOnly },
    }),
    enabled: inHops,
  });
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PodHead
        cluster={cluster}
        view={view}
        sentence={inHops ? (hops.data?.sentence ?? `${HOPS.loading} …`) : undefined}
      />
      <PodFilters state={state} choices={choices} />
      {inHops ? (
        <HopsContent cluster={cluster} pod={view} query={hops} state={state} onWhy={setQuestion} />
      ) : (
        <PodColumns
          cluster={cluster}
          view={view}
          state={state}
          onWhy={(peer, inwards, pod = peer.example) => {
            // of a node, a Service or a name the engine cannot be asked: what was seen of it stands with the traffic
            if (pod === '') router.push(clusterHref(cluster, 'traffic'));
            else setQuestion(inwards ? { from: pod, to: key, port } : { from: key, to: pod, port });
          }}
        />
      )}
      {asked.current ? (
        <WhyDrawer cluster={cluster} question={question} onClose={() => setQuestion(undefined)} onAsk={setQuestion} />
      ) : null}
    </div>
  );
}
