/** Words of the map, its table twin, its legend and its panels. */

import type { SceneLevel } from '#lib/graph/types.ts';
import { count, countOf } from './count.ts';

export const MAP = {
  title: 'Map',
  loading: 'Drawing the map',
  failed: 'The map could not be drawn.',
  canvas: 'Map of allowed connections',
  canvasHelp:
    'Arrow keys go to the nearest box, Shift and an arrow along a connection, Enter chooses, Enter again opens, Escape goes back, Alt and an arrow moves a box. The table holds the same content.',
  level: 'Level',
  levels: { namespaces: 'Namespaces', workloads: 'Workloads', pods: 'Pods' } satisfies Record<SceneLevel, string>,
  view: 'View',
  map: 'Map',
  matrix: 'Matrix',
  table: 'Table',
  gapsOnly: 'Gaps only',
  traffic: 'Traffic',
  allNamespaces: 'All namespaces',
  opened: 'Where the map is',
  resetPins: 'Reset positions',
  pinsFull: 'No more boxes can be moved: the link would grow too long. Reset positions first.',
  openMatrix: 'Open the matrix',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  zoomAll: 'Show all',
  close: 'Close',
  gapsPanel: 'Gaps',
  gapsPending: 'Gaps are still being worked out',
  details: 'Details',
  noBoxes: 'Nothing to draw: no pods in this input.',
  nothingChecked: 'There are no pods to ask about.',
  noBoxesNote: 'A map needs pods, or workloads that would make them. What was read stands under Policies.',
  podsNotRead: 'Nothing to draw: pods could not be read.',
  podsPartlyRead: 'Nothing to draw: no pods in the namespaces that could be read.',
  podsNotReadNote: 'How many there are, and who reaches whom, is not known.',
  allHidden: 'Everything is hidden.',
  showHidden: 'Show it again',
  openGaps: 'Show gaps',
  openTraffic: 'Show flows',
} as const;

export const LEGEND = {
  title: 'Legend',
  hint: 'click to filter',
  hide: 'Hide the legend',
  show: 'Legend',
  connection: 'Connection',
  allowed: 'allowed',
  depends: 'depends',
  gap: 'gap, worse is more solid',
  data: 'Data',
  personal: 'personal',
  special: 'special category',
  pseudonymised: 'pseudonymised',
  unknown: 'unknown',
  inferred: 'class inferred',
  fence: 'Fence: in left, out right',
  bothIsolated: 'both isolated',
  ingressOnly: 'ingress only',
  open: 'open: all may pass',
  partly: 'closed to some',
  isolatedInOut: 'share isolated: in left, out right',
} as const;

export const TABLE = {
  noMatch: 'Nothing here fits the filter.',
  label: 'Connections',
  from: 'From',
  to: 'To',
  verdict: 'Verdict',
  ports: 'Ports',
  gaps: 'Gap',
  severity: 'Severity',
  observed: 'Observed',
  allowed: 'Allowed',
  some: 'Some pods',
  someAddresses: 'Some addresses',
  somePairs: 'Some pairs',
  depends: 'Depends',
  outside: 'Outside the cluster',
  noEdge: 'no rule names it',
} as const;

export const PANEL = {
  ingress: 'Ingress',
  egress: 'Egress',
  canReach: 'Can reach it',
  itCanReach: 'It can reach',
  nobody: 'Nobody.',
  nothing: 'Nothing.',
  openPod: 'Open page',
  openNamespace: 'Open namespace',
  copyLink: 'Copy link',
  why: 'Why?',
  isolation: 'Isolation',
  phantom: 'A new pod without labels',
  connections: 'Connections',
  gaps: 'Gaps',
  allowed: 'Allowed for all its pods',
  some: 'Allowed for some of its pods',
  depends: 'Depends',
  because: 'It depends because',
  standsFor: (connections: number) => `Stands for ${countOf(connections, 'connection')}.`,
  anyPodWhy: 'The evidence stands with each gap.',
  moreRows: (more: number) => `and ${count(more)} more`,
  loading: 'Reading',
  failed: 'Its connections could not be read.',
  allGaps: (gaps: number) => `All ${countOf(gaps, 'gap')}`,
  move: 'move',
  open: 'open',
} as const;

/** "14 open · 1 unknown" */
export const gapCounts = (open: number, waived: number, unknown: number) =>
  [
    `${count(open)} open`,
    ...(waived > 0 ? [`${count(waived)} waived`] : []),
    ...(unknown > 0 ? [`${count(unknown)} unknown`] : []),
  ].join(' · ');

export const connectionTitle = (from: string, to: string) => `${from} to ${to}`;
export const noPodsIn = (name: string) => `No pods in ${name}.`;
export const podsNotReadIn = (namespace: string) => `Pods of ${namespace} could not be read.`;
/** What a cell has no room for. */
export const moreCount = (more: number) => `+${count(more)}`;
export const timesCount = (pods: number) => `×${count(pods)}`;

export const linesIn = (lines: number) => `${count(lines)} in`;
export const linesOut = (lines: number) => `${count(lines)} out`;

/** What is drawn between tiles: of `chosen`, the name of the chosen tile, so many of its lines. */
export function tileLinesNote(
  gapLines: number,
  chosen: { readonly name: string; readonly drawn: number; readonly of: number } | undefined,
): string {
  const gaps = gapLines === 0 ? undefined : 'worst gaps';
  const own =
    chosen !== undefined && chosen.drawn < chosen.of
      ? `the ${count(chosen.drawn)} worst of ${count(chosen.of)} of ${chosen.name}`
      : chosen?.name;
  const drawn = [gaps, own].filter((part) => part !== undefined).join(', and ');
  if (drawn === '') return 'Choose a tile for its lines.';
  return chosen === undefined
    ? `Lines: ${drawn}. Choose a tile for its own.`
    : `Lines: ${drawn}. Framed tiles are its ends.`;
}

/** Read out when the focus moves. */
export const boxAnnounced = (sentence: string, edges: number) => `${sentence} ${countOf(edges, 'connection')} drawn.`;

/** "8 pods · 3 gaps" */
export const groupDetail = (detail: string | undefined, gaps: number) =>
  [detail, gaps > 0 ? countOf(gaps, 'gap') : undefined].filter((part) => part !== undefined).join(' · ');

/** What stands above an empty list of gaps. */
export const noGapSentence = (checks: number, notEvaluated: number) =>
  `${countOf(checks, 'check')} ran${notEvaluated > 0 ? `, ${count(notEvaluated)} not evaluated` : ''}. In a well-isolated cluster this list is empty.`;
export const NO_GAP_TITLE = 'No open gap';
