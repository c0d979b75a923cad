/** Sentences and words of the gaps page. */

import type { Severity, WitnessHop } from '#lib/gdpr/types.ts';
import { CLOSING } from './checks-document.ts';
import { count, countOf } from './count.ts';

export const GAPS_PAGE = {
  title: 'Gaps',
  tabs: 'Gaps and checks',
  result: 'Result',
  groupBy: 'Group by',
  bySeverity: 'Severity',
  byArticle: 'Article',
  byNamespace: 'Namespace',
  byCheck: 'Check',
  list: 'Gap list',
  detail: 'Gap',
  previous: 'Previous gap',
  next: 'Next gap',
  witness: 'Witness',
  why: 'Why?',
  fix: 'Suggested fix',
  copyFix: 'Copy as patch',
  patch: 'Patch',
  download: 'Download YAML',
  copyMarkdown: 'Copy as Markdown',
  markdown: 'Markdown',
  waive: 'Waive',
  showOnMap: 'Show on map',
  copyLink: 'Copy link',
  more: 'More for this gap',
  exportList: 'Export list',
  exportAs: { csv: 'CSV', sarif: 'SARIF', json: 'JSON' },
  exportName: (cluster: string, format: string): string => `gaps-${cluster}.${format}`,
  exportFailed: 'The list could not be exported.',
  folded: (from: number, to: number): string => (from === to ? `line ${from} folded` : `lines ${from} to ${to} folded`),
  showWhole: (lines: number): string => `Show all ${lines} lines`,
  fold: 'Fold',
  closedList: 'Closed gaps',
  closedAt: 'closed',
  closedHint:
    'Seen by this run of the server and gone since: no check tells them any more. Earlier runs are not known.',
  noClosedTitle: 'No gap has closed.',
  noClosed: 'Since this server was started every gap that it saw is still there.',
  copy: 'Copy',
  articles: 'What it touches in the GDPR',
  evidence: 'Evidence',
  absence: 'Absence',
  rule: 'Rule',
  checked: 'Checked',
  dataClass: 'Class',
  revision: 'Revision',
  fingerprint: 'Fingerprint',
  citedBy: 'Also cited by',
  unknownBecause: 'Why it is unknown',
  gone: 'This gap is not in the list any more. It may have been closed.',
  outsideFilter: 'This gap lies outside the filter of the list.',
  noOpenTitle: 'No open gap.',
  noUnknownTitle: 'Nothing is unknown.',
  noWaivedTitle: 'No gap is waived.',
  noWaived: 'A waiver accepts one gap until a day. It never hides it.',
  whatWasChecked: 'What was checked',
  noMatchTitle: 'No gap matches.',
  waivedGroup: 'Waived',
  clusterWide: 'Cluster-wide',
  noUnknown: 'Every check that ran came to a result.',
  closing: CLOSING,
  loading: 'Gaps are still being worked out',
  failed: 'The gaps could not be read.',
  keys: { move: 'move', map: 'map', patch: 'patch', waive: 'waive' },
  gateOpen: 'open',
  gateRule: 'a rule admits it',
  gateClosed: 'no rule admits it',
  noWitness: 'The claim is about a policy, not about one connection.',
  egress: 'Egress',
  ingress: 'Ingress',
} as const;

const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  info: 'Info',
};

export function severityWord(severity: Severity): string {
  return SEVERITY_WORDS[severity];
}

export function openLabel(gaps: number): string {
  return `Open ${count(gaps)}`;
}

export function waivedLabel(gaps: number): string {
  return `Waived ${count(gaps)}`;
}

export function unknownLabel(gaps: number): string {
  return `Unknown ${count(gaps)}`;
}

export function closedLabel(gaps: number): string {
  return `Closed ${count(gaps)}`;
}

/** An UNKNOWN result states the worst that it could be. */
export function upTo(severity: Severity): string {
  return `Unknown, up to ${severity}`;
}

export function checksRan(ran: number, notEvaluated: number): string {
  const left =
    notEvaluated === 0
      ? 'Each could be evaluated.'
      : `${countOf(notEvaluated, 'check')} could not be evaluated everywhere.`;
  return `${countOf(ran, 'check')} ran. ${left} In a well-isolated cluster this view is empty.`;
}

export function unknownBeside(gaps: number): string {
  return `${countOf(gaps, 'result')} ${gaps === 1 ? 'is' : 'are'} unknown: the list may be longer than it looks.`;
}

export function article(number: string): string {
  return `Art. ${number}`;
}

/** "Art. 32(1)(b), 25(2)" */
export function articleList(numbers: readonly string[]): string {
  return numbers.length === 0 ? '' : `Art. ${numbers.join(', ')}`;
}

export function peersBehind(peers: number): string {
  return `Behind it: ${countOf(peers, 'workload')}`;
}

export function morePeers(hidden: number): string {
  return `${count(hidden)} more`;
}

export function gateLine(gate: 'egress' | 'ingress', state: string): string {
  return `${gate === 'egress' ? GAPS_PAGE.egress : GAPS_PAGE.ingress}: ${state}`;
}

/** The drawing's text alternative. */
export function witnessSentence(from: string, to: string, ports: string, verdict: WitnessHop['verdict']): string {
  switch (verdict) {
    case 'allow':
      return `${from} can reach ${to} on ${ports}.`;
    case 'depends':
      return `${from} may reach ${to} on ${ports}; it depends.`;
    case 'deny':
      return `${from} cannot reach ${to} on ${ports} today.`;
  }
}

/** A hypothetical pod by its labels (`app=x,tier=y`), none for the phantom pod. */
export function phantomPod(labels: string): string {
  return labels === '' ? 'Any new pod' : `A pod with ${labels}`;
}

export function endInNamespace(namespace: string): string {
  return `in ${namespace}`;
}

export function policiesChecked(policies: number, namespace: string): string {
  return `${countOf(policies, 'policy', 'policies')} in ${namespace}`;
}

/** What the fix does, beside it. */
export const FIX_EFFECT = {
  working: 'Trying the fix on a copy of this cluster…',
  failed: 'The effect of this fix could not be computed. Reload the page to try again.',
  notApplicable: 'The effect of this fix was not computed: there is nothing in it that can be applied as it stands.',
  closes: (count: number): string => `Closes ${countOf(count, 'gap')}`,
  opens: (count: number): string => `Opens ${countOf(count, 'gap')}`,
  breaks: (count: number): string => `Breaks ${countOf(count, 'observed flow')}`,
  more: (count: number): string => `and ${countOf(count, 'further flow')}`,
} as const;

export const GAP_FILTER = {
  label: 'Filter the gaps',
  severity: 'Severity',
  article: 'Article',
  check: 'Check',
  ns: 'Namespace',
  class: 'Class',
  new: 'New since',
  clear: 'Clear filters',
  clusterWide: 'Cluster-wide',
} as const;

const NEW_SINCE_WORDS: Readonly<Record<string, string>> = {
  run: 'New in this run',
  '1h': 'New in the last hour',
  '24h': 'New in the last 24 hours',
};

export function newSinceWord(value: string): string {
  return NEW_SINCE_WORDS[value] ?? value;
}

/** Times of day of the reader, "14:02"; `age` in words. No history is kept beyond this run, and this says so. */
export function seenSince(time: string, age: string): string {
  return `seen since ${time}, this run${age === '' ? '' : ` (${age})`}`;
}

/** "12 min", "3 h"; empty under a minute. Milliseconds. */
export function ageInWords(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return '';
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${count(Math.floor(hours / 24))} days`;
}

/** The tab of the browser: "(12) Gaps · Ringfence". */
export function titleWithGaps(title: string, gaps: number): string {
  return gaps === 0 ? title : `(${count(gaps)}) ${title}`;
}

export const GAP_MARKDOWN = {
  severity: 'Severity',
  check: 'Check',
  subject: 'Subject',
  dataClass: 'Class',
  articles: 'Supports',
  id: 'Id',
  unknownBecause: 'Why it is unknown',
  evidence: 'Evidence',
  fix: 'Suggested fix',
  peers: (peers: number) => `Behind it: ${countOf(peers, 'workload')}`,
  more: (hidden: number) => `- ${count(hidden)} more`,
} as const;
