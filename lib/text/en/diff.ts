/** What one state changes against another, as terminal and pull request tell it. */
import type { Direction, Protocol } from '#lib/kube/objects.ts';
import type { DiffJson, TransitionsJson } from '#lib/policy/diff/diff-json.ts';
import type { ChangeKind, DnsChange, IsolationChange } from '#lib/policy/diff/types.ts';
import type { DependsReason, PortsJson } from '#lib/policy/types.ts';
import { count, countOf } from './count.ts';
import { portsInWords } from './ports.ts';
import { dependsReason, enumerate } from './why-engine.ts';

/** One mark for each kind of change, so that a column of them can be scanned. */
export const CHANGE_MARKS: Readonly<Record<ChangeKind, string>> = {
  opened: '+',
  'possibly-opened': '+?',
  closed: '-',
  'ruled-out': '-?',
  'ports-changed': '~',
  'certainty-changed': '?',
};

type Counts = DiffJson['counts'];
type GapCounts = { readonly opened: number; readonly closed: number; readonly changed: number };

/** "Opens 4 connections and closes 1. Two gaps open." The answer before everything else. */
export function diffSentence(
  counts: Counts,
  gaps: GapCounts,
  workloads: { readonly added: number; readonly removed: number },
): string {
  const of = (kind: ChangeKind) => counts[kind].connections + counts[kind].outside;
  const verbs: readonly (readonly [string, number, string])[] = [
    ['opens', of('opened'), ''],
    ['may open', of('possibly-opened'), ''],
    ['closes', of('closed'), ''],
    ['rules out', of('ruled-out'), ' that depended'],
    ['changes the ports of', of('ports-changed'), ''],
    ['makes more or less certain', of('certainty-changed'), ''],
  ];
  const parts = verbs.flatMap(([verb, many, more]) =>
    many === 0 ? [] : [`${verb} ${countOf(many, 'connection')}${more}`],
  );
  const sentences = [parts.length === 0 ? 'No connection changes.' : `${capital(enumerate(parts))}.`];
  const news = [
    ...(workloads.added === 0 ? [] : [`${countOf(workloads.added, 'workload')} new`]),
    ...(workloads.removed === 0 ? [] : [`${countOf(workloads.removed, 'workload')} gone`]),
  ];
  if (news.length > 0) sentences.push(`${capital(enumerate(news))}.`);
  const gapParts = [
    ...(gaps.opened === 0 ? [] : [`${countOf(gaps.opened, 'gap')} ${gaps.opened === 1 ? 'opens' : 'open'}`]),
    ...(gaps.closed === 0 ? [] : [`${countOf(gaps.closed, 'gap')} ${gaps.closed === 1 ? 'closes' : 'close'}`]),
    ...(gaps.changed === 0 ? [] : [`${countOf(gaps.changed, 'gap')} ${gaps.changed === 1 ? 'changes' : 'change'}`]),
  ];
  sentences.push(gapParts.length === 0 ? 'The gaps stay the same.' : `${capital(enumerate(gapParts))}.`);
  return sentences.join(' ');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const TRANSITIONS: readonly (readonly [keyof TransitionsJson, (ports: string) => string])[] = [
  ['opened', (ports) => `opens ${ports}`],
  ['possiblyOpened', (ports) => `may open ${ports}`],
  ['closed', (ports) => `closes ${ports}`],
  ['ruledOut', (ports) => `rules out ${ports}`],
  ['becameUncertain', (ports) => `${ports} now depends`],
  ['becameCertain', (ports) => `${ports} is now certain`],
];

/** "opens TCP 5432, may open UDP 53 (a pod has no address yet)" */
export function changeWords(ports: TransitionsJson, reasons: readonly DependsReason[]): string {
  const parts = TRANSITIONS.flatMap(([name, words]) => {
    const set: PortsJson | undefined = ports[name];
    return set === undefined ? [] : [words(portsInWords(set))];
  });
  if (parts.length === 0) return 'one address family only';
  const undecided = ports.possiblyOpened !== undefined || ports.becameUncertain !== undefined;
  const because = undecided && reasons.length > 0 ? ` (${enumerate(reasons.map(dependsReason))})` : '';
  return `${parts.join(', ')}${because}`;
}

const ISOLATION: Readonly<Record<string, string>> = {
  'no yes': 'isolated for the first time',
  'yes no': 'no longer isolated',
};
const STATES: Readonly<Record<IsolationChange['before'], string>> = {
  yes: 'isolated',
  no: 'not isolated',
  partly: 'closed in part',
  depends: 'undecided',
  none: 'without a gate',
};

/** "isolated for the first time for ingress" */
export function isolationWords({ before, after, direction, pods, of }: Omit<IsolationChange, 'workload'>): string {
  const what = ISOLATION[`${before} ${after}`] ?? `${STATES[before]} before, ${STATES[after]} now,`;
  return `${what} for ${direction}${pods < of ? ` (${count(pods)} of ${countOf(of, 'pod')})` : ''}`;
}

export function dnsWords(change: DnsChange['change'], protocols: readonly Protocol[]): string {
  const over = `over ${enumerate(protocols)}`;
  if (change === 'cut-off') return `can no longer ask DNS ${over}`;
  return change === 'restored' ? `can ask DNS ${over} now` : `whether it can ask DNS ${over} depends now`;
}

export const DIFF = {
  heading: 'Ringfence',
  gaps: 'Gaps',
  isolation: 'Isolation',
  dns: 'DNS',
  gapsOpened: 'Gaps opened',
  gapsClosed: 'Gaps closed',
  gapsChanged: 'Gaps changed',
  added: 'New workloads',
  removed: 'Gone workloads',
  scaled: 'Other number of pods',
  preposition: (direction: Direction): string => (direction === 'ingress' ? 'from' : 'to'),
  pairs: (pairs: number, of: number): string =>
    pairs === of
      ? countOf(pairs, 'pair of pods', 'pairs of pods')
      : `${count(pairs)} of ${countOf(of, 'pair of pods', 'pairs of pods')}`,
  andMore: (more: number): string => `and ${count(more)} more`,
  leftOut: (lines: number): string => `${countOf(lines, 'more line')} left out. ringfence diff -o json tells all.`,
  scaling: (before: number, after: number): string => `${count(before)} to ${countOf(after, 'pod')}`,
  oneSided: (pods: number, sources: number, targets: number): string =>
    `${countOf(pods, 'pod')}, reached by ${countOf(sources, 'other')}, reaches ${countOf(targets, 'other')}`,
  wasSo: (result: string, severity: string): string => `before: ${result} ${severity}`,
  notRead: (objects: number): string =>
    `${countOf(objects, 'object')} could not be read: what they decide is undecided.`,
  failedOn: (what: string): string => `--fail-on ${what}: there are some.`,
  changesIn: (namespace: string, changes: number): string => `${namespace}: ${countOf(changes, 'change')}`,
  columns: { change: 'Change', workload: 'Workload', peers: 'Others', pairs: 'Pairs of pods', pods: 'Pods' },
  gapColumns: ['', 'Severity', 'Check', 'Subject'],
  kinds: { opened: 'opens', closed: 'closes' },
} as const;
