'use client';

import { Dialog } from '@base-ui/react/dialog';
import { useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import {
  Box,
  Camera,
  FileCodeCorner,
  ListFilter,
  Network,
  Search,
  ShieldAlert,
  SquareDashed,
  Waypoints,
} from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type ReactNode, useDeferredValue, useEffect, useRef, useState } from 'react';
import { searchQuery } from '#components/api/queries.ts';
import { takeHref } from '#components/snapshots/snapshot-address.ts';
import { Kbd } from '#components/ui/kbd.tsx';
import type { SearchResult } from '#lib/api/types.ts';
import { foundOf, PALETTE, results, SHELL } from '#lib/text/en/shell.ts';
import { type ConsolePage, clusterHref } from './cluster-href.ts';
import { matchedParts } from './matched-parts.ts';

const ICONS: Readonly<Record<SearchResult['groups'][number]['group'], typeof Box>> = {
  pods: Box,
  workloads: Box,
  namespaces: SquareDashed,
  policies: FileCodeCorner,
  gaps: ShieldAlert,
  addresses: Network,
};
const PAGES: readonly ConsolePage[] = ['map', 'pods', 'gaps', 'checks', 'policies', 'data', 'snapshots', 'simulate'];

const TAKE = 'take snapshot';

interface PaletteProps {
  readonly cluster: string;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** ⌘K: everything that has a name, in groups of five, then what can be done. */
export function Palette({ cluster, open, onClose }: PaletteProps) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Popup className="fixed top-[8vh] left-1/2 z-40 w-[664px] max-w-[calc(100vw-24px)] -translate-x-1/2 overflow-hidden rounded-xl border border-line bg-overlay shadow-dialog outline-none">
          <Dialog.Title className="sr-only">{PALETTE.title}</Dialog.Title>
          <PaletteContent cluster={cluster} onClose={onClose} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteContent({ cluster, onClose }: { readonly cluster: string; readonly onClose: () => void }) {
  const router = useRouter();
  const [text, setText] = useState('');
  const asked = useDeferredValue(text.trim());
  const { data, isError } = useQuery({ ...searchQuery(cluster, asked), enabled: asked !== '' });
  const newTab = useRef(false);
  useEffect(() => {
    const note = (event: KeyboardEvent): void => {
      newTab.current = event.metaKey || event.ctrlKey;
    };
    window.addEventListener('keydown', note, { capture: true });
    return () => window.removeEventListener('keydown', note, { capture: true });
  }, []);
  const go = (href: string): void => {
    onClose();
    if (newTab.current) window.open(href, '_blank', 'noopener');
    else router.push(href);
  };
  const groups = asked === '' ? [] : (data?.groups ?? []);
  const takes = PALETTE.takeSnapshot.toLowerCase().includes(asked.toLowerCase());
  const [first] = groups;
  const firstItem = first?.items[0];
  const firstAction = asked === '' ? `page ${PAGES[0]}` : takes ? TAKE : 'filter';
  const firstValue = first === undefined || firstItem === undefined ? firstAction : `${first.group} ${firstItem.id}`;
  const [chosen, setChosen] = useState(firstValue);
  // the first row is the chosen one, whenever other rows have come
  useEffect(() => setChosen(firstValue), [firstValue]);
  const total = groups.reduce((sum, group) => sum + group.total, 0);
  return (
    <Command shouldFilter={false} loop label={PALETTE.title} value={chosen} onValueChange={setChosen}>
      <div className="flex h-12 items-center gap-2.5 border-b border-line-faint px-3.5">
        <Search className="size-4 shrink-0 text-ink-2" strokeWidth={1.6} aria-hidden="true" />
        <Command.Input
          autoFocus
          value={text}
          onValueChange={setText}
          placeholder={PALETTE.placeholder}
          className="h-full min-w-0 flex-1 bg-transparent text-md outline-none placeholder:text-ink-3"
        />
        <span className="shrink-0 text-xs text-ink-3" aria-live="polite">
          {asked === '' || data === undefined ? null : results(total)}
        </span>
        <Kbd>Esc</Kbd>
      </div>
      <Command.List className="max-h-[60vh] overflow-y-auto pb-2">
        {asked === '' ? <p className="px-3.5 pt-3 text-xs text-ink-3">{PALETTE.hint}</p> : null}
        {isError ? <p className="px-3.5 pt-3 text-error-ink">{PALETTE.failed}</p> : null}
        {asked !== '' && data !== undefined && total === 0 ? (
          <p className="px-3.5 pt-3 text-ink-2 wrap-anywhere">{PALETTE.nothing(asked)}</p>
        ) : null}
        {groups.map((group) => {
          const Icon = ICONS[group.group];
          return (
            <Command.Group
              key={group.group}
              heading={<Heading end={foundOf(group.items.length, group.total)}>{PALETTE.groups[group.group]}</Heading>}
            >
              {group.items.map((item) => (
                <Row
                  key={`${group.group} ${item.id}`}
                  value={`${group.group} ${item.id}`}
                  onSelect={() => go(item.href)}
                >
                  <Icon className="size-4 shrink-0 text-ink-3" strokeWidth={1.6} aria-hidden="true" />
                  <span className="min-w-0 truncate">
                    <span className="font-medium">
                      <Matched text={item.label} query={asked} />
                    </span>{' '}
                    <span className="text-ink-2">{item.detail}</span>
                  </span>
                </Row>
              ))}
            </Command.Group>
          );
        })}
        <Command.Group heading={<Heading>{asked === '' ? PALETTE.goTo : PALETTE.actions}</Heading>}>
          {asked === ''
            ? PAGES.map((page) => (
                <Row key={page} value={`page ${page}`} onSelect={() => go(clusterHref(cluster, page))}>
                  <Waypoints className="size-4 shrink-0 text-ink-3" strokeWidth={1.6} aria-hidden="true" />
                  {SHELL[page]}
                </Row>
              ))
            : null}
          {takes ? (
            <Row value={TAKE} onSelect={() => go(takeHref(cluster))}>
              <Camera className="size-4 shrink-0 text-ink-3" strokeWidth={1.6} aria-hidden="true" />
              {PALETTE.takeSnapshot}
            </Row>
          ) : null}
          {asked === '' ? null : (
            <Row value="filter" onSelect={() => go(`${clusterHref(cluster, 'map')}?q=${encodeURIComponent(asked)}`)}>
              <ListFilter className="size-4 shrink-0 text-ink-3" strokeWidth={1.6} aria-hidden="true" />
              <span className="truncate">{PALETTE.filterMap(asked)}</span>
            </Row>
          )}
        </Command.Group>
      </Command.List>
      <p className="flex items-center gap-2 border-t border-line bg-page px-3.5 py-2 text-xs text-ink-3">
        <Kbd>↑</Kbd>
        <Kbd>↓</Kbd> {PALETTE.move}
        <Kbd>↵</Kbd> {PALETTE.open}
        <Kbd>⌘↵</Kbd> {PALETTE.newTab}
      </p>
    </Command>
  );
}

function Heading({ end, children }: { readonly end?: string; readonly children: ReactNode }) {
  return (
    <span className="flex px-3.5 pt-2.5 pb-1 text-2xs font-medium text-ink-3">
      <span className="flex-1">{children}</span>
      {end}
    </span>
  );
}

function Row({
  value,
  onSelect,
  children,
}: {
  readonly value: string;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex h-8 cursor-pointer items-center gap-2.5 px-3.5 whitespace-nowrap data-[selected=true]:bg-selected data-[selected=true]:shadow-[inset_2px_0_var(--color-accent)]"
    >
      {children}
    </Command.Item>
  );
}

function Matched({ text, query }: { readonly text: string; readonly query: string }) {
  return matchedParts(text, query).map(({ at, part, matched }) =>
    matched ? <mark key={at}>{part}</mark> : <span key={at}>{part}</span>,
  );
}
