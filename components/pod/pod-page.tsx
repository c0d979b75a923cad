'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useMemo, useRef, useState } from 'react';
import { podQuery, workloadQuery } from '#components/api/queries.ts';
import { clusterHref } from '#components/shell/cluster-href.ts';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import type { Question } from '#components/why/ask-address.ts';
import type { PodView } from '#lib/api/types.ts';
import { POD_PAGE } from '#lib/text/en/pod.ts';
import { SHELL } from '#lib/text/en/shell.ts';
import { portChoices } from './peer-rows.ts';
import { PodColumns } from './pod-columns.tsx';
import { PodFilters } from './pod-filters.tsx';
import { PodHead } from './pod-head.tsx';
import { usePodKeys } from './use-pod-keys.ts';
import { usePodViewState } from './use-pod-view-state.ts';

// not on the first screen
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
      {(view) => <PodContent cluster={cluster} view={view} />}
    </QueryState>
  );
}

function PodContent({ cluster, view }: { readonly cluster: string; readonly view: PodView }) {
  const state = usePodViewState();
  const [question, setQuestion] = useState<Question>();
  const asked = useRef(false); // once opened the drawer stays, so that it can close gracefully
  asked.current ||= question !== undefined;
  usePodKeys(state.setDirection, question === undefined);
  const choices = useMemo(() => portChoices(view.pod.ports, [...view.ingress.groups, ...view.egress.groups]), [view]);
  const port = state.port === undefined ? '' : `${state.port.protocol}/${state.port.port}`;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PodHead cluster={cluster} view={view} />
      <PodFilters state={state} choices={choices} />
      <PodColumns
        cluster={cluster}
        view={view}
        state={state}
        onWhy={(peer, inwards) =>
          setQuestion(
            inwards ? { from: peer.example, to: view.pod.key, port } : { from: view.pod.key, to: peer.example, port },
          )
        }
      />
      {asked.current ? (
        <WhyDrawer cluster={cluster} question={question} onClose={() => setQuestion(undefined)} onAsk={setQuestion} />
      ) : null}
    </div>
  );
}
