/** Words of the traffic page and of the traffic layer on map, pod and matrix. */

import type { ObservedCoverage } from '#lib/api/observed-schemas.ts';
import type { SourceState } from '#lib/api/traffic-schemas.ts';
import type { FlowEdge, FlowWindow } from '#lib/flows/flow-row.ts';
import { ANY_PROTOCOL, type PolicyChange, type TrafficState } from '#lib/flows/observed.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import { count, countOf } from './count.ts';
import { withoutFlowWords } from './flow-sources.ts';
import { listOf } from './phrases.ts';
import { portWords } from './ports.ts';
import { ago } from './shell.ts';

export const TRAFFIC_PAGE = {
  title: 'Traffic',
  loading: 'Reading what was observed',
  failed: 'Observed traffic could not be read.',
  numbers: 'Numbers of the window',
  table: 'Observed traffic beside what is allowed',
  window: 'Window',
  state: 'State',
  newSince: 'New since',
  live: 'Live',
  newer: 'Newer flows · show',
  columns: {
    gap: 'Gap',
    state: 'State',
    from: 'From',
    to: 'To',
    port: 'Port',
    connections: 'Connections',
    decided: 'Decided by',
    first: 'First seen',
    last: 'Last',
  },
  never: 'never',
  nothing: '–',
  bothOpen: 'both gates open',
  notMeasured: 'not measured',
  notWhollyMeasured: 'not wholly measured',
  external: 'external',
  noMatch: 'Nothing matches.',
  noFlows: 'Nothing was observed and nothing is allowed in this window.',
  clear: 'Clear',
  export: 'CSV, JSON',
  exportAs: { csv: 'CSV', json: 'JSON' },
  exportFailed: 'The list could not be saved.',
  exportName: (cluster: string, format: string) => `traffic-${cluster}.${format}`,
  keys: { move: 'move', why: 'why', map: 'map' },
  lanes: 'Connections over time, by state',
  lanesTable: 'Connections over time as a table',
  time: 'Time',
  changes: 'Changes of policies',
} as const;

/** Of each window its name, how long it is in words, and its length. */
export const TRAFFIC_WINDOWS = {
  '10m': { label: '10 min', ms: 600_000 },
  '1h': { label: '1 h', ms: 3_600_000 },
  '24h': { label: '24 h', ms: 86_400_000 },
  '7d': { label: '7 d', ms: 7 * 86_400_000 },
  '30d': { label: '30 d', ms: 30 * 86_400_000 },
} as const;

const STATE_WORDS: Readonly<Record<TrafficState, string>> = {
  'seen-denied': 'seen, denied',
  denied: 'dropped',
  'would-deny': 'would be denied',
  used: 'used',
  'not-enough-seen': 'not enough seen',
  unused: 'unused',
  unjudged: 'seen, undecided',
};
export const trafficStateWord = (state: TrafficState): string => STATE_WORDS[state];

interface EdgeState {
  readonly state: TrafficState;
  readonly refusedThoughAllowed?: true | undefined;
}

/** The same of one edge: what was refused though policies allow it says so. */
export const edgeStateWord = ({ state, refusedThoughAllowed }: EdgeState): string =>
  refusedThoughAllowed === true ? (state === 'denied' ? 'dropped, allowed' : 'reported, allowed') : STATE_WORDS[state];

export const edgeStateMeans = ({ state, refusedThoughAllowed }: EdgeState): string =>
  refusedThoughAllowed === true
    ? state === 'denied'
      ? 'It was attempted and did not pass, though all policies of that time allow it.'
      : 'Somebody reports that it was refused, and all policies of that time allow it.'
    : TRAFFIC_STATE_MEANS[state];

/** What a state means, for tooltips, legends and panels. */
export const TRAFFIC_STATE_MEANS: Readonly<Record<TrafficState, string>> = {
  'seen-denied': 'It passed, though nothing that was in force allows it.',
  denied: 'It was attempted and did not pass.',
  'would-deny': 'It passed, and would be denied if the policy were enforced.',
  used: 'It is allowed, and it was seen.',
  'not-enough-seen': 'It is allowed and was not seen, and too little was observed to call it unused.',
  unused: 'It is allowed and was not seen, though both ends were observed long enough to say so.',
  unjudged: 'It was seen, and what is known does not say what decided it.',
};

/** "new in the last 6 h" */
export const newSinceWords = (time: string) => `new in the last ${time.replace(/([a-z])$/, ' $1')}`;

export const STRIP_WORDS = {
  used: (permitted: number) => `of ${countOf(permitted, 'permission')} used`,
  seenDenied: 'flows seen although denied',
  refused: 'flows refused although allowed',
  unused: (window: string) => `permissions not used in ${window}`,
  notObserved: 'Nothing says that anything was observed.',
} as const;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "23 h 47 min", "24 h", "7 d", "12 min": whole minutes, never rounded up. */
export function spanWords(ms: number): string {
  const minutes = Math.floor(ms / MINUTE);
  if (ms >= 2 * DAY) {
    const [days, hours] = [Math.floor(ms / DAY), Math.floor((ms % DAY) / HOUR)];
    return hours === 0 ? `${days} d` : `${days} d ${hours} h`;
  }
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** Share of a window that both ends need before "unused" may be said. */
const NEEDED = 0.95;

/** "14 of 416 rows, denied first, then by gap." and what "unused" needs. */
export function rowsNote(shown: number, total: number, notEnough: number, window: FlowWindow): string {
  const rows = shown === total ? countOf(total, 'row') : `${count(shown)} of ${countOf(total, 'row')}`;
  const length = window.to - window.from;
  const needs = `"Unused" needs ${spanWords(length * NEEDED)} of ${spanWords(length)} at both ends`;
  const open =
    notEnough === 0
      ? '.'
      : `; ${countOf(notEnough, 'permission')} ${notEnough === 1 ? 'has' : 'have'} less and ${notEnough === 1 ? 'stays' : 'stay'} open.`;
  return `${rows}, denied first, then by gap. ${needs}${open}`;
}

const protocolName = (protocol: number): string =>
  ({ 1: 'ICMP', 6: 'TCP', 17: 'UDP', 58: 'ICMPv6', 132: 'SCTP' })[protocol] ?? `protocol ${protocol}`;

/** "5432", "UDP 53", "8000–8100", "any": TCP goes without saying in a column of ports. */
export function flowPort(flow: FlowPort): string {
  if (flow.ports !== undefined)
    return portWords(flow.ports)
      .map((word) => word.replace(/^TCP /, ''))
      .join(', ');
  return portOf(flow).replace(/^TCP /, '');
}

/** "TCP 5432": where it stands alone. */
export const flowPortLong = (flow: FlowPort): string =>
  flow.ports === undefined ? portOf(flow) : portWords(flow.ports).join(', ');

interface FlowPort {
  /** Null: not told, or every port. */
  readonly port: number | null;
  readonly protocol: number;
  /** What is allowed, where nothing was seen. */
  readonly ports?: PortsJson | undefined;
}
const portOf = ({ port, protocol }: FlowPort): string =>
  protocol === ANY_PROTOCOL ? 'any' : `${protocolName(protocol)}${port === null ? '' : ` ${port}`}`;

/** "Hubble, 23 h 47 min of 24 h on 3 of 3 nodes": how much of the window was observed, all nodes taken together. */
export function coverageWords(coverage: ObservedCoverage, { from, to }: FlowWindow): string {
  const { nodes, observedMs, windowMs, lost, sources } = coverage;
  if (sources.length === 0) return STRIP_WORDS.notObserved;
  const names = sources.map(({ source }) => sourceName(source)).join(', ');
  if (!sources.some(({ complete }) => complete)) return `${names}: what was not told may have happened`;
  const length = to - from;
  const mean = windowMs === 0 ? 0 : (observedMs / windowMs) * length;
  return `${names}, ${spanWords(mean)} of ${spanWords(length)} on ${count(nodes.observed)} of ${countOf(nodes.all, 'node')}${lost === 0 ? '' : `, ${countOf(lost, 'event')} lost`}`;
}

/** A source's name as people write it. */
export const sourceName = (source: string): string =>
  source === 'hubble' ? 'Hubble' : source === 'demo' ? 'Hubble (invented)' : source;

/** "shop-ingress, argocd", "4 policies, argocd" */
export function changesInShort(changes: readonly PolicyChange[]): string {
  const names = new Set(changes.map(({ namespace, name }) => `${namespace ?? ''}/${name}`));
  const managers = new Set(changes.flatMap(({ manager }) => manager ?? []));
  const what = names.size === 1 ? (changes[0]?.name ?? '') : countOf(names.size, 'policy', 'policies');
  return [what, ...(managers.size === 1 ? managers : [])].join(', ');
}

/** "shop/shop-ingress changed, crm/allow added" */
export const changesInFull = (changes: readonly PolicyChange[]): string =>
  changes
    .map(({ namespace, name, verb }) => `${namespace === undefined ? '' : `${namespace}/`}${name} ${verb}`)
    .join(', ');

/** "highest 31 400 in half an hour" */
export const highestIn = (most: number, stepMs: number) =>
  `highest ${count(most)} in ${stepMs === HOUR / 2 ? 'half an hour' : stepMs === HOUR ? 'an hour' : stepMs === DAY ? 'a day' : spanWords(stepMs)}`;
/** "Not measured: A, B, C and 2 more." Empty where there is none. `partly`: some of each was. */
export const notMeasuredIn = (times: readonly string[], partly = false) =>
  times.length === 0 ? '' : `${partly ? 'Not wholly measured' : 'Not measured'}: ${listOf(times)}.`;
/** What stands where nobody counted. `partly`: some of the time was observed. */
export const uncountedWord = (partly: boolean) => (partly ? TRAFFIC_PAGE.notWhollyMeasured : TRAFFIC_PAGE.notMeasured);
/** `total` null: nobody counted. */
export const laneSentence = (state: TrafficState, total: number | null, partly = false) =>
  `${trafficStateWord(state)}: ${total === null ? uncountedWord(partly) : countOf(total, 'connection')}.`;

/**
 * What a source that does not observe says of itself; undefined: it observes, or has ended as it should. Of what it read,
 * what was no flow is told once it has ended. `now` 0: not known.
 */
export function sourceTrouble(
  told: SourceState,
  now: number,
): { readonly source: string; readonly sentence: string; readonly isError: boolean } | undefined {
  const { source, label, state, since, error, retryAt } = told;
  if (state === 'observing') return undefined;
  if (state === 'ended') return isWhole(told) ? undefined : { source, sentence: whatWasRead(told), isError: false };
  if (state === 'connecting') return { source, sentence: `${label}: connecting.`, isError: false };
  const age = now === 0 ? '' : ` ${ago(Date.parse(since), now)}`;
  const retry =
    retryAt === undefined || now === 0
      ? ''
      : ` Trying again in ${Math.max(0, Math.round((Date.parse(retryAt) - now) / 1000))} s.`;
  const why = error === undefined ? '' : ` ${error}`;
  return {
    source,
    sentence: `${label}: ${state === 'failed' ? 'failed' : 'connection lost'}${age}.${why}${retry} What it does not see shows as not observed.`,
    isError: true,
  };
}

/** Every line was a flow that was taken in, or there was none. */
const isWhole = ({ records, unreadable, withoutFlow }: SourceState): boolean =>
  unreadable === 0 && (records > 0 || withoutFlow === 0);

/** "File a.log: 2 flows taken in, 1 line not read (line 3: it is no JSON), 4 lines tell of no connection." */
function whatWasRead({ label, records, unreadable, withoutFlow, examples: [example] }: SourceState): string {
  const first = example === undefined ? '' : ` (${example.place}: ${example.message})`;
  const not = unreadable === 0 ? '' : `, ${countOf(unreadable, 'line')} not read${first}`;
  return `${label}: ${countOf(records, 'flow')} taken in${not}${withoutFlowWords(withoutFlow)}.`;
}

export const furtherSources = (sources: number): string =>
  `${countOf(sources, 'further source')} ${sources === 1 ? 'has' : 'have'} something to say: GET …/traffic/sources tells all.`;
export const storeTrouble = (error: string) => `Flows cannot be kept: ${error}`;

export const TRAFFIC_PANEL = {
  label: 'One flow',
  close: 'Close',
  why: 'Why?',
  copyLink: 'Copy link',
  happened: 'What happened',
  reasons: 'Likely reasons',
  whyUnjudged: 'Why nobody can say',
  noReason: 'No likely reason is known',
  lessLikely: 'Less likely:',
  rules: 'Rules at that time',
  seen: 'Seen',
  first: 'First',
  last: 'Last',
  reportedBy: 'Reported by',
  connections: 'Connections',
  coverage: 'Coverage',
  bytes: 'Bytes',
  gaps: 'Gaps',
  recipient: 'Recipient',
  noRecipient: 'Not declared as a recipient.',
  seenAt: { 1: 'at the client', 2: 'at the server', 3: 'at both ends' } as Readonly<Record<number, string>>,
  sampled: (rate: number) => `one of ${count(rate)} was looked at`,
  to: 'to',
  map: 'Map',
  isNew: 'new in this window',
  rulesNow: 'Rules now',
  gateOf: (at: 'ingress' | 'egress', end: string) => `${at === 'egress' ? 'Egress' : 'Ingress'} of ${end}:`,
} as const;

/** What happened in the window, in a sentence or two. Times are those of the reader. */
export function whatHappened(
  {
    state,
    seen,
    deniedSince,
    refusedThoughAllowed,
  }: EdgeState & {
    readonly seen?: FlowEdge | undefined;
    readonly deniedSince?: number | undefined;
  },
  window: FlowWindow,
): string {
  if (seen === undefined) {
    return state === 'unused'
      ? `Allowed, and not seen in ${spanWords(window.to - window.from)}.`
      : `Allowed, and not seen. Too little of ${spanWords(window.to - window.from)} was observed to call it unused.`;
  }
  const { connections, first, last } = seen;
  const who = connections === null ? 'Connections (not counted)' : countOf(connections, 'connection');
  const when = momentWords(first, last);
  switch (state) {
    case 'seen-denied':
      return `${who} passed ${when}, though no rule admits them${deniedSince === undefined ? '' : ` since ${momentOf(deniedSince)}`}.`;
    case 'denied':
      return `${connections === null ? 'Attempts (not counted)' : countOf(connections, 'attempt')} ${when}. None passed${refusedThoughAllowed === true ? ', though all policies of that time allow it' : ''}.`;
    case 'would-deny':
      return `${who} passed ${when}. The policy would deny them; it is not enforced yet.`;
    case 'unjudged':
      if (refusedThoughAllowed === true)
        return `${who} reported as refused ${when}, though all policies of that time allow it.`;
      return `${who} ${when}. What is known does not say what decided.`;
    case 'used':
    case 'unused':
    case 'not-enough-seen':
      return `${who} ${when}.`;
  }
}

/** "at 06:30", "between 06:30 and 07:08", "between 20 Nov 06:30 and 23 Nov 07:08". */
function momentWords(first: number, last: number): string {
  const isOneDay = new Date(first).toDateString() === new Date(last).toDateString();
  const words = (at: number) =>
    new Date(at).toLocaleString('en-GB', {
      ...(isOneDay ? {} : { day: 'numeric', month: 'short' }),
      ...{ hour: '2-digit', minute: '2-digit' },
    });
  const [begin, end] = [words(first), words(last)];
  return begin === end ? `at ${begin}` : `between ${begin} and ${end}`;
}

const momentOf = (at: number) =>
  new Date(at).toLocaleString('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

/** "23 h 47 min of 24 h at metabase, 24 h at orders-db" */
export function coveredWords(
  covered: { readonly from: number; readonly to: number },
  window: FlowWindow,
  from: string,
  to: string,
): string {
  const length = window.to - window.from;
  const own = (share: number) => spanWords(share * length);
  if (own(covered.from) === own(covered.to)) return `${own(covered.from)} of ${spanWords(length)} at both ends`;
  return `${own(covered.from)} of ${spanWords(length)} at ${from}, ${own(covered.to)} at ${to}`;
}

export const EMPTY_TRAFFIC = {
  title: 'No flow source. The map shows what is allowed.',
  hint: 'With one, this page says which of it is used, which is not, and what passed although denied. Everything else works without.',
  connect: 'Connect a source',
  hide: 'Hide how to connect',
  drop: 'Or drop a file of flows here: Hubble, GKE, AWS, NetObserv or our own NDJSON.',
  copy: 'Copy',
  note: 'More in docs/traffic.md: what each source can and cannot prove.',
} as const;

/** The sources and how to connect each, in five lines at most. */
export const CONNECT_SOURCES: readonly {
  readonly name: string;
  readonly proves: string;
  readonly lines: readonly string[];
}[] = [
  {
    name: 'Hubble Relay',
    proves: 'Used, denied and unused.',
    lines: [
      '# Cilium, GKE Dataplane V2, AKS with Cilium: hubble.relay.enabled',
      'kubectl -n kube-system port-forward service/hubble-relay 4245:80',
      'ringfence serve --hubble 127.0.0.1:4245',
      '# inside the cluster',
      'ringfence serve --hubble auto',
    ],
  },
  {
    name: "Hubble's files",
    proves: 'Used and denied; nobody knows what was not written.',
    lines: ['hubble observe --follow -o jsonpb > events.log', 'ringfence serve --flows events.log'],
  },
  {
    name: 'GKE policy log',
    proves: 'Denied, and allowed where it is logged.',
    lines: [
      'gcloud logging read \'log_id("policy-action")\' --format=json > policy-action.json',
      "jq -c '.[]' policy-action.json > policy-action.ndjson",
      'ringfence serve --flows policy-action.ndjson',
    ],
  },
  {
    name: 'AWS network policy agent',
    proves: 'Allowed at log level debug; denials are reported, never a fact.',
    lines: ['aws logs tail /aws/eks/CLUSTER/cluster --since 1d > agent.log', 'ringfence serve --flows agent.log'],
  },
  {
    name: 'NetObserv, or your own',
    proves: 'Used, and denied where its events tell.',
    lines: [
      'ringfence flows import flows.ndjson',
      '# or, with serve --token-file',
      `curl -H "authorization: Bearer $TOKEN" -H 'content-type: application/x-ndjson' --data-binary @flows.ndjson http://127.0.0.1:3000/api/clusters/CLUSTER/flows`,
    ],
  },
];
