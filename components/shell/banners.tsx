'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useShownRevision } from '#components/api/use-shown-revision.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Link } from '#components/ui/link.tsx';
import type { Banner as BannerText, ClusterListItem, ClusterSummary } from '#lib/api/cluster-types.ts';
import { connectionLost, SHELL, START, serverGone } from '#lib/text/en/shell.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { clusterHref } from './cluster-href.ts';
import { useOpening } from './opening.tsx';
import { useNow } from './use-now.ts';

const MissingDialog = dynamic(() => import('./missing-dialog.tsx').then((module) => module.MissingDialog), {
  ssr: false,
});

const SHOWN = 2; // more would push the picture away

interface BannersProps {
  readonly cluster: string;
  readonly item: ClusterListItem | undefined;
  readonly summary: ClusterSummary | undefined;
  /** Whether Ringfence's own server answers. */
  readonly answers: boolean;
}

/** What a person must know before trusting the numbers. Two at a time, the rest behind a word. */
export function Banners({ cluster, item, summary, answers }: BannersProps) {
  const [all, setAll] = useState(false);
  const banners = (summary?.banners ?? []).filter(({ code }) => code !== 'source-lost');
  const lost = item?.source.state === 'lost' || (item?.source.state === 'failed' && summary !== undefined);
  const rows = [
    ...(answers
      ? []
      : [
          <Banner key="server" tone="error" icon="unplug">
            {serverGone}
          </Banner>,
        ]),
    ...(lost && item !== undefined ? [<LostBanner key="lost" cluster={cluster} item={item} />] : []),
    ...banners.map((banner) => <ServerBanner key={banner.code} cluster={cluster} banner={banner} summary={summary} />),
  ];
  if (rows.length === 0) return null;
  return (
    <div className="no-print shrink-0">
      {rows.slice(0, all ? rows.length : SHOWN)}
      {rows.length > SHOWN ? (
        <button
          type="button"
          aria-expanded={all}
          onClick={() => setAll(!all)}
          className="block min-h-6 w-full border-b border-line bg-sunken px-4 text-left text-xs text-ink-2 underline underline-offset-2"
        >
          {all ? SHELL.fewerBanners : SHELL.moreBanners(rows.length - SHOWN)}
        </button>
      ) : null}
    </div>
  );
}

function LostBanner({ cluster, item }: { readonly cluster: string; readonly item: ClusterListItem }) {
  const now = useNow();
  const { shown } = useShownRevision(cluster);
  const { asOf, retryInSeconds, error } = item.source;
  return (
    <Banner tone="error" icon="unplug">
      {connectionLost({ asOf, now: now === 0 ? Date.parse(asOf ?? '') : now, seq: shown, retryInSeconds })}
      {error === undefined ? null : (
        <span className="block text-xs">
          {error.message} {error.action}
          {error.detail === undefined ? null : <code className="ml-1 font-mono">{error.detail}</code>}
        </span>
      )}
    </Banner>
  );
}

function ServerBanner({
  cluster,
  banner,
  summary,
}: {
  readonly cluster: string;
  readonly banner: BannerText;
  readonly summary: ClusterSummary | undefined;
}) {
  const icon = banner.code === 'limited-rights' || banner.code === 'forbidden-kinds' ? 'eye-off' : undefined;
  return (
    <Banner
      tone={banner.tone}
      {...(icon === undefined ? {} : { icon })}
      action={<BannerAction cluster={cluster} banner={banner} summary={summary} />}
    >
      {visibleText(banner.text)}
    </Banner>
  );
}

const LINK = 'min-h-6 shrink-0 font-medium underline underline-offset-2';

function BannerAction({
  cluster,
  banner,
  summary,
}: {
  readonly cluster: string;
  readonly banner: BannerText;
  readonly summary: ClusterSummary | undefined;
}) {
  const [open, setOpen] = useState(false);
  const { chooseFile } = useOpening();
  if (banner.code === 'demo') {
    return (
      <button type="button" className={LINK} onClick={chooseFile}>
        {START.file}
      </button>
    );
  }
  if (banner.code === 'profile-offered') {
    return (
      <Link className={LINK} href={clusterHref(cluster, 'settings')}>
        {SHELL.settings}
      </Link>
    );
  }
  const rbac = banner.code === 'limited-rights' || banner.code === 'forbidden-kinds' ? summary?.missingRbac : undefined;
  const unread = banner.code === 'unread-objects' ? (summary?.completeness.unread ?? []) : [];
  if (rbac === undefined && unread.length === 0) return null;
  return (
    <>
      <button type="button" className={LINK} onClick={() => setOpen(true)}>
        {SHELL.whatIsMissing}
      </button>
      {open ? <MissingDialog rbac={rbac} unread={unread} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
