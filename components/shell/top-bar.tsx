'use client';

import { Clock, FileBraces, FileCheckCorner, Keyboard, Play, Radio, RefreshCw, Search } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { parseAsIsoDateTime, useQueryState } from 'nuqs';
import { useShownRevision } from '#components/api/use-shown-revision.ts';
import { RevisionsButton } from '#components/live/revisions-button.tsx';
import { Button } from '#components/ui/button.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { Link } from '#components/ui/link.tsx';
import { RingMark } from '#components/ui/ring-mark.tsx';
import type { ClusterListItem } from '#lib/api/cluster-types.ts';
import { ago, changesToApply, fullTime, replayed, revisionName, SHELL } from '#lib/text/en/shell.ts';
import { ClusterPicker } from './cluster-picker.tsx';
import { ThemeMenu } from './theme-menu.tsx';
import { useNow } from './use-now.ts';

interface TopBarProps {
  readonly cluster: string;
  readonly item: ClusterListItem | undefined;
  readonly onSearch: () => void;
  readonly onExport: () => void;
  readonly onKeys: () => void;
  /** No cluster has this name: there is nothing to search and nothing to export. */
  readonly nothingHere: boolean;
}

export function TopBar({ cluster, item, onSearch, onExport, onKeys, nothingHere }: TopBarProps) {
  const { waiting, apply } = useShownRevision(cluster);
  // a proposal is compared with one state, which must not change under it
  const unread = item !== undefined && item.revision === undefined;
  const simulating = usePathname().split('/')[2] === 'simulate';
  return (
    <header className="no-print flex h-(--size-bar) shrink-0 items-center gap-2 border-b border-line bg-page pr-3">
      <Link
        href="/"
        aria-label={SHELL.product}
        className="grid w-(--size-rail) shrink-0 place-items-center self-stretch text-accent max-rail:w-10"
      >
        <RingMark />
      </Link>
      <ClusterPicker name={item?.name ?? cluster} />
      <Freshness cluster={cluster} item={item} />
      {nothingHere || waiting > 0 ? null : <RevisionsButton cluster={cluster} />}
      <div className="flex min-w-0 flex-1 justify-center max-rail:min-w-9 max-rail:justify-end">
        <button
          type="button"
          onClick={onSearch}
          aria-keyshortcuts="Meta+K Control+K"
          className={`h-[30px] w-full max-w-[345px] items-center gap-2 rounded-md border border-line bg-sunken px-2 text-ink-3 hover:border-line-strong max-rail:w-9 max-rail:justify-center ${nothingHere ? 'hidden' : 'flex'}`}
        >
          <Search className="size-4 shrink-0" strokeWidth={1.6} aria-hidden="true" />
          <span className="min-w-0 flex-1 truncate text-left max-rail:sr-only">{SHELL.search}</span>
          <span className="max-rail:hidden" aria-hidden="true">
            <Kbd>⌘K</Kbd>
          </span>
        </button>
      </div>
      <div className="flex shrink-0">
        <div aria-live="polite">
          {waiting > 0 && !simulating ? (
            <button
              type="button"
              onClick={apply}
              aria-keyshortcuts="U"
              className="inline-flex h-[26px] items-center gap-1.5 rounded-l-full bg-accent-soft px-2.5 text-xs font-medium whitespace-nowrap text-accent-ink hover:underline"
            >
              <RefreshCw className="size-3" aria-hidden="true" />
              {changesToApply(waiting)}
            </button>
          ) : null}
        </div>
        {waiting > 0 && !simulating ? <RevisionsButton cluster={cluster} isBesidePill /> : null}
      </div>
      {nothingHere ? null : (
        // still in the tab order and named: a button that says nothing of why it is grey is a riddle
        <Button
          onClick={unread ? undefined : onExport}
          aria-label={SHELL.export}
          aria-disabled={unread || undefined}
          aria-describedby={unread ? 'nothing-to-export' : undefined}
          title={unread ? SHELL.nothingToExport : undefined}
          className="aria-disabled:cursor-not-allowed aria-disabled:border-line aria-disabled:bg-sunken aria-disabled:text-ink-off"
        >
          <FileCheckCorner className="size-4 text-ink-2" strokeWidth={1.6} aria-hidden="true" />
          <span className="max-lg:hidden">{SHELL.export}</span>
          <span className="hidden max-lg:inline">{SHELL.exportShort}</span>
          {unread ? (
            <span id="nothing-to-export" className="sr-only">
              {SHELL.nothingToExport}
            </span>
          ) : null}
        </Button>
      )}
      <Button
        variant="quiet"
        icon
        aria-label={SHELL.keyboard}
        title={SHELL.keyboard}
        onClick={onKeys}
        className="max-rail:hidden"
      >
        <Keyboard className="size-4" strokeWidth={1.6} aria-hidden="true" />
      </Button>
      <ThemeMenu />
    </header>
  );
}

/** Source, age and the revision that is shown. */
function Freshness({ cluster, item }: { readonly cluster: string; readonly item: ClusterListItem | undefined }) {
  const now = useNow();
  const { shown } = useShownRevision(cluster);
  const [at] = useQueryState('at', parseAsIsoDateTime);
  const replay = usePathname().split('/')[2] === 'map' && at !== null ? at.getTime() : undefined;
  if (item === undefined) return null;
  if (replay !== undefined) {
    return (
      <p className="flex min-w-0 items-center gap-2 border-l border-line pl-3 text-ink-2 max-sm:hidden">
        <Clock className="size-4 shrink-0" strokeWidth={1.6} aria-hidden="true" />
        <span className="truncate">{replayed(replay, now)}</span>
      </p>
    );
  }
  const { source } = item;
  const Icon = { demo: Play, file: FileBraces, live: Radio }[source.type];
  const live = source.type === 'live';
  return (
    <p className="flex min-w-0 items-center gap-2 border-l border-line pl-3 text-ink-2 max-sm:hidden">
      <Icon className="size-4 shrink-0" strokeWidth={1.6} aria-hidden="true" />
      <span className="truncate">
        {source.label}
        {live && source.asOf !== undefined && now !== 0 ? (
          <span title={fullTime(source.asOf)}> · {ago(Date.parse(source.asOf), now)}</span>
        ) : null}
        {shown === undefined ? null : (
          <span title={SHELL.shownRevision} className="max-lg:hidden">
            {' '}
            · {revisionName(shown)}
          </span>
        )}
      </span>
    </p>
  );
}
