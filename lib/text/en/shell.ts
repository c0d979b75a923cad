/** Words of the frame round every page: top bar, rail, number strip, banners, dialogs, keys. */

import type { Isolation, SourceStatus } from '#lib/api/types.ts';
import { count, countOf } from './count.ts';

export const SHELL = {
  product: 'Ringfence',
  skip: 'Skip to the content',
  pages: 'Pages',
  map: 'Map',
  pods: 'Pods',
  gaps: 'Gaps',
  policies: 'Policies',
  close: 'Close',
  cancel: 'Cancel',
  tryAgain: 'Try again',
  serverLost: 'Ringfence does not answer.',
  serverLostAction: 'Check that it still runs, then try again.',
  chooseCluster: 'Choose a cluster',
  openFile: 'Open a file',
  search: 'Search pods, labels, IPs, policies, ports',
  searchShort: 'Search',
  keyboard: 'Keyboard',
  theme: 'Theme',
  themes: { system: 'System', light: 'Light', dark: 'Dark' },
  export: 'Export snapshot',
  exportShort: 'Export',
  hide: 'Hide',
  whatIsMissing: 'What is missing',
  changes: 'Changes',
} as const;

export const LINK_COPIED = 'Link';

/** "Link copied" */
export const copied = (what: string | undefined) => `${what ?? 'Text'} copied`;

const GATE = { yes: 'isolated', no: 'open', depends: 'undecided', none: 'no gate' } as const;

/** "isolated for ingress, open for egress" */
export function fenceWords(isolation: Isolation): string {
  const { ingress, egress } = isolation;
  if (ingress === 'none' && egress === 'none') return 'no gates of its own';
  return `${GATE[ingress]} for ingress, ${GATE[egress]} for egress`;
}

/** "3 changes · apply" */
export const changesToApply = (changes: number) => `${countOf(changes, 'change')} · apply`;

export const revisionName = (seq: number) => `rev ${count(seq)}`;

/** The source's state in one or two words, beside its dot. */
export function sourceState(source: SourceStatus): string {
  switch (source.state) {
    case 'reading':
      return 'reading';
    case 'current':
      return source.type === 'live' ? 'current' : 'as read';
    case 'lost':
      return 'connection lost';
    case 'failed':
      return 'not readable';
  }
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** "4 s ago", "6 min ago", then the time of day, then the date. `now` and `then` in milliseconds. */
export function ago(then: number, now: number): string {
  const passed = Math.max(0, now - then);
  if (passed < MINUTE) return `${Math.floor(passed / SECOND)} s ago`;
  if (passed < HOUR) return `${Math.floor(passed / MINUTE)} min ago`;
  const date = new Date(then);
  const today = new Date(now);
  if (date.toDateString() === today.toDateString()) return timeOfDay(date);
  const day = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
  return date.getFullYear() === today.getFullYear() ? day : `${day} ${date.getFullYear()}`;
}

const timeOfDay = (date: Date) => date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });

/** UTC and local time in full, for tooltips. */
export const fullTime = (iso: string) =>
  `${iso
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC')
    .replace(/Z$/, ' UTC')} · ${new Date(iso).toLocaleString('en-GB')} local`;
