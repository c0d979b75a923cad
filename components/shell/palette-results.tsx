'use client';

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
  ShieldAlert,
  SquareDashed,
  Tag,
  Waypoints,
  Zap,
} from 'lucide-react';
import { usePathname, useRouter } from 'next/navigation';
import { memo, useEffect, useRef } from 'react';
import { useStoredViews } from '#components/views/use-stored-views.ts';
import type { SearchGroup } from '#lib/api/search-groups.ts';
import type { SearchItem } from '#lib/api/search-schemas.ts';
import { foundOf, PALETTE } from '#lib/text/en/palette.ts';
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

interface Found {
  readonly group: SearchGroup;
  readonly total: number;
  readonly items: readonly SearchItem[];
}

interface PaletteResultsProps {
  readonly cluster: string;
  /** The text that the groups answer. */
  readonly asked: string;
  /** Absent: nothing was asked, or there is no answer yet. */
  readonly groups: readonly Found[] | undefined;
  readonly failed: boolean;
  readonly only: SearchGroup | undefined;
  readonly shell: ShellActions;
  readonly onClose: () => void;
  /** Other rows have come, and this is the first. */
  readonly onFirst: (value: string) => void;
}

/** The rows of the search. Drawn anew for another answer, never for a key alone: that takes longer than the answer. */
export const PaletteResults = memo(function PaletteResults(props: PaletteResultsProps) {
  const { cluster, asked, failed, only, shell, onClose, onFirst } = props;
  const router = useRouter();
  const page = keysPageOf(usePathname());
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

  const groups = props.groups ?? [];
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
  useEffect(() => onFirst(firstValue), [firstValue, onFirst]);

  return (
    <Command.List className="max-h-[64vh] overflow-y-auto pb-2">
      {asked === '' ? <p className="px-3.5 pt-3 text-xs text-ink-3">{PALETTE.hint}</p> : null}
      {failed ? <p className="px-3.5 pt-3 text-error-ink">{PALETTE.failed}</p> : null}
      {props.groups !== undefined && totalOf(groups) === 0 ? (
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
  );
});

/** How many were found in all. */
export const totalOf = (groups: readonly Found[]): number => groups.reduce((sum, { total }) => sum + total, 0);

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
