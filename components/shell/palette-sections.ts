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
import type { StoredView } from '#components/views/stored-views.ts';
import type { SearchGroup } from '#lib/api/search-groups.ts';
import type { SearchItem } from '#lib/api/search-schemas.ts';
import type { KeysPage } from '#lib/text/en/keys-sheet.ts';
import { foundOf, PALETTE } from '#lib/text/en/palette.ts';
import { clusterHref } from './cluster-href.ts';
import { actionsNamed, otherActions, type PaletteAction, pageActions, type ShellActions } from './palette-actions.ts';

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

/** What was found of one kind. */
export interface Found {
  readonly group: SearchGroup;
  readonly total: number;
  readonly items: readonly SearchItem[];
}

export interface PaletteEntry {
  /** Another one for each row. */
  readonly value: string;
  readonly icon: LucideIcon;
  /** Something that was found, or the words of what can be done. */
  readonly shows: SearchItem | string;
  /** A name that people chose, which may run in another direction. */
  readonly isName?: boolean;
  readonly keys?: readonly string[] | undefined;
  readonly does: PaletteAction['does'];
}

export interface PaletteSection {
  readonly heading: string;
  /** How many there are, at the right. */
  readonly end?: string;
  readonly entries: readonly PaletteEntry[];
}

interface Asked {
  readonly cluster: string;
  /** The text that the groups answer. */
  readonly asked: string;
  readonly groups: readonly Found[];
  readonly only: SearchGroup | undefined;
  readonly page: KeysPage | undefined;
  readonly shell: ShellActions;
  readonly views: readonly StoredView[];
}

/** All rows of the search, in their order: what was found, views, pages, and what can be done. */
export function paletteSections(question: Asked): readonly PaletteSection[] {
  const { cluster, asked, groups, only, page, shell } = question;
  const views =
    only === undefined ? question.views.filter(({ name }) => name.toLowerCase().includes(asked.toLowerCase())) : [];
  const pages = only === undefined ? actionsNamed(pageActions(cluster), asked) : [];
  const named = only === undefined ? actionsNamed(otherActions(cluster, page, shell), asked) : [];
  const actions = [
    ...(only === undefined && asked !== '' ? questionAbout(cluster, asked, groups) : []),
    ...(asked === '' ? named : named.slice(0, ACTIONS_SHOWN)),
  ];
  const map = clusterHref(cluster, 'map');
  const sections: readonly PaletteSection[] = [
    ...groups.map(({ group, items, total }) => ({
      heading: PALETTE.groups[group],
      end: foundOf(items.length, total),
      entries: items.map((item) => ({
        value: `${group} ${item.id}`,
        icon: ICONS[group],
        shows: item,
        does: item.href,
      })),
    })),
    {
      heading: PALETTE.views,
      end: foundOf(views.length, views.length),
      entries: views.map(({ name, search }) => ({
        value: `view ${name}`,
        icon: Bookmark,
        shows: name,
        isName: true,
        does: `${map}?${search}`,
      })),
    },
    { heading: PALETTE.goTo, entries: pages.map((action) => entryOf(action, Waypoints)) },
    {
      heading: PALETTE.actions,
      entries: [
        ...actions.map((action) => entryOf(action, action.id === 'why' ? CircleQuestionMark : Zap)),
        ...(asked === '' ? [] : [filterEntry(`${map}?q=${encodeURIComponent(asked)}`, asked)]),
      ],
    },
  ];
  return sections.filter(({ entries }) => entries.length > 0);
}

const entryOf = ({ id, label, keys, does }: PaletteAction, icon: LucideIcon): PaletteEntry => ({
  value: id,
  icon,
  shows: label,
  keys,
  does,
});

const filterEntry = (does: string, asked: string): PaletteEntry => ({
  value: 'filter',
  icon: ListFilter,
  shows: PALETTE.filterMap(asked),
  does,
});

/** How many were found in all. */
export const totalOf = (groups: readonly Found[]): number => groups.reduce((sum, { total }) => sum + total, 0);

/** Of which kind the row is, where it is something that was found. */
export const groupOf = (value: string, groups: readonly Found[]): SearchGroup | undefined =>
  groups.find(({ group, items }) => items.some(({ id }) => value === `${group} ${id}`))?.group;

const ADDRESS = /^(\d{1,3}\.){3}\d{1,3}(\/\d{1,2})?$|^[0-9a-f]*:[0-9a-f:]+(\/\d{1,3})?$/i;

/** "Why can … reach crm-db-0?" of the first pod or workload that was found, or of an address, held by anybody or not. */
function questionAbout(cluster: string, asked: string, groups: readonly Found[]): readonly PaletteAction[] {
  const end = groups.find(({ group }) => group === 'pods' || group === 'workloads')?.items[0];
  const to = ADDRESS.test(asked) ? { id: asked, label: asked } : end;
  if (to === undefined) return [];
  const does = `/${encodeURIComponent(cluster)}/why?to=${encodeURIComponent(to.id)}`;
  return [{ id: 'why', label: PALETTE.why(to.label), does }];
}
