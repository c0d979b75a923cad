/** Sentences of GOV-003: evidence or waiver out of date. */
import type { UnobservedNode } from '#lib/gdpr/observed-nodes.ts';
import type { KindCompleteness } from '#lib/kube/cluster-objects.ts';
import { count, countOf } from '../count.ts';
import { shareWords } from './min.ts';

const STATE: Readonly<Record<KindCompleteness['state'], string>> = {
  read: 'read',
  absent: 'not served',
  partial: 'read in some namespaces only',
  forbidden: 'forbidden to list',
  failed: 'not listed: the server answered with an error',
};

export function passesWithheld(passed: number, resources: readonly string[]): string {
  return `${countOf(passed, 'subject')} without a gap not told as passed: ${resources.join(', ')} could not be read whole.`;
}

export function passesOnOldEvidence(passed: number, hours: number): string {
  return `${countOf(passed, 'subject')} without a gap not told as passed: the cluster was read ${ageInWords(hours)} ago.`;
}

export function passesOnOldTable(passed: number, days: number): string {
  return `${countOf(passed, 'subject')} without a gap not told as passed: the adequacy table was checked ${countOf(days, 'day')} ago.`;
}

export const GOV_003 = {
  aboutEvidence: 'the evidence itself',
  kind: {
    title: (resource: string): string => `${resource} could not be read whole`,
    summary: ({ state, deniedNamespaces = [] }: Pick<KindCompleteness, 'state' | 'deniedNamespaces'>): string =>
      `${deniedNamespaces.length === 0 ? `It is ${STATE[state]}.` : `It is missing in ${deniedNamespaces.join(', ')}.`} What it decides is undecided, and no check that rests on it passes.`,
    fix: (resource: string): string => `Grant list and watch on ${resource}, or say in the report why it is left out.`,
  },
  age: {
    title: (hours: number): string => `The evidence is ${ageInWords(hours)} old`,
    summary:
      'The cluster was read more than 24 hours before this report was made; it may have changed since, and no check passes.',
    fix: 'Read the cluster again.',
    unknown: 'How old the evidence is: the source has no time, or nobody says what time it is now.',
  },
  waiver: {
    expired: (id: string): string => `Waiver ${id} has expired`,
    expiredSummary: (check: string, day: string, gaps: number): string =>
      gaps === 0
        ? `It was for ${check} and held until ${day}. No gap matches it any more.`
        : `It was for ${check} and held until ${day}. ${countOf(gaps, 'gap')} that it meant ${gaps === 1 ? 'is' : 'are'} open again.`,
    expiredFix: 'Close the gap, or have the risk accepted again with a new date.',
    unused: (id: string): string => `Waiver ${id} matches no gap`,
    unusedSummary: (check: string): string =>
      `It is for ${check}. Either its gap is closed, or it names it wrongly, and what was meant is open.`,
    unusedFix: 'Take it out, or correct what it matches.',
    ambiguous: (id: string): string => `Waiver ${id} fits several gaps`,
    ambiguousSummary: (gaps: readonly string[]): string =>
      `The beginning of a fingerprint that it gives is that of ${gaps.join(', ')}. It waives none of them.`,
    ambiguousFix: 'Write the whole fingerprint.',
    overBroad: (id: string): string => `Waiver ${id} names a subject with several gaps`,
    overBroadSummary: (check: string, gaps: readonly string[]): string =>
      `${check} has ${countOf(gaps.length, 'gap')} there: ${gaps.join(', ')}. Which of them were accepted is not known, and it waives none of them.`,
    overBroadFix: 'Name the peer beside the subject, or the fingerprint, once for each gap that is accepted.',
    grown: (id: string): string => `Waiver ${id} covers more than was approved`,
    grownSummary: (peers: readonly string[], shown: number): string =>
      `Since it was approved, ${countOf(peers.length, 'workload')} came behind its gap: ${peers.slice(0, shown).join(', ')}${peers.length > shown ? ` and ${count(peers.length - shown)} more` : ''}.`,
    grownFix: 'Look at the new workloads, then approve again with them or close the connection.',
    peersUnknown: (id: string): string =>
      `Whether waiver ${id} covers more than was approved: it does not say which workloads were behind its gap then.`,
    noTime: (id: string): string => `Whether waiver ${id} has expired: the source has no time. It waives nothing.`,
  },
  table: {
    title: (checkedOn: string): string => `The adequacy table was last checked on ${checkedOn}`,
    summary: (days: number): string =>
      `That is ${countOf(days, 'day')} ago. Decisions of the Commission may have been made, changed or ended since.`,
    fix: 'Update Ringfence, or give a table of your own that somebody has checked.',
    none: 'How old the adequacy table is: there is none for this law.',
    noTime: 'How old the adequacy table is: the source has no time.',
  },
  flows: {
    none: 'Coverage of observed flows: no source of observed traffic.',
    unknown: 'Coverage of observed flows: no source says when it observed, or no node is known.',
    title: 'Too little of the traffic was observed',
    summary: (nodes: readonly UnobservedNode[], shown: number): string =>
      `Of the last day ${nodes
        .slice(0, shown)
        .map(({ node, share }) => `${shareWords(share)} was observed at ${node}`)
        .join(
          ', ',
        )}${nodes.length > shown ? ` and less than 95 % at ${count(nodes.length - shown)} more` : ''}. What was not seen there may have happened all the same.`,
    fix: 'Look at the source: the traffic page says what it lost and where it was not connected.',
  },
  review: 'The last signed review: signatures stand in the data folder, not in these inputs.',
} as const;

function ageInWords(hours: number): string {
  return hours < 48 ? countOf(hours, 'hour') : countOf(Math.floor(hours / 24), 'day');
}
