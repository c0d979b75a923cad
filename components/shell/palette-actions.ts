import { takeHref } from '#components/snapshots/snapshot-address.ts';
import { pressByName } from '#components/ui/single-keys.ts';
import { KEY_GROUPS, type KeysPage } from '#lib/text/en/keys-sheet.ts';
import { PALETTE } from '#lib/text/en/palette.ts';
import { SHELL } from '#lib/text/en/shell.ts';
import { type ConsolePage, clusterHref } from './cluster-href.ts';

export interface PaletteAction {
  readonly id: string;
  readonly label: string;
  /** The keys that do the same, as they are shown. */
  readonly keys?: readonly string[];
  /** An address to go to, or what is to be done. */
  readonly does: string | (() => void);
}

/** What the frame round the page can do. */
export interface ShellActions {
  readonly onExport: () => void;
  readonly onKeys: () => void;
  /** Absent where there is no tour: on a cluster that is not the demo. */
  readonly onTour?: (() => void) | undefined;
}

const PAGE_KEYS: readonly (readonly [ConsolePage, string | undefined])[] = [
  ['map', 'M'],
  ['pods', 'P'],
  ['gaps', 'G'],
  ['checks', undefined],
  ['policies', 'L'],
  ['traffic', 'T'],
  ['data', 'D'],
  ['snapshots', 'S'],
  ['simulate', 'X'],
  ['settings', undefined],
];

/** Pages to go to, with their keys. */
export const pageActions = (cluster: string): readonly PaletteAction[] =>
  PAGE_KEYS.map(([page, key]) => ({
    id: `page ${page}`,
    label: SHELL[page],
    ...(key === undefined ? {} : { keys: ['G', key] }),
    does: clusterHref(cluster, page),
  }));

/** Everything that can be done here: what this view's keys do, then what can be done everywhere. */
export function otherActions(
  cluster: string,
  page: KeysPage | undefined,
  shell: ShellActions,
): readonly PaletteAction[] {
  const ofView = KEY_GROUPS.flatMap(({ pages, keys }) =>
    page !== undefined && pages?.includes(page) === true
      ? keys.flatMap(({ keys: shown, act, does }) => (act === undefined ? [] : [keyAction(act, shown, does)]))
      : [],
  );
  return [
    ...ofView,
    { id: 'export', label: SHELL.export, does: shell.onExport },
    { id: 'take snapshot', label: PALETTE.takeSnapshot, does: takeHref(cluster) },
    keyAction('.', ['.'], PALETTE.copyLink),
    keyAction('u', ['U'], PALETTE.applyChanges),
    { id: 'keys', label: PALETTE.allKeys, keys: ['?'], does: shell.onKeys },
    ...(shell.onTour === undefined ? [] : [{ id: 'tour', label: PALETTE.startTour, does: shell.onTour }]),
  ];
}

function keyAction(key: string, keys: readonly string[], does: string): PaletteAction {
  const label = does.charAt(0).toUpperCase() + does.slice(1);
  return { id: `key ${key}`, label, keys, does: () => pressByName(key) };
}

/** Those whose name holds every word. */
export function actionsNamed(actions: readonly PaletteAction[], text: string): readonly PaletteAction[] {
  const words = text.toLowerCase().split(/\s+/);
  return actions.filter(({ label }) => words.every((word) => label.toLowerCase().includes(word)));
}
