'use client';

import { Shield } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from '#components/ui/link.tsx';
import type { ClusterSummary } from '#lib/api/cluster-types.ts';
import { bounded, podsInNamespaces, STRIP, undecidedBeside } from '#lib/text/en/shell.ts';
import { clusterHref } from './cluster-href.ts';
import { NotRead } from './not-read.tsx';
import { unreadPolicyKinds } from './unread-policy-kinds.ts';

/** Kinds on which a number rests, as `completeness` names them. The number of gaps rests on all. */
const PODS: ReadonlySet<string> = new Set(['pods', 'namespaces']);

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
  const gates = new Set([...PODS, ...unreadPolicyKinds(summary.completeness).map(({ resource }) => resource)]);
  return (
    <section
      aria-label={STRIP.label}
      data-tour="numbers"
      className="flex h-14 shrink-0 items-center overflow-hidden border-b border-line bg-page px-4"
    >
      <Stat
        href={clusterHref(cluster, 'pods')}
        value={bounded(numbers.pods, numbers.atLeast)}
        beside={<NotRead summary={summary} of={PODS} />}
      >
        {podsInNamespaces(numbers.pods, numbers.namespaces)}
      </Stat>
      <Stat
        href={clusterHref(cluster, 'policies')}
        value={bounded(numbers.openToAnyPod, numbers.atLeast)}
        beside={<NotRead summary={summary} of={gates} />}
      >
        <span className="max-lg:hidden">{STRIP.openToAny}</span>
        <span className="lg:hidden">{STRIP.openToAnyShort}</span>
        {numbers.openToAnyPodDepends > 0 ? (
          <span className="text-depends-ink max-xl:hidden"> · {undecidedBeside(numbers.openToAnyPodDepends)}</span>
        ) : null}
      </Stat>
      <Stat
        href={clusterHref(cluster, 'gaps')}
        value={numbers.gaps === undefined ? '…' : bounded(numbers.gaps, numbers.atLeast)}
        beside={<NotRead summary={summary} />}
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
  beside,
  last = false,
  children,
}: {
  readonly href: string;
  readonly value: string;
  /** What weakens the number. */
  readonly beside?: ReactNode;
  readonly last?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <div
      className={`flex h-7 shrink-0 items-baseline gap-2 pr-5 whitespace-nowrap max-sm:h-10 max-sm:min-w-0 max-sm:flex-auto max-sm:shrink max-sm:pr-2 ${last ? '' : 'mr-5 border-r border-line max-sm:mr-2.5'}`}
    >
      <Link
        href={href}
        className="flex items-baseline gap-2 max-sm:min-w-0 max-sm:flex-col max-sm:items-start max-sm:gap-0"
      >
        <b className="text-[22px] leading-7 font-semibold max-sm:text-lg max-sm:leading-6 tracking-tight tabular-nums">
          {value}
        </b>
        <span className="text-ink-2 hover:text-ink max-sm:max-w-full max-sm:truncate max-sm:text-2xs">{children}</span>
      </Link>
      {beside}
    </div>
  );
}
