'use client';

import {
  Activity,
  Box,
  Camera,
  Database,
  FileCodeCorner,
  FlaskConical,
  Settings2,
  ShieldAlert,
  Waypoints,
} from 'lucide-react';
import { usePathname } from 'next/navigation';
import { Link } from '#components/ui/link.tsx';
import { count, shortCount } from '#lib/text/en/count.ts';
import { SHELL } from '#lib/text/en/shell.ts';
import { type ConsolePage, clusterHref } from './cluster-href.ts';

const PAGES: readonly { readonly page: Exclude<ConsolePage, 'checks'>; readonly icon: typeof Box }[] = [
  { page: 'map', icon: Waypoints },
  { page: 'pods', icon: Box },
  { page: 'gaps', icon: ShieldAlert },
  { page: 'policies', icon: FileCodeCorner },
  { page: 'traffic', icon: Activity },
  { page: 'data', icon: Database },
  { page: 'snapshots', icon: Camera },
  { page: 'simulate', icon: FlaskConical },
  { page: 'settings', icon: Settings2 },
];
/** Pages that belong to another one's entry. */
const BELONGS: ReadonlyMap<string, ConsolePage> = new Map([
  ['workloads', 'pods'],
  ['why', 'pods'],
  ['compare', 'pods'],
  ['checks', 'gaps'],
]);

/** The pages. At the left; below 900 pixels at the bottom. */
export function NavRail({ cluster, gaps }: { readonly cluster: string; readonly gaps: number | undefined }) {
  const segment = usePathname().split('/')[2] ?? '';
  const current = BELONGS.get(segment) ?? segment;
  return (
    <nav
      aria-label={SHELL.pages}
      className="no-print flex shrink-0 flex-col gap-0.5 border-r border-line bg-page py-1.5 max-rail:order-last max-rail:h-[54px] max-rail:flex-row max-rail:justify-around max-rail:border-t max-rail:border-r-0 max-rail:px-1 max-rail:py-0.5 rail:w-(--size-rail)"
    >
      {PAGES.map(({ page, icon: Icon }) => {
        const here = page === current;
        return (
          <Link
            key={page}
            href={clusterHref(cluster, page)}
            aria-current={here ? 'page' : undefined}
            className={`relative mx-1.5 flex flex-col items-center gap-[3px] rounded-md pt-[7px] pb-1.5 text-2xs leading-[13px] max-rail:mx-0 max-rail:max-w-24 max-rail:flex-auto max-[380px]:text-[10px] ${
              page === 'simulate' ? 'rail:mt-auto' : ''
            } ${here ? 'bg-hover font-medium text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink'}`}
          >
            {here ? (
              <span
                aria-hidden="true"
                className="absolute inset-y-3 -left-1.5 w-0.5 rounded-r-sm bg-accent max-rail:inset-x-1/4 max-rail:inset-y-auto max-rail:-top-0.5 max-rail:left-1/4 max-rail:h-0.5 max-rail:w-auto"
              />
            ) : null}
            <span className="flex h-4 items-center gap-0.5">
              <Icon className="size-4" strokeWidth={1.6} aria-hidden="true" />
              {page === 'gaps' && gaps !== undefined && gaps > 0 ? (
                <span
                  title={count(gaps)}
                  className="min-w-4 rounded-lg border border-line bg-surface px-1 text-center text-[10px] leading-3.5 text-ink-2 tabular-nums rail:absolute rail:top-0.5 rail:left-[calc(50%+3px)] max-rail:px-0.5"
                >
                  {shortCount(gaps)}
                </span>
              ) : null}
            </span>
            {SHELL[page]}
          </Link>
        );
      })}
    </nav>
  );
}
