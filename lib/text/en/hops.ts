/** Sentences and words of the hops: where one could get, by what, and what would cut it. */
import type { DataClass } from '#lib/gdpr/types.ts';
import type { HopDirection } from '#lib/policy/paths/hop-levels.ts';
import { count, countOf, shareOf } from './count.ts';

export const HOPS = {
  label: 'Hops',
  columns: 'Columns by hop',
  hop: (hop: number): string => `Hop ${hop}`,
  gapsOnly: 'With gaps only',
  bothAtOneHop: 'Both directions are shown at one hop.',
  loading: 'Walking the connections',
  failed: 'The hops could not be worked out.',
  nobody: { out: 'From here one could get nowhere.', in: 'Nobody could get here.' },
  noneAtHop: 'Nobody else at this hop.',
  noneMatches: 'No workload at this hop passes the filter.',
  outOfReach: 'Out of reach',
  cannotGetHere: 'Cannot get here',
  nobodyLeft: 'nobody',
  noWay: 'no way',
  inHops: (hops: number): string => `in ${countOf(hops, 'hop')}`,
  workloads: (workloads: number): string => countOf(workloads, 'workload'),
  restOutOfReach: (rest: number, personal: number): string =>
    `and ${countOf(rest, 'more workload')}${personal === 0 ? ', none with known personal data' : `, ${count(personal)} with personal data`}`,
  internet: 'Internet',
  addresses: 'More addresses',
  ports: (ports: number): string => `${ports} ports`,
  depends: 'depends',
  viaName: (name: string, others: number): string => `via ${name}${others === 0 ? '' : ` +${count(others)}`}`,
  endOfWay: 'end of the way',
  notSent: (workloads: number): string =>
    `${countOf(workloads, 'more workload')} at this hop ${workloads === 1 ? 'is' : 'are'} counted but not listed. Filter to see them.`,
  radius: 'Blast radius',
  within: (hops: number): string => `within ${countOf(hops, 'hop')}`,
  radiusNote: 'It shows possible reach, not that data was accessed.',
  path: (name: string): string => `Way to ${name}`,
  pathFrom: (name: string): string => `Way from ${name}`,
  ofPaths: (index: number, paths: number): string => `${count(index + 1)} of ${count(paths)}`,
  aWay: 'A way there',
  aWayIn: 'A way here',
  whoCould: 'Who could get here',
  steps: 'Hop by hop',
  basis: 'What the numbers rest on',
  moreParts: (parts: number): string => `and ${count(parts)} more like these`,
  why: 'Why?',
  whyThis: (from: string, to: string): string => `Why ${from} to ${to}?`,
  previousPath: 'Previous way',
  nextPath: 'Next way',
  lookFrom: 'Look from there',
  choose: 'Choose a workload to see the way to it, hop by hop, and what would cut it.',
  cut: 'Cheapest cut',
  cutLoading: 'Looking for the cheapest cut',
  cutFailed: 'The cut could not be worked out.',
  keys: { hops: 'hops', next: 'next hop', rows: 'row', why: 'why', look: 'look from there', back: 'back' },
  unfold: (word: string, workloads: number): string => `${word}, ${countOf(workloads, 'workload')}`,
  rowsLabel: (hop: number, workloads: number): string => `Hop ${hop}, ${countOf(workloads, 'workload')}`,
  compare: 'Compare with',
  toList: 'Back to its peers',
} as const;

/** "From **crm-web** one could reach **14 of 32 workloads** in up to **3 hops**, **5** of which hold personal data." */
export function hopsSentence(told: {
  readonly name: string;
  readonly direction: HopDirection;
  readonly hops: number;
  readonly workloads: number;
  readonly of: number;
  readonly personal: number;
  readonly depends: number;
}): string {
  const { name, direction, hops, workloads, of, personal, depends } = told;
  const inHops = hops === 1 ? 'in **1 hop**' : `in up to **${count(hops)} hops**`;
  if (workloads === 0) {
    return direction === 'out'
      ? `From ${name} one could reach **no workload** ${inHops}.`
      : `From **no workload** one could get to ${name} ${inHops}.`;
  }
  const share = `**${shareOf(workloads, of, 'workload')}**`;
  const data = `**${personal === 0 ? 'none' : count(personal)}** of which ${personal === 1 ? 'holds' : 'hold'} personal data`;
  const undecided = depends === 0 ? '' : ` Whether **${count(depends)}** of them can be reached so is undecided.`;
  return direction === 'out'
    ? `From **${name}** one could reach ${share} ${inHops}, ${data}.${undecided}`
    : `From ${share} one could get to **${name}** ${inHops}, ${data}.${undecided.replace('be reached so', 'get there so')}`;
}

export const HOP_NOTES = {
  upperBound: 'An upper bound: whoever holds a pod could use each connection that may be allowed from it.',
  depends: (workloads: number): string =>
    `${countOf(workloads, 'workload')} ${workloads === 1 ? 'is' : 'are'} that near only if something undecided allows it.`,
  withoutPods: (workloads: number): string =>
    `${countOf(workloads, 'workload')} without a running pod ${workloads === 1 ? 'is' : 'are'} left out.`,
  ends: 'The internet and addresses are ends: no way leads on from there.',
  later: (workloads: number, longest: number): string =>
    `${countOf(workloads, 'more workload')} in more hops, ${count(longest)} at most.`,
} as const;

/** "33 workloads and 40 pods can get here in any number of hops, the internet among them." */
export function oppositeSentence(
  direction: HopDirection,
  { workloads, pods, internet }: { readonly workloads: number; readonly pods: number; readonly internet: boolean },
): string {
  if (direction === 'out') {
    const outside = internet ? ' The internet could get to one of them or straight here.' : '';
    if (workloads === 0) return `No workload could get here.${internet ? ' The internet could.' : ''}`;
    return `${countOf(workloads, 'workload')} with ${countOf(pods, 'pod')} could get here in any number of hops.${outside}`;
  }
  const outside = internet ? ' One could leave to the internet on the way.' : '';
  if (workloads === 0) return `From here one could get nowhere.${internet ? ' But to the internet.' : ''}`;
  return `From here one could get to ${countOf(workloads, 'workload')} with ${countOf(pods, 'pod')} in any number of hops.${outside}`;
}

export function radiusSentence(workloads: number, of: number, pods: number, longest: number): string {
  if (workloads === 0) return 'Nobody, in any number of hops.';
  return `${shareOf(workloads, of, 'workload')} with ${countOf(pods, 'pod')} in any number of hops; the farthest in ${count(longest)}.`;
}

export function columnCount(workloads: number, all: number, personal: number): string {
  const counted = workloads === all ? countOf(all, 'workload') : shareOf(workloads, all, 'workload');
  return personal === 0 ? counted : `${counted}, ${count(personal)} with data`;
}

export const PATH = {
  bothOpen: 'both gates open',
  sourceOpen: 'source open',
  targetOpen: 'target open',
  noGate: 'no gate at the host network',
  depends: 'undecided',
  rule: (policy: string, rule: number): string => (rule === 0 ? policy : `${policy}, rule ${rule}`),
} as const;

export const CUT = {
  /** "At least **2 connections** must go until no way of any length is left." */
  sentence: (connections: number): string =>
    connections === 0
      ? 'There is no way to cut.'
      : `**${countOf(connections, 'connection')}** between workloads would have to go, at least, until no way of any length is left.`,
  oneTarget: (name: string, sources: number): string =>
    `One policy on ${name} can do it: it would close ${name} to ${countOf(sources, 'workload')} that could connect today.`,
  oneSource: (name: string, targets: number): string =>
    `One policy on ${name} can do it: it would keep ${name} from ${countOf(targets, 'workload')} that it could connect to today.`,
  many: (targets: number): string => `It takes a change at ${countOf(targets, 'workload')}.`,
  unknownUse: 'Whether anything uses these connections is not known here.',
} as const;

/** "from crm-web and 3 more to crm-db" */
export function namesAndMore(names: readonly string[], all: number): string {
  const left = all - names.length;
  return left === 0 ? names.join(', ') : `${names.join(', ')} and ${count(left)} more`;
}

const CLASS_FOLDS: Readonly<Partial<Record<DataClass, string>>> = {
  none: 'No personal data',
  unknown: 'Unclassified',
};
/** The word of a folded part of a column. */
export function foldWord(dataClass: DataClass, word: string): string {
  return CLASS_FOLDS[dataClass] ?? word;
}
