/** Words of the frame round every page: top bar, rail, number strip, banners, dialogs, keys. */

import type { SourceStatus } from '#lib/api/cluster-types.ts';
import type { Isolation } from '#lib/api/pod-types.ts';
import { count, countOf } from './count.ts';

export const SHELL = {
  product: 'Ringfence',
  description: 'Who may reach personal data in a Kubernetes cluster, why, and what to change.',
  skip: 'Skip to the content',
  pages: 'Pages',
  map: 'Map',
  pods: 'Pods',
  gaps: 'Gaps',
  checks: 'Checks',
  policies: 'Policies',
  traffic: 'Traffic',
  data: 'Data',
  snapshots: 'Snapshots',
  simulate: 'Simulate',
  settings: 'Settings',
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
  nothingToExport: 'Nothing was read of this cluster yet: there is nothing to export.',
  hide: 'Hide',
  whatIsMissing: 'What is missing',
  changes: 'Changes',
  addSource: 'Add a source',
  shownRevision: 'Shown revision',
  moreBanners: (more: number) => `${more} more`,
  fewerBanners: 'Fewer',
  noSuchClusterHint: 'It may have been closed since, or Ringfence was started with other sources.',
  noSuchPageTitle: 'Nothing at this address.',
  noSuchPage: 'It may have been deleted, or the address was mistyped. Search for it by name.',
  toMap: 'Open the map',
  crashedTitle: 'This page stopped.',
  crashed: 'Load it again. If it stays, report what you did last.',
  reload: 'Load again',
} as const;

export const START = {
  noCluster: 'No cluster yet',
  promise: 'Ringfence reads policies and pods. It changes nothing and sends nothing out.',
  demo: 'Look at the demo',
  demoHint: 'An invented company with nine namespaces. Needs no cluster.',
  openDemo: 'Open demo',
  example: 'See a well-isolated cluster',
  exampleHint: 'An invented clinic in which no check finds a gap. Needs no cluster.',
  openExample: 'Open example',
  exampleFailed: 'The example could not be opened.',
  file: 'Open a file',
  fileCommand: 'kubectl get pods,ns,netpol,svc -A -o json',
  fileHint: ', manifests, or an archive of them',
  choose: 'Choose …',
  connect: 'Connect',
  noContexts: 'No kubeconfig was found when Ringfence started. Start it again with --kubeconfig FILE.',
  drop: 'Or drop a file anywhere on this page.',
  dropHere: 'Drop to read the file as a cluster of its own, observed flows into this one',
  fromDemo: 'Demo data. Nothing here is your cluster.',
  reading: 'Reading the list of clusters',
  failed: 'The list of clusters could not be read.',
  openClusters: 'Clusters that are open',
  uploadFailed: 'The file could not be opened.',
  connectFailed: 'The context could not be opened.',
  tooManyFiles: 'Drop one file, or several manifests of one cluster.',
} as const;

export const foundContexts = (contexts: number) => `Found ${countOf(contexts, 'context')} in your kubeconfig.`;
export const readingFile = (name: string) => `Reading ${name}`;
export const noSuchCluster = (id: string) => `There is no cluster called ${id}.`;

export const READING = {
  listing: 'Listing',
  compute: 'Compute who can reach whom',
} as const;
export const readingCluster = (name: string) => `Reading ${name}`;
/** "4 500 of 10 558", or what is known so far. */
export const readSoFar = (done: number, total: number | undefined) =>
  total === undefined ? count(done) : `${count(done)} of ${count(total)}`;
export const seconds = (value: number) => `${value.toFixed(1)} s`;

/** "Connection lost 6 min ago. You see revision 81 204 of 09:41:07. Trying again in 12 s." */
export function connectionLost(options: {
  readonly asOf: string | undefined;
  readonly now: number;
  readonly seq: number | undefined;
  readonly retryInSeconds: number | undefined;
}): string {
  const { asOf, now, seq, retryInSeconds } = options;
  const parts = [asOf === undefined ? 'Connection lost.' : `Connection lost ${ago(Date.parse(asOf), now)}.`];
  if (seq !== undefined) {
    const at = asOf === undefined ? '' : ` of ${new Date(asOf).toLocaleTimeString('en-GB')}`;
    parts.push(`You see revision ${count(seq)}${at}.`);
  }
  if (retryInSeconds !== undefined) parts.push(`Trying again in ${Math.max(0, Math.round(retryInSeconds))} s.`);
  return parts.join(' ');
}
export const serverGone = 'Ringfence does not answer. You see what was read last. Trying again.';

export const STRIP = {
  label: 'Three numbers',
  openToAny: 'accept connections from any pod',
  openToAnyShort: 'accept from any pod',
  gaps: 'gaps around personal data',
  gapsShort: 'gaps',
  gapsPending: 'gaps still being worked out',
} as const;
export const podsInNamespaces = (pods: number, namespaces: number) =>
  `${pods === 1 ? 'pod' : 'pods'} in ${countOf(namespaces, 'namespace')}`;
export const undecidedBeside = (pods: number) => `${count(pods)} more undecided`;
/** A lower bound shows ≥. */
export const bounded = (value: number, atLeast: boolean) => `${atLeast ? '≥ ' : ''}${count(value)}`;

export const LINK_COPIED = 'Link';

/** "Link copied" */
export const copied = (what: string | undefined) => `${what ?? 'Text'} copied`;

const GATE = { yes: 'isolated', no: 'open', partly: 'closed to some', depends: 'undecided', none: 'no gate' } as const;

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
/** "Replay · 06:52", on another day than today "Replay · 23 Nov, 06:52": the map shows traffic of another time than now. */
export function replayed(at: number, now: number): string {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date(now).toDateString();
  const day = isToday ? '' : `${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })}, `;
  return `Replay · ${day}${timeOfDay(date)}`;
}
export const fullTime = (iso: string) =>
  `${iso
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC')
    .replace(/Z$/, ' UTC')} · ${new Date(iso).toLocaleString('en-GB')} local`;

export const ANSWER_LIMITS = {
  rbac: 'Grant these read rights to see all:',
  rbacName: 'Read rights',
  copyRbac: 'Copy',
} as const;

/** "cluster.json, document 3, line 18 204" */
export function unreadPlace(object: {
  readonly file?: string;
  readonly document?: number;
  readonly line?: number;
}): string {
  const parts = [
    object.file,
    object.document === undefined ? undefined : `document ${count(object.document)}`,
    object.line === undefined ? undefined : `line ${count(object.line)}`,
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}
