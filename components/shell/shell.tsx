'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { clustersQuery, summaryQuery } from '#components/api/queries.ts';
import { useEvents } from '#components/api/use-events.ts';
import { useKnownGaps } from '#components/api/use-known-gaps.ts';
import { useShownRevision } from '#components/api/use-shown-revision.ts';
import { useTour } from '#components/tour/use-tour.ts';
import { useToast } from '#components/ui/toast.tsx';
import { copied, LINK_COPIED, SHELL } from '#lib/text/en/shell.ts';
import { Banners } from './banners.tsx';
import { ClusterGate } from './cluster-gate.tsx';
import { clusterHref } from './cluster-href.ts';
import { NavRail } from './nav-rail.tsx';
import { OpeningProvider } from './opening.tsx';
import { TopBar } from './top-bar.tsx';
import { useGlobalKeys } from './use-global-keys.ts';
import { useTitleBadge } from './use-title-badge.ts';

// none of these is on the first screen
const Palette = dynamic(() => import('./palette.tsx').then((module) => module.Palette), { ssr: false });
const ExportDialog = dynamic(() => import('./export-dialog.tsx').then((module) => module.ExportDialog), { ssr: false });
const Tour = dynamic(() => import('#components/tour/tour.tsx').then((module) => module.Tour), { ssr: false });
const KeysSheet = dynamic(() => import('./keys-sheet.tsx').then((module) => module.KeysSheet), { ssr: false });

type Overlay = 'palette' | 'export' | 'keys';

/** The frame round every page of a cluster. */
export function Shell({ cluster, children }: { readonly cluster: string; readonly children: ReactNode }) {
  return (
    <OpeningProvider cluster={cluster}>
      <Frame cluster={cluster}>{children}</Frame>
    </OpeningProvider>
  );
}

function Frame({ cluster, children }: { readonly cluster: string; readonly children: ReactNode }) {
  const router = useRouter();
  const toast = useToast();
  const answers = useEvents();
  const [overlay, setOverlay] = useState<Overlay>();
  // once opened an overlay stays mounted, so that it can close gracefully and keep what was typed
  const [opened, setOpened] = useState<ReadonlySet<Overlay>>(new Set());
  const show = (which: Overlay): void => {
    setOpened(new Set([...opened, which]));
    setOverlay(which);
  };
  const hide = (): void => setOverlay(undefined);
  const clusters = useQuery(clustersQuery());
  const item = clusters.data?.clusters.find(({ id }) => id === cluster);
  const { apply } = useShownRevision(cluster);
  const { data: summary } = useQuery({ ...summaryQuery(cluster), enabled: item?.revision !== undefined });
  useKnownGaps(cluster, summary);
  useTitleBadge(summary?.numbers.gaps);
  const tour = useTour(item, summary);
  useGlobalKeys({
    onSearch: () => show('palette'),
    onKeys: () => show('keys'),
    onGo: (page) => router.push(clusterHref(cluster, page)),
    onCopyLink: () => {
      void navigator.clipboard.writeText(window.location.href).then(() => toast(copied(LINK_COPIED)));
    },
    onApply: apply,
  });
  return (
    <div className="flex h-dvh min-h-0 flex-col">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-surface focus:px-3 focus:py-1.5 focus:shadow-pop"
      >
        {SHELL.skip}
      </a>
      <TopBar
        cluster={cluster}
        item={item}
        onSearch={() => show('palette')}
        onExport={() => show('export')}
        onKeys={() => show('keys')}
        nothingHere={clusters.data !== undefined && item === undefined}
      />
      <div className="flex min-h-0 flex-1 flex-row max-rail:flex-col">
        <NavRail cluster={cluster} gaps={summary?.numbers.gaps} />
        <main
          id="content"
          tabIndex={-1}
          className="relative flex min-h-0 min-w-0 flex-1 flex-col outline-none short:block short:overflow-y-auto"
        >
          <Banners cluster={cluster} item={item} summary={summary} answers={answers} />
          {/* in a low window the page keeps the height that it needs, and is scrolled */}
          <div className="min-h-0 flex-1 short:h-144">
            <ClusterGate cluster={cluster} clusters={clusters}>
              {children}
            </ClusterGate>
          </div>
        </main>
      </div>
      {opened.has('palette') ? (
        <Palette
          cluster={cluster}
          open={overlay === 'palette'}
          onClose={hide}
          shell={{
            onExport: () => (item?.revision === undefined ? toast(SHELL.nothingToExport) : show('export')),
            onKeys: () => show('keys'),
            onTour: tour.start,
          }}
        />
      ) : null}
      {opened.has('export') ? (
        <ExportDialog cluster={cluster} name={item?.name ?? cluster} open={overlay === 'export'} onClose={hide} />
      ) : null}
      {opened.has('keys') ? <KeysSheet open={overlay === 'keys'} onClose={hide} onTour={tour.start} /> : null}
      {tour.isOn && summary !== undefined ? (
        <Tour cluster={cluster} numbers={{ ...summary.numbers, gaps: summary.numbers.gaps ?? 0 }} onEnd={tour.end} />
      ) : null}
    </div>
  );
}
