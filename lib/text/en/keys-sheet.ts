/** The keys of every view, as the sheet lists them. */

export const KEYS_SHEET = {
  title: 'Keys and words',
  hint: 'Everything works without a mouse.',
  singleKeys: 'Single keys on. Switch them off if you use speech input.',
  find: 'Find a key or a word',
  none: 'No key does that, and no word is that.',
  words: 'What the words mean',
  startTour: 'Start the tour',
} as const;
/** The views that have keys of their own; `pod` is one pod or workload. */
export type KeysPage =
  | 'map'
  | 'pods'
  | 'pod'
  | 'compare'
  | 'gaps'
  | 'checks'
  | 'policies'
  | 'policy'
  | 'traffic'
  | 'data'
  | 'snapshots'
  | 'why'
  | 'settings';
export interface KeyGroup {
  readonly title: string;
  /** Where they hold; absent: everywhere. */
  readonly pages?: readonly KeysPage[];
  readonly keys: readonly {
    readonly keys: readonly string[];
    readonly does: string;
    /** The key of an action that can be chosen by its name, too. */
    readonly act?: string;
  }[];
}
export const KEY_GROUPS: readonly KeyGroup[] = [
  {
    title: 'Everywhere',
    keys: [
      { keys: ['⌘', 'K'], does: 'search everything' },
      { keys: ['/'], does: 'filter' },
      { keys: ['.'], does: 'copy link' },
      { keys: ['U'], does: 'apply waiting changes' },
      { keys: ['?'], does: 'this sheet' },
      { keys: ['Esc'], does: 'close, clear, one level up' },
    ],
  },
  {
    title: 'Search',
    keys: [
      { keys: ['↑', '↓'], does: 'next, previous result' },
      { keys: ['↵'], does: 'open the result' },
      { keys: ['⌘', '↵'], does: 'open it in a new tab' },
      { keys: ['⇥'], does: 'only this kind' },
      { keys: ['⇧', '⇥'], does: 'all kinds again' },
    ],
  },
  {
    title: 'Go to',
    keys: [
      { keys: ['G', 'M'], does: 'map' },
      { keys: ['G', 'P'], does: 'pods' },
      { keys: ['G', 'G'], does: 'gaps' },
      { keys: ['G', 'L'], does: 'policies' },
      { keys: ['G', 'T'], does: 'traffic' },
      { keys: ['G', 'D'], does: 'data' },
      { keys: ['G', 'S'], does: 'snapshots' },
      { keys: ['G', 'X'], does: 'simulation' },
    ],
  },
  {
    title: 'Map',
    pages: ['map'],
    keys: [
      { keys: ['↑', '↓', '←', '→'], does: 'nearest box that way' },
      { keys: ['⇧', '→'], does: 'along a connection' },
      { keys: ['↵'], does: 'choose, again: open' },
      { keys: ['Alt', '→'], does: 'move a box' },
      { keys: ['Ctrl', 'Z'], does: 'take a move back' },
      { keys: ['+', '−', '0'], does: 'zoom in, out, all' },
      { keys: ['F'], does: 'gaps only', act: 'f' },
      { keys: ['J', 'K'], does: 'next gap, previous gap' },
      { keys: ['L'], does: 'legend', act: 'l' },
      { keys: ['H'], does: 'hide what the filter finds', act: 'h' },
      { keys: ['V'], does: 'map, matrix, table', act: 'v' },
    ],
  },
  {
    title: 'Filter',
    pages: ['map', 'pods', 'gaps', 'policies', 'traffic'],
    keys: [
      { keys: ['⇥'], does: 'take what is offered' },
      { keys: ['↑', '↓'], does: 'choose among it' },
      { keys: ['⌫'], does: 'remove the last part' },
      { keys: ['←', '→'], does: 'from part to part' },
    ],
  },
  {
    title: 'Matrix of the map',
    pages: ['map'],
    keys: [
      { keys: ['↑', '↓', '←', '→'], does: 'next cell; the heads too' },
      { keys: ['Home', 'End'], does: 'ends of the row; Ctrl: corners' },
      { keys: ['↵'], does: 'what is behind the cell' },
      { keys: ['T'], does: 'swap rows and columns' },
    ],
  },
  {
    title: 'Table of the map',
    pages: ['map'],
    keys: [
      { keys: ['↑', '↓'], does: 'next row' },
      { keys: ['←', '→'], does: 'fold, unfold' },
      { keys: ['↵'], does: 'choose the connection' },
      { keys: ['O'], does: 'open its target' },
    ],
  },
  {
    title: 'Gaps',
    pages: ['gaps'],
    keys: [
      { keys: ['J', 'K'], does: 'next, previous' },
      { keys: ['[', ']'], does: 'previous, next' },
      { keys: ['M'], does: 'show on the map', act: 'm' },
      { keys: ['W'], does: 'waive', act: 'w' },
      { keys: ['S'], does: 'simulate its fix', act: 's' },
    ],
  },
  {
    title: 'Checks',
    pages: ['checks'],
    keys: [
      { keys: ['J', 'K'], does: 'next, previous' },
      { keys: ['↵'], does: 'its gaps' },
    ],
  },
  {
    title: 'Traffic',
    pages: ['traffic'],
    keys: [
      { keys: ['J', 'K'], does: 'next, previous' },
      { keys: ['↵'], does: 'why' },
      { keys: ['M'], does: 'show on the map', act: 'm' },
    ],
  },
  {
    title: 'Data',
    pages: ['data'],
    keys: [
      { keys: ['J', 'K'], does: 'next, previous' },
      { keys: ['↵'], does: 'choose' },
      { keys: ['Y', 'N'], does: 'confirm, reject' },
    ],
  },
  {
    title: 'Snapshots',
    pages: ['snapshots'],
    keys: [
      { keys: ['J', 'K'], does: 'next, previous' },
      { keys: ['C'], does: 'compare with the one before', act: 'c' },
      { keys: ['↵'], does: 'open' },
    ],
  },
  {
    title: 'Pod',
    pages: ['pod'],
    keys: [
      { keys: ['1', '2', '3'], does: 'hops' },
      { keys: ['I', 'O', 'B'], does: 'in, out, both' },
      { keys: ['A'], does: 'second pod' },
      { keys: ['↑', '↓'], does: 'next peer' },
      { keys: ['←', '→'], does: 'fold, unfold' },
      { keys: ['↵'], does: 'why' },
      { keys: ['⌫'], does: 'back' },
    ],
  },
  {
    title: 'Hops of a pod',
    pages: ['pod'],
    keys: [
      { keys: ['←', '→'], does: 'along the way' },
      { keys: ['↑', '↓'], does: 'next workload' },
      { keys: ['↵'], does: 'why' },
      { keys: ['⇧', '↵'], does: 'look from there' },
    ],
  },
  {
    title: 'Two pods',
    pages: ['compare'],
    keys: [
      { keys: ['X'], does: 'swap the two' },
      { keys: ['A'], does: 'another second pod' },
      { keys: ['⌫'], does: 'back' },
    ],
  },
  {
    title: 'Lists of pods and policies',
    pages: ['pods', 'policies'],
    keys: [
      { keys: ['J', 'K'], does: 'next, previous' },
      { keys: ['[', ']'], does: 'previous, next' },
      { keys: ['↵'], does: 'open' },
    ],
  },
];
