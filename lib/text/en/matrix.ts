/** Words of the matrix: its lines, its cells, its panel. */

import type { MatrixCounts, MatrixEntry, MatrixGap, MatrixOrder, MatrixRelation } from '#lib/graph/matrix/types.ts';
import { count, countOf } from './count.ts';
import { severityWord } from './gaps-page.ts';
import { isAnyPort, isNoPort, portsInWords } from './ports.ts';

export const OUTSIDE_BAND = 'Outside';
export const anyAddressesLabel = 'Address blocks';

export const MATRIX = {
  loading: 'Working out the matrix',
  failed: 'The matrix could not be read.',
  empty: 'Nothing to compare: no pods in this input.',
  label: 'Who may connect to whom: rows are sources, columns are destinations',
  help: 'Arrow keys go from cell to cell, Home and End to the ends of a row, with Control to those of the matrix, Enter opens the cell, T swaps rows and columns.',
  from: 'From',
  to: 'To',
  order: 'Order',
  orders: { zone: 'Zone', gaps: 'Gaps', similarity: 'Similarity' } satisfies Record<MatrixOrder, string>,
  ordersWithin: { zone: 'Namespace', gaps: 'Gaps', similarity: 'Similarity' } satisfies Record<MatrixOrder, string>,
  transpose: 'Swap rows and columns',
  swap: 'Swap',
  leavePair: 'Show all lines again',
  legend: 'Legend',
  reading: 'not read yet',
} as const;

export const MATRIX_LEGEND = {
  all: 'any port, every pair',
  any: 'any port, some pairs',
  ports: 'number of ports',
  depends: 'depends',
  denied: 'denied',
  itself: 'itself',
  gapAny: 'gap, any port',
  gapPorts: 'gap, ports',
  isolated: 'isolated: in, out',
} as const;

export const MATRIX_PANEL = {
  label: 'Cell of the matrix',
  why: 'Why?',
  openPair: 'Open workloads',
  copyLink: 'Copy link',
  allPairs: 'For every pair',
  somePairs: 'For some pairs',
  pairs: 'Workload pairs',
  gates: 'Gates',
  egressFrom: (name: string) => `Egress from ${name}`,
  ingressTo: (name: string) => `Ingress to ${name}`,
  otherWay: 'The other way',
  move: 'move',
  transpose: 'swap',
  loading: 'Reading the cell',
  failed: 'This cell could not be read.',
  open: 'open',
  noPair: 'No pair is allowed.',
  morePairs: (more: number) => `and ${countOf(more, 'more pair', 'more pairs')}: open the workloads`,
  portRanges: (ranges: number) => `${count(ranges)} ports`,
} as const;

/** "3 of 18" */
export const shownOf = (shown: number, all: number) => `${count(shown)} of ${count(all)}`;

/** "30 namespaces: 308 of 870 pairs allowed, 12 depend, 10 cells with a gap." */
export function matrixNote({ pairs, allowed, depends, gaps }: MatrixCounts): string {
  const parts = [
    `${count(allowed)} of ${countOf(pairs, 'pair')} allowed`,
    ...(depends > 0 ? [`${count(depends)} ${depends === 1 ? 'depends' : 'depend'}`] : []),
    `${countOf(gaps, 'cell')} with a gap`,
  ];
  return `${parts.join(', ')}.`;
}

export const tooManyWorkloads = (workloads: number, most: number) =>
  `${count(workloads)} workloads are too many for one matrix (more than ${count(most)}). Showing namespaces; open a cell for its workloads.`;
export const onlyThesePair = (a: string, b: string) =>
  a === b ? `Only workloads of ${a}.` : `Only workloads of ${a} and ${b}.`;
export const neighboursFolded = (namespaces: number) =>
  `${countOf(namespaces, 'other namespace', 'other namespaces')} ${namespaces === 1 ? 'is' : 'are'} one line each.`;

/** What a cell is called in a word or two. */
export function verdictWord(relation: MatrixRelation): string {
  if (relation.type !== 'relation') return { denied: 'Denied', none: 'No pair', unsaid: 'Not asked' }[relation.type];
  const { allow, some, depends } = relation;
  if (isAnyPort(allow)) return 'Allowed, any port';
  if (!isNoPort(allow)) return 'Allowed, ports';
  if (some !== undefined && !isNoPort(some)) {
    return isAnyPort(some) ? 'Allowed for some, any port' : 'Allowed for some, ports';
  }
  return isNoPort(depends) ? 'Denied' : 'Depends';
}

/** Read out where the focus is: "staging to crm: allowed for some on any port. Critical gap, 2 gaps." */
export function cellSentence(
  from: string,
  to: string,
  relation: MatrixRelation | undefined,
  gap: MatrixGap | undefined,
): string {
  const names = from === to ? `${from} with itself` : `${from} to ${to}`;
  const said = relation === undefined ? MATRIX.reading : relationWords(relation);
  const gaps =
    gap === undefined ? '' : ` ${countOf(gap.count, 'gap')}, the worst ${severityWord(gap.severity).toLowerCase()}.`;
  return `${names}: ${said}.${gaps}`;
}

function relationWords(relation: MatrixRelation): string {
  if (relation.type !== 'relation') {
    return { denied: 'denied', none: 'no pair', unsaid: 'only gaps are shown here' }[relation.type];
  }
  const { allow, some, depends } = relation;
  const parts = [
    ...(isNoPort(allow) ? [] : [`every pair on ${portsInWords(allow)}`]),
    ...(some === undefined || isNoPort(some) ? [] : [`some pairs on ${portsInWords(some)}`]),
    ...(isNoPort(depends) ? [] : [`${portsInWords(depends)} depends`]),
  ];
  return parts.length === 0 ? 'denied' : parts.join(', ');
}

/** The answer of the panel, above the ports. */
export function pairSentence(pair: {
  readonly from: string;
  readonly to: string;
  readonly relation: MatrixRelation;
  /** Workloads with something, of all; absent for ends outside. */
  readonly sources: { readonly some: number; readonly all: number } | undefined;
  readonly targets: { readonly some: number; readonly all: number } | undefined;
}): string {
  const { from, to, relation, sources, targets } = pair;
  if (relation.type === 'none') return `${from} is one pod: there is no pair with itself.`;
  if (relation.type === 'unsaid')
    return 'Nobody was asked in the name of any pod. Gaps are shown where a check found one.';
  const word =
    relation.type === 'denied' || verdictWord(relation) === 'Denied'
      ? 'denied'
      : isOnlyDepends(relation)
        ? 'depends'
        : 'allowed';
  if (word === 'denied') return `No pod of ${from} may connect to ${to}.`;
  const source =
    sources === undefined || sources.all === 1 ? from : `${shownOf(sources.some, sources.all)} workloads in ${from}`;
  const target = targets === undefined || targets.all === 1 ? to : `${shownOf(targets.some, targets.all)} in ${to}`;
  const ports = relation.type === 'relation' ? widest(relation) : 'no port';
  return word === 'depends'
    ? `Whether ${source} may connect to ${target} on ${ports} depends.`
    : `${source} may connect to ${target} on ${ports}${isEveryPair(relation) ? '' : ', not every pair'}.`;
}

type Told = Extract<MatrixRelation, { type: 'relation' }>;
const isOnlyDepends = (relation: MatrixRelation) =>
  relation.type === 'relation' && isNoPort(relation.allow) && (relation.some === undefined || isNoPort(relation.some));
const isEveryPair = (relation: MatrixRelation) =>
  relation.type === 'relation' && (relation.some === undefined || isNoPort(relation.some));

function widest({ allow, some, depends }: Told): string {
  if (some !== undefined && !isNoPort(some)) return portsInWords(some);
  return portsInWords(isNoPort(allow) ? depends : allow);
}

/** "open, 14 of 14 workloads" */
export const gateSentence = (open: number, all: number) =>
  open === 0
    ? `isolated, all ${countOf(all, 'pod')}`
    : open === all
      ? `open, all ${countOf(all, 'pod')}`
      : `open, ${shownOf(open, all)} pods`;
export const lineDetail = (pods: number) => countOf(pods, 'pod');
export const shareIsolated = (ingress: number, egress: number) =>
  `isolated for ingress: ${shareWord(ingress)}; for egress: ${shareWord(egress)}`;
const shareWord = (share: number) => (share <= 0 ? 'none' : share >= 1 ? 'all' : 'some');

/** "staging and crm" */
export const pairTitle = (a: string, b: string) => (a === b ? a : `${a} and ${b}`);

/** Of a head: "crm-db, StatefulSet in crm, 1 pod" */
export function headTitle({ label, kind, namespace, type, pods }: MatrixEntry): string {
  if (type === 'workload') return `${label}, ${kind} in ${namespace}, ${countOf(pods, 'pod')}`;
  return type === 'tile' ? `Namespace ${label}, ${countOf(pods, 'pod')}` : label;
}
