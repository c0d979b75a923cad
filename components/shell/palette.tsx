'use client';

import { Dialog } from '@base-ui/react/dialog';
import { useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import {
  Bookmark,
  Box,
  CircleCheck,
  CircleQuestionMark,
  FileCodeCorner,
  ListFilter,
  type LucideIcon,
  Network,
  Plug,
  Search,
  ShieldAlert,
  SquareDashed,
  Tag,
  Waypoints,
  X,
  Zap,
} from 'lucide-react';
import { usePathname, useRouter } from 'next/navigation';
import { type KeyboardEvent, useDeferredValue, useEffect, useRef, useState } from 'react';
import { searchQuery } from '#components/api/queries.ts';
import { Kbd } from '#components/ui/kbd.tsx';
import { useStoredViews } from '#components/views/use-stored-views.ts';
import { SEARCH_GROUPS, type SearchGroup } from '#lib/api/search-groups.ts';
import { foundOf, PALETTE, results } from '#lib/text/en/palette.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { clusterHref } from './cluster-href.ts';
import { keysPageOf } from './keys-page.ts';
import { actionsNamed, otherActions, type PaletteAction, pageActions, type ShellActions } from './palette-actions.ts';
import { FoundItem, PaletteHeading, PaletteRow } from './palette-row.tsx';

const ICONS: Readonly<Record<SearchGroup, LucideIcon>> = {
  pods: Box,
  workloads: Box,
  namespaces: SquareDashed,
  policies: FileCodeCorner,
  gaps: ShieldAlert,
  checks: CircleCheck,
  addresses: Network,
  labels: Tag,
  ports: Plug,
};
const ACTIONS_SHOWN = 5;

interface PaletteProps {
  readonly cluster: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly shell: ShellActions;
}

/** ⌘K: everything that has a name, in groups of five, then what can be done. */
export function Palette({ open, onClose, ...rest }: PaletteProps) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Popup className="fixed top-[8vh] left-1/2 z-40 w-[664px] max-w-[calc(100vw-24px)] -translate-x-1/2 overflow-hidden rounded-xl border border-line bg-overlay shadow-dialog outline-none">
          <Dialog.Title className="sr-only">{PALETTE.title}</Dialog.Title>
          <PaletteContent onClose={onClose} {...rest} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteContent({ cluster, onClose, shell }: Omit<PaletteProps, 'open'>) {
  const router = useRouter();
  const page = keysPageOf(usePathname());
  const [text, setText] = useState('');
  const [only, setOnly] = useState<SearchGroup>();
  const asked = useDeferredValue(text.trim());
  const { data, isError } = useQuery({ ...searchQuery(cluster, asked, only), enabled: asked !== '' });
  const newTab = useNewTabKey();
  const go = (href: string): void => {
    onClose();
    if (newTab.current) window.open(href, '_blank', 'noopener');
    else router.push(href);
  };
  const act = ({ does }: PaletteAction): void => {
    if (typeof does === 'string') go(does);
    else {
      onClose();
      setTimeout(does); // once the focus is back where the keys of the page listen
    }
  };

  const groups = asked === '' ? [] : (data?.groups ?? []);
  const total = groups.reduce((sum, group) => sum + group.total, 0);
  const views = useStoredViews().filter(({ name }) => name.toLowerCase().includes(asked.toLowerCase()));
  const pages = only === undefined ? actionsNamed(pageActions(cluster), asked) : [];
  const named = only === undefined ? actionsNamed(otherActions(cluster, page, shell), asked) : [];
  const actions = [
    ...(only === undefined && asked !== '' ? questionAbout(cluster, asked, groups) : []),
    ...(asked === '' ? named : named.slice(0, ACTIONS_SHOWN)),
  ];
  const filter = `${clusterHref(cluster, 'map')}?q=${encodeURIComponent(asked)}`;

  const [first] = groups;
  const firstItem = first?.items[0];
  const firstValue =
    first !== undefined && firstItem !== undefined
      ? `${first.group} ${firstItem.id}`
      : only === undefined && views[0] !== undefined && asked !== ''
        ? `view ${views[0].name}`
        : (pages[0]?.id ?? actions[0]?.id ?? 'filter');
  const [chosen, setChosen] = useState(firstValue);
  // the first row is the chosen one, whenever other rows have come
  useEffect(() => setChosen(firstValue), [firstValue]);
  const chosenGroup = SEARCH_GROUPS.find((group) => chosen.startsWith(`${group} `));

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Tab' && !event.shiftKey && only === undefined && chosenGroup !== undefined) setOnly(chosenGroup);
    else if (event.key === 'Tab' && event.shiftKey && only !== undefined) setOnly(undefined);
    else if (event.key === 'Backspace' && text === '' && only !== undefined) setOnly(undefined);
    else return;
    event.preventDefault();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the field inside, which bubble
    <div onKeyDown={onKeyDown}>
      <Command shouldFilter={false} loop label={PALETTE.title} value={chosen} onValueChange={setChosen}>
        <div className="flex h-12 items-center gap-2.5 border-b border-line-faint px-3.5">
          <Search className="size-4 shrink-0 text-ink-2" strokeWidth={1.6} aria-hidden="true" />
          {only === undefined ? null : (
            <button
              type="button"
              onClick={() => setOnly(undefined)}
              className="inline-flex h-6 shrink-0 items-center gap-1 rounded-sm border border-line bg-sunken px-1.5 text-xs"
            >
              {PALETTE.groups[only]}
              <span className="sr-only">{PALETTE.allKinds}</span>
              <X className="size-3 text-ink-3" aria-hidden="true" />
            </button>
          )}
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
        <Command.List className="max-h-[64vh] overflow-y-auto pb-2">
          {asked === '' ? <p className="px-3.5 pt-3 text-xs text-ink-3">{PALETTE.hint}</p> : null}
          {isError ? <p className="px-3.5 pt-3 text-error-ink">{PALETTE.failed}</p> : null}
          {asked !== '' && data !== undefined && total === 0 ? (
            <p className="px-3.5 pt-3 text-ink-2 wrap-anywhere">{visibleText(PALETTE.nothing(asked))}</p>
          ) : null}
          {groups.map((group) => (
            <Command.Group
              key={group.group}
              heading={
                <PaletteHeading end={foundOf(group.items.length, group.total)}>
                  {PALETTE.groups[group.group]}
                </PaletteHeading>
              }
            >
              {group.items.map((item) => (
                <PaletteRow
                  key={item.id}
                  value={`${group.group} ${item.id}`}
                  icon={<Icon of={ICONS[group.group]} />}
                  onSelect={() => go(item.href)}
                >
                  <FoundItem item={item} query={asked} />
                </PaletteRow>
              ))}
            </Command.Group>
          ))}
          {only !== undefined || views.length === 0 ? null : (
            <Command.Group
              heading={<PaletteHeading end={foundOf(views.length, views.length)}>{PALETTE.views}</PaletteHeading>}
            >
              {views.map(({ name, search }) => (
                <PaletteRow
                  key={name}
                  value={`view ${name}`}
                  icon={<Icon of={Bookmark} />}
                  onSelect={() => go(`${clusterHref(cluster, 'map')}?${search}`)}
                >
                  <bdi className="truncate">{visibleText(name)}</bdi>
                </PaletteRow>
              ))}
            </Command.Group>
          )}
          {pages.length === 0 ? null : (
            <Command.Group heading={<PaletteHeading>{PALETTE.goTo}</PaletteHeading>}>
              {pages.map((action) => (
                <PaletteRow
                  key={action.id}
                  value={action.id}
                  icon={<Icon of={Waypoints} />}
                  keys={action.keys}
                  onSelect={() => act(action)}
                >
                  {action.label}
                </PaletteRow>
              ))}
            </Command.Group>
          )}
          <Command.Group heading={<PaletteHeading>{PALETTE.actions}</PaletteHeading>}>
            {actions.map((action) => (
              <PaletteRow
                key={action.id}
                value={action.id}
                icon={<Icon of={action.id === 'why' ? CircleQuestionMark : Zap} />}
                keys={action.keys}
                onSelect={() => act(action)}
              >
                <span className="truncate">{visibleText(action.label)}</span>
              </PaletteRow>
            ))}
            {asked === '' ? null : (
              <PaletteRow value="filter" icon={<Icon of={ListFilter} />} onSelect={() => go(filter)}>
                <span className="truncate">{visibleText(PALETTE.filterMap(asked))}</span>
              </PaletteRow>
            )}
          </Command.Group>
        </Command.List>
        <p className="flex items-center gap-2 border-t border-line bg-page px-3.5 py-2 text-xs text-ink-3">
          <Kbd>↑</Kbd>
          <Kbd>↓</Kbd> {PALETTE.move}
          <Kbd>↵</Kbd> {PALETTE.open}
          <Kbd>⌘↵</Kbd> {PALETTE.newTab}
          <Kbd>⇥</Kbd> {only === undefined ? PALETTE.onlyKind : PALETTE.allKindsKey}
        </p>
      </Command>
    </div>
  );
}

const Icon = ({ of: Sign }: { readonly of: LucideIcon }) => (
  <Sign className="size-4 shrink-0 text-ink-3" strokeWidth={1.6} aria-hidden="true" />
);

/** Whether the last key came with ⌘ or Ctrl: what is chosen then opens beside this page. */
function useNewTabKey() {
  const newTab = useRef(false);
  useEffect(() => {
    const note = (event: globalThis.KeyboardEvent): void => {
      newTab.current = event.metaKey || event.ctrlKey;
    };
    window.addEventListener('keydown', note, { capture: true });
    return () => window.removeEventListener('keydown', note, { capture: true });
  }, []);
  return newTab;
}

const ADDRESS = /^(\d{1,3}\.){3}\d{1,3}(\/\d{1,2})?$|^[0-9a-f]*:[0-9a-f:]+(\/\d{1,3})?$/i;

/** "Why can … reach crm-db-0?" of the first pod or workload that was found, or of an address, held by anybody or not. */
function questionAbout(
  cluster: string,
  asked: string,
  groups: readonly {
    readonly group: SearchGroup;
    readonly items: readonly { readonly id: string; readonly label: string }[];
  }[],
): readonly PaletteAction[] {
  const end = groups.find(({ group }) => group === 'pods' || group === 'workloads')?.items[0];
  const to = ADDRESS.test(asked) ? { id: asked, label: asked } : end;
  if (to === undefined) return [];
  const does = `/${encodeURIComponent(cluster)}/why?to=${encodeURIComponent(to.id)}`;
  return [{ id: 'why', label: PALETTE.why(to.label), does }];
}
