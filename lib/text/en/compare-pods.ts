/** Sentences and words of two pods side by side. */
import type { DecidingPoint } from '#lib/policy/compare/deciding-points.ts';
import type { Need, Side } from '#lib/policy/compare/needs.ts';
import type { Verdict } from '#lib/policy/types.ts';
import { count, countOf } from './count.ts';

type AnyVerdict = Verdict | 'mixed';
type Way = 'senders' | 'targets';

export const COMPARE = {
  compareWith: 'Compare with',
  title: 'Compare two pods',
  hint: 'Name two pods, and where to: the page shows why the one could and the other could not.',
  pods: 'Pods',
  crumb: 'Compare two',
  a: 'First pod',
  b: 'Second pod',
  to: 'To',
  from: 'From',
  port: 'Port',
  way: 'Compare',
  senders: 'Two senders',
  targets: 'Two targets',
  compare: 'Compare',
  swap: 'Swap',
  copyLink: 'Copy link',
  loading: 'Comparing the two',
  failed: 'The two could not be compared.',
  grid: 'Side by side',
  row: 'What',
  decides: 'decides',
  lineThatDecides: 'The line that decides',
  linesThatDecide: 'The lines that decide',
  noPoint: 'Nothing makes a difference between the two.',
  rule: (rule: number): string => `rule ${rule}`,
  keys: { swap: 'swap', other: 'other pod', why: 'why' },
  missingEnd: 'Name both, and what they are compared to.',
  portHint: 'TCP/5432',
  why: 'Why?',
  also: 'What else they have',
  noAlso: 'Told of pods and workloads only: one of the two is outside the cluster, or is not there yet.',
  whyA: (name: string): string => `Why ${name}?`,
  onlyOf: (name: string): string => `Only ${name}`,
  both: 'Both',
  more: (workloads: number): string => `${countOf(workloads, 'more workload')}`,
  showAll: 'Show all',
  showFewer: 'Show fewer',
  notListed: (workloads: number): string => `${countOf(workloads, 'workload')} not listed`,
  withData: (workloads: number): string => `${count(workloads)} with personal data`,
  none: 'none',
  notRead: 'not read',
  hostNetwork: 'Host network',
  podNetwork: 'Pod network',
  samePods: 'Both fields name the same pod.',
} as const;

export function alsoTitle(way: Way): string {
  return way === 'senders' ? 'Whom else they could reach' : 'Who else could reach them';
}

export const COMPARE_ROWS = {
  'own-gate': { senders: ['Its own way out', 'egress gate'], targets: ['Its own way in', 'ingress gate'] },
  'other-gate': { senders: ['The way in', 'ingress gate of'], targets: ['The way out', 'egress gate of'] },
  namespace: 'Namespace',
  'namespace-labels': 'Labels of the namespace',
  labels: 'Labels',
  network: 'Network',
  served: 'Ports it declares',
  ports: 'Ports, both gates',
} as const;

export const GATE_WORDS = {
  open: 'Open',
  noGate: 'No gate',
  isolated: 'Isolated, lets it through',
  closed: 'Isolated, closed to it',
  undecided: 'Undecided',
  ruleMatches: (rule: number, policy: string): string =>
    rule === 0 ? `${policy} matches` : `Rule ${rule} of ${policy} matches`,
  noRuleMatches: 'No rule matches',
  ruleDenies: (rule: number, policy: string): string => `Rule ${rule} of ${policy} denies`,
} as const;

/** "**payments-api** could reach payments-db on TCP 5432 and **redis could not**: one rule names the one and not the other." */
export function compareSentence(told: {
  readonly way: Way;
  readonly a: string;
  readonly b: string;
  readonly other: string;
  readonly port: string | undefined;
  readonly verdicts: { readonly a: AnyVerdict; readonly b: AnyVerdict };
  /** Both have the same on every port asked. */
  readonly alike: boolean;
  readonly point: DecidingPoint | undefined;
}): string {
  const { way, a, b, other, port, verdicts, alike, point } = told;
  const on = port === undefined ? '' : ` on ${port}`;
  const senders = way === 'senders';
  if (alike) {
    const both = senders ? `**${a}** and **${b}**` : `**${a}** and **${b}**`;
    if (verdicts.a === 'deny') {
      return senders
        ? `Neither **${a}** nor **${b}** could reach ${other}${on}.`
        : `${other} could reach neither **${a}** nor **${b}**${on}.`;
    }
    const undecided = verdicts.a === 'depends';
    if (undecided) {
      return senders
        ? `Whether ${both} could reach ${other}${on} is undecided, for both alike.`
        : `Whether ${other} could reach ${both}${on} is undecided, for both alike.`;
    }
    return senders
      ? `${both} could both reach ${other}${on}, on the same ports.`
      : `${other} could reach both ${both}${on}, on the same ports.`;
  }
  const cause = point === undefined ? '' : `: ${causeOf(point)}`;
  const [wordA, wordB] = [could(verdicts.a), could(verdicts.b)];
  if (verdicts.a === verdicts.b || (wordA === wordB && wordA === '')) {
    return senders
      ? `**${a}** and **${b}** could both reach ${other}, but **not on the same ports**${cause}.`
      : `${other} could reach both **${a}** and **${b}**, but **not on the same ports**${cause}.`;
  }
  // The one that could comes first.
  const swap = RANK[verdicts.b] < RANK[verdicts.a];
  const [first, second] = swap ? [b, a] : [a, b];
  const [v1, v2] = swap ? [verdicts.b, verdicts.a] : [verdicts.a, verdicts.b];
  if (senders) {
    const head =
      v1 === 'depends'
        ? `Whether **${first}** could reach ${other}${on} is undecided`
        : `**${first}** could reach ${other}${on}`;
    return `${head}${v2 === 'depends' ? `, and whether **${second}** could is undecided` : ` and **${second} could not**`}${cause}.`;
  }
  const head =
    v1 === 'depends'
      ? `Whether ${other} could reach **${first}**${on} is undecided`
      : `${other} could reach **${first}**${on}`;
  return `${head}${v2 === 'depends' ? `, and whether it could reach **${second}** is undecided` : ` and **not ${second}**`}${cause}.`;
}

const RANK: Readonly<Record<AnyVerdict, number>> = { allow: 0, mixed: 1, depends: 2, deny: 3 };

function could(verdict: AnyVerdict): string {
  return verdict === 'allow' || verdict === 'mixed' ? '' : verdict;
}

function causeOf(point: DecidingPoint): string {
  switch (point.type) {
    case 'rule':
      return point.namedPort === undefined
        ? 'one rule names the one and not the other'
        : 'one rule names a port that is not the same on both';
    case 'selects':
      return 'a policy selects the one and not the other';
    case 'host-network':
      return 'policies do not bind the one, which is on the host network';
    case 'elsewhere':
      return 'it is no policy that makes the difference';
  }
}

/** "Rule 1 of payments-backend wants app=payments-api: payments-api has it, redis has app=redis." */
export function pointSentence(point: DecidingPoint, names: Readonly<Record<Side, string>>): string {
  switch (point.type) {
    case 'rule': {
      const rule = point.rule === 0 ? point.policy.name : `Rule ${point.rule} of ${point.policy.name}`;
      if (point.namedPort !== undefined) {
        return `${rule} opens the port named ${point.namedPort}, which is not the same number on both. ${names.a}: ${point.a.text} ${names.b}: ${point.b.text}`;
      }
      if (point.needs.length > 0) return `${rule} wants ${needsWords(point.needs, names)}`;
      return `${rule} treats them differently. ${names.a}: ${point.a.text} ${names.b}: ${point.b.text}`;
    }
    case 'selects': {
      const other = point.selects === 'a' ? 'b' : 'a';
      const head = `${point.policy.name} selects ${names[point.selects]} for ${point.gate} and not ${names[other]}`;
      const needs = point.needs.length === 0 ? '.' : `: it wants ${needsWords(point.needs, names)}`;
      return `${head}${needs}${point.decides === undefined ? ' It has no rule in this direction.' : ` ${point.decides.text}`}`;
    }
    case 'host-network':
      return `${names[point.side]} is on the host network, where no policy binds its ${point.gate}.`;
    case 'elsewhere':
      return `Both gates treat them alike. ${point.a} ${point.b}`;
  }
}

function needsWords(needs: readonly Need[], names: Readonly<Record<Side, string>>): string {
  return `${needs.map((need) => needWords(need, names)).join(' And ')}`;
}

function needWords({ about, wanted, a, b, lacks }: Need, names: Readonly<Record<Side, string>>): string {
  const has = lacks === 'a' ? 'b' : 'a';
  const value = lacks === 'a' ? a : b;
  if (about === 'namespace') return `the namespace ${wanted}: ${names[has]} is there, ${names[lacks]} is in ${value}.`;
  const where = about === 'namespace-label' ? ' on the namespace' : '';
  const own = about === 'namespace-label' ? `the namespace of ${names[lacks]}` : names[lacks];
  return `${wanted}${where}: ${names[has]} has it, ${own} has ${value}.`;
}
