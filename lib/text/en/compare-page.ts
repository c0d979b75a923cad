/** Sentences and words of the comparison of two snapshots. */
import type { ChangeCause, SnapshotComparison, SnapshotItem } from '#lib/api/snapshot-schemas.ts';
import type { DataMapChange, DataMapPart } from '#lib/gdpr/data-map/compare-data-maps.ts';
import type { ChangeJson, OneSidedJson } from '#lib/policy/diff/diff-json.ts';
import { count, countOf } from './count.ts';
import { policyName } from './policy-name.ts';
import { dateAndTime, dateOf } from './snapshots-page.ts';

export const COMPARE_PAGE = {
  title: 'Compare snapshots',
  crumb: 'Compare',
  loading: 'Comparing the two snapshots',
  failed: 'The two snapshots could not be compared.',
  tooFew: 'There are not yet two snapshots to compare.',
  back: 'All snapshots',
  from: 'Before',
  to: 'After',
  swap: 'Swap',
  copyLink: 'Copy link',
  csv: 'CSV',
  json: 'JSON',
  download: 'Download',
  tabs: 'What changed',
  personal: 'Personal data only',
  grouping: 'Group by',
  byCause: 'By cause',
  byWorkload: 'By workload',
  list: 'Changes',
  panel: 'One change',
  nothing: 'Nothing changed.',
  nothingPersonal: 'Nothing around personal data changed.',
  nothingHere: 'Nothing of this kind changed.',
  showAll: 'Show all changes',
  choose: 'Choose a change.',
  numbers: 'In numbers',
  gapsNew: 'gaps new',
  gapsClosed: 'gaps closed',
  connectionsOpened: 'connections opened',
  connectionsClosed: 'connections closed',
  portsChanged: 'ports changed',
  beforeAndAfter: 'Before and after',
  cause: 'What is another object now',
  causeHint: 'That an object changed does not say that it is the reason.',
  noCause:
    'Nothing of its own changed: no policy that selects it, no label, no class. What changed is its peers, or the rules.',
  evidence: 'Evidence',
  openGap: 'Open gap',
  related: 'Connections of the same workload',
  absent: 'not there',
  who: 'Who',
  whoHint: 'names of people are left out',
  when: 'When',
  clusterWide: 'The whole cluster',
  noOwnCause: 'Nothing of its own changed',
  keys: { move: 'move', shift: 'one back, one on' },
} as const;

export const tabLabel = (tab: 'all' | 'gaps' | 'connections' | 'classes' | 'policies', rows: number): string => {
  const words = {
    all: 'All',
    gaps: 'Gaps',
    connections: 'Connections',
    classes: 'Classification',
    policies: 'Policies',
  } as const;
  return tab === 'all' ? words.all : `${words[tab]} ${count(rows)}`;
};

/** "41 · 16 Nov 2026" */
export const choiceOf = ({ seq, taken }: SnapshotItem) => `${count(seq)} · ${dateOf(taken)}`;

/** "same scope" or what is compared of it. */
export function sidesInWords({ scope, before, after }: SnapshotComparison): string {
  if (scope !== undefined) return `compared: ${scope.join(', ')}`;
  const [a, b] = [before.counts.namespaces, after.counts.namespaces];
  return a === b
    ? `same scope, ${countOf(b, 'namespace')}`
    : `whole cluster, ${count(a)} and ${countOf(b, 'namespace')}`;
}

/** "From 16 Nov 2026 to 23 Nov 2026 **3 gaps appeared** and **5 closed**. 4 policies are not the same." */
export function comparisonSentence({ before, after, counts }: SnapshotComparison): string {
  const sameDay = dateOf(before.taken) === dateOf(after.taken);
  const at = sameDay ? dateAndTime : dateOf;
  const gaps =
    counts.gapsOpened + counts.gapsClosed === 0
      ? 'no gap appeared and none closed'
      : `**${counts.gapsOpened === 0 ? 'no gap' : countOf(counts.gapsOpened, 'gap')} appeared** and **${counts.gapsClosed === 0 ? 'none' : count(counts.gapsClosed)} closed**`;
  const policies =
    counts.policies === 0
      ? 'All policies are the same.'
      : `${countOf(counts.policies, 'policy is', 'policies are')} not the same.`;
  return `From ${at(before.taken)} to ${at(after.taken)} ${gaps}. ${policies}`;
}

const CHANGES: Readonly<Record<ChangeCause['change'], string>> = {
  added: 'added',
  removed: 'deleted',
  changed: 'changed',
};

/** "NetworkPolicy crm/db-ingress deleted", "labels changed", "workload added", "DataMap changed". */
export function causeInWords({ type, kind = '', namespace = '', name = '', change }: ChangeCause): string {
  switch (type) {
    case 'policy':
      return `${policyName({ kind, namespace, name })} ${CHANGES[change]}`;
    case 'labels':
      return `labels ${CHANGES[change]}`;
    case 'workload':
      return `workload ${CHANGES[change]}`;
    case 'data-map':
      return `DataMap ${CHANGES[change]}`;
  }
}

/** "2 gaps, 3 connections": what stands in a group. */
export function groupInWords(gaps: number, connections: number, others: number): string {
  const parts = [
    ...(gaps === 0 ? [] : [countOf(gaps, 'gap')]),
    ...(connections === 0 ? [] : [countOf(connections, 'connection')]),
    ...(others === 0 ? [] : [countOf(others, 'other change')]),
  ];
  return parts.join(', ');
}

const PEERS_NAMED = 2;

/** "metabase, cart and 4 more to crm-db": who reaches whom, from the side whose object changed. */
export function connectionName({ subject, direction, peers, unlisted }: ChangeJson): string {
  const named = peers.slice(0, PEERS_NAMED).map(({ id }) => shortName(id));
  const more = peers.length - named.length + unlisted;
  const others = more === 0 ? named.join(' and ') : `${named.join(', ')} and ${count(more)} more`;
  const own = shortName(subject);
  return direction === 'ingress' ? `${others} to ${own}` : `${own} to ${others}`;
}

/** "crm/Deployment/crm-api" → "crm-api"; what is outside stays as it is. */
export function shortName(id: string): string {
  const parts = id.split('/');
  return parts.length === 3 ? (parts[2] ?? id) : id;
}

/** Connections with each peer counted once, whether it is listed or not. */
export function connectionsOf(groups: readonly Pick<ChangeJson, 'peers' | 'unlisted'>[]): number {
  return groups.reduce((sum, { peers, unlisted }) => sum + peers.length + unlisted, 0);
}

export const workloadChange = (change: 'added' | 'removed', { pods, connections }: OneSidedJson) => {
  const peers = connectionsOf(connections);
  return `${change === 'added' ? 'is new' : 'is gone'}, with ${countOf(pods, 'pod')} and ${countOf(peers, 'connection')}`;
};

export const RESULT_WORDS = { FAIL: 'open', WAIVED: 'waived', UNKNOWN: 'unknown' } as const;

export const CHANGE_WORDS = {
  new: 'new',
  closed: 'closed',
  changed: 'changed',
  added: 'added',
  removed: 'deleted',
} as const;

export const CONNECTION_WORDS = {
  opened: 'opened',
  'possibly-opened': 'may be open',
  closed: 'closed',
  'ruled-out': 'ruled out',
  'ports-changed': 'other ports',
  'certainty-changed': 'certainty',
} as const;

const PARTS: Readonly<Record<DataMapPart, string>> = {
  workload: 'Workloads',
  recipient: 'Recipient',
  flow: 'Flow',
  controller: 'Controller',
  'egress-gateway': 'Egress gateway',
  environment: 'Environment',
  alias: 'Alias',
  fact: 'Fact',
};

/** "Recipient mailer", "Flow crm/Deployment/web → recipient:mailer": an entry of the DataMap. */
export const dataMapEntryName = (part: DataMapPart, name: string): string => `${PARTS[part]} ${name}`;

/** "dataClass: personal → special; owner: crm-team": what of an entry is not the same. */
export function dataMapFieldsInWords({ change, fields }: DataMapChange): string {
  const said = (value: string | undefined) => value ?? 'not said';
  return fields
    .map(({ field, before, after }) =>
      change === 'changed' ? `${field}: ${said(before)} → ${said(after)}` : `${field}: ${said(after ?? before)}`,
    )
    .join('; ');
}

/** The fields that are not the same, as one of two snapshots has them. */
export function dataMapSideInWords({ fields }: DataMapChange, side: 'before' | 'after'): string {
  return fields.map((each) => `${each.field}: ${each[side] ?? 'not said'}`).join('; ');
}

export const foldedLines = (lines: number) => countOf(lines, 'line');
export const inSnapshot = (seq: number) => `In ${count(seq)}`;
export const newIn = (seq: number) => `new in ${count(seq)}`;
export const closedIn = (seq: number) => `closed in ${count(seq)}`;
export const changedIn = (seq: number) => `changed in ${count(seq)}`;
export const specHash = (hash: string) => `spec ${hash}`;
export const allowedPorts = (ports: string, depends: string | undefined) =>
  depends === undefined ? ports : `${ports}; depends: ${depends}`;
