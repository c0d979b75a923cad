'use client';

import { Shield } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { ClusterSummary } from '#lib/api/types.ts';
import { bounded, podsInNamespaces, STRIP, undecidedBeside } from '#lib/text/en/shell.ts';
import { clusterHref } from './cluster-href.ts';

/** Three numbers, never more; at the right what is known about enforcement. */
export function NumberStrip({
  cluster,
  summary,
}: {
  readonly cluster: string;
  readonly summary: ClusterSummary | undefined;
}) {
  if (summary === undefined) return <div className="h-14 shrink-0 border-b border-line bg-page" />;
  const { numbers } = summary;
  return (
    <section
      aria-label={STRIP.label}
      data-tour="numbers"
      className="flex h-14 shrink-0 items-center overflow-hidden border-b border-line bg-page px-4"
    >
      <Stat href={clusterHref(cluster, 'pods')} value={bounded(numbers.pods, numbers.atLeast)}>
        {podsInNamespaces(numbers.pods, numbers.namespaces)}
      </Stat>
      <Stat href={clusterHref(cluster, 'policies')} value={bounded(numbers.openToAnyPod, numbers.atLeast)}>
        <span className="max-lg:hidden">{STRIP.openToAny}</span>
        <span className="lg:hidden">{STRIP.openToAnyShort}</span>
        {numbers.openToAnyPodDepends > 0 ? (
          <span className="text-depends-ink max-xl:hidden"> · {undecidedBeside(numbers.openToAnyPodDepends)}</span>
        ) : null}
      </Stat>
      <Stat
        href={clusterHref(cluster, 'gaps')}
        value={numbers.gaps === undefined ? '…' : bounded(numbers.gaps, numbers.atLeast)}
        last
      >
        <span className="max-lg:hidden">{numbers.gaps === undefined ? STRIP.gapsPending : STRIP.gaps}</span>
        <span className="lg:hidden">{STRIP.gapsShort}</span>
      </Stat>
      <p className="ml-auto flex min-w-0 items-center gap-1.5 text-ink-2 max-rail:hidden">
        <Shield className="size-3.5 shrink-0" strokeWidth={1.8} aria-hidden="true" />
        <Link href={clusterHref(cluster, 'settings')} className="truncate hover:text-ink hover:underline">
          {summary.enforcement}
        </Link>
      </p>
    </section>
  );
}

function Stat({
  href,
  value,
  last = false,
  children,
}: {
  readonly href: string;
  readonly value: string;
  readonly last?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <Link
      href={href}
      className={`flex h-7 shrink-0 items-baseline gap-2 pr-5 whitespace-nowrap max-sm:h-10 max-sm:min-w-0 max-sm:flex-auto max-sm:shrink max-sm:flex-col max-sm:items-start max-sm:gap-0 max-sm:pr-2 ${last ? '' : 'mr-5 border-r border-line max-sm:mr-2.5'}`}
    >
      <b className="text-[22px] leading-7 font-semibold max-sm:text-lg max-sm:leading-6 tracking-tight tabular-nums">
        {value}
      </b>
      <span className="text-ink-2 hover:text-ink max-sm:max-w-full max-sm:truncate max-sm:text-2xs">{children}</span>
    </Link>
  );
}
