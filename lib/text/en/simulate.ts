/** Sentences and words of the simulation: its page, its lines on the map, its proposals for Git. */

import type { SceneChange } from '#lib/graph/types.ts';
import { countOf } from './count.ts';
import { flowsSentence } from './observed-flow.ts';

export const newNamespaceDetail = 'new';

const CHANGE_VERBS: Readonly<Record<SceneChange, string>> = {
  opens: 'opens',
  closes: 'closes',
  changes: 'changes',
  depends: 'becomes undecided:',
};

/** "The simulation closes erp to crm-db on any port." */
export function changedEdgeSentence(
  change: SceneChange,
  from: string,
  to: string,
  ports: string,
  connections: number,
): string {
  const many = connections > 1 ? ` ${countOf(connections, 'connection')}.` : '';
  const what = change === 'depends' ? `What ${from} may reach of ${to} on ${ports} becomes undecided.` : undefined;
  return `${what ?? `The simulation ${CHANGE_VERBS[change]} ${from} to ${to} on ${ports}.`}${many}`;
}

export const changesOmitted = (count: number): string =>
  `${countOf(count, 'more changed connection')} ${count === 1 ? 'is' : 'are'} not drawn; the list beside the map has them.`;

/** Lines of the cluster before or after, which the map of the cluster has. */
export const statesOmitted = (count: number): string =>
  `${countOf(count, 'line')} of the cluster before or after ${count === 1 ? 'is' : 'are'} not drawn. Open a namespace to see its own.`;

export const SIMULATE = {
  title: 'Simulation',
  nav: 'Simulate',
  nothingApplied: 'Simulation: nothing is applied',
  start: 'Edit or drop policies, and see what they would change.',
  show: 'What the map shows',
  before: 'Before',
  after: 'After',
  onlyChanges: 'Only changes',
  copyLink: 'Copy link',
  link: 'Link to this simulation',
  linkTooLong: 'This simulation is too long for a link. Pass on the file instead: Download patch.',
  linkUnreadable: 'The link holds a simulation that cannot be read. It may have been cut off on its way.',
  notKept: 'This browser has no room to keep the simulation. Reloading the page loses it.',
  leave: 'Leave',
  undo: 'Undo',
  redo: 'Redo',
  parts: 'Part of the simulation',
  changes: 'Changes',
  map: 'Map',
  result: 'Result',
  list: 'Proposed changes',
  takeBack: (what: string): string => `Take back ${what}`,
  add: 'Add',
  addTitle: 'Add a change',
  choices: {
    policy: 'New policy',
    edit: 'Edit a policy',
    remove: 'Delete a policy',
    labels: 'Change labels',
    workload: 'Add a workload',
    file: 'Open files',
    folder: 'Open a folder',
  },
  views: 'View of the changes',
  edit: 'Edit',
  compare: 'Compare',
  patch: 'Patch',
  editor: (what: string): string => `YAML of ${what}`,
  editorHint: 'Esc, then Tab leaves the editor.',
  dropHint: 'Drop a file or a folder here, paste YAML, delete a policy, or change labels.',
  pasted: 'Pasted',
  dropHere: 'Drop to simulate these manifests',
  emptyTitle: 'Nothing is proposed yet.',
  empty: 'Write a policy, drop manifests, or begin with what is there. The map shows the cluster as it is.',
  working: 'Working out what it changes',
  workingOn: (pods: number): string => `Working out what it changes for ${countOf(pods, 'pod')}, then all checks`,
  failed: 'The simulation could not be worked out.',
  stale: 'The result is of the changes before.',
  valid: 'Valid',
  selects: (pods: number): string => `Valid, selects ${countOf(pods, 'pod')}`,
  noObject: 'No object of Kubernetes in this text',
  unchanged: 'Same as in the cluster',
  problems: (count: number): string => countOf(count, 'problem'),
  problemAt: (line: number): string => `Line ${line}`,
  problemList: 'Problems in this text',
  notes: 'Assumed while reading',
  removes: 'It is deleted in the simulation.',
  absent: 'There is no such object in this cluster: nothing changes.',
  labelsOf: 'Labels that change',
  noLabel: 'taken away',
  differs: 'Differs from the cluster',
  isNew: 'new',
  isGone: 'deleted',
  nothingToCompare: 'Nothing differs from the cluster.',
  copyPatch: 'Copy patch',
  downloadPatch: 'Download patch',
  kustomize: 'Kustomize',
  pullRequest: 'Pull request text',
  pullRequestShort: 'Pull request',
  outputs: 'Take it along',
  earlier: 'Your earlier simulation is kept: Undo brings it back.',
  object: 'Object',
  objectHint: 'crm/Deployment/crm-api, or a namespace',
  labels: 'Labels',
  labelsHint: 'tier=front old-',
  labelsHelp: 'As kubectl label writes them: key=value sets, key- takes away. Of a workload, its pod template.',
  badObject: 'Write a workload as namespace/Kind/name, a pod as namespace/name, a namespace by its name.',
  badLabels: 'Write labels as key=value, and key- to take one away.',
  policy: 'Policy',
  policyHint: 'Type to find one',
  noSuchPolicy: 'There is no policy of this name.',
  namespace: 'Namespace',
  name: 'Name',
  replicas: 'Pods',
  badWorkload: 'Name the namespace and the workload, and how many pods it has.',
  addIt: 'Add it',
  cancel: 'Cancel',
  tooLarge: 'That is too much text for one simulation: 2 MB at most.',
  noManifests: 'There is no YAML or JSON file in it.',
  mapOf: (namespace: string): string => `Namespace ${namespace}`,
  wholeCluster: 'Whole cluster',
  legend: 'Lines',
  legendLines: { opens: 'opens', closes: 'closes', changes: 'ports change', depends: 'uncertain', same: 'unchanged' },
  download: 'Download',
  copy: 'Copy',
} as const;

export const RESULT = {
  title: 'Result',
  numbers: {
    opens: 'opens',
    closes: 'closes',
    changes: 'change',
    gapsClosed: 'gaps closed',
    gapsOpened: 'gaps opened',
  },
  dnsCut: 'Cut off from DNS',
  dnsDepends: 'DNS becomes undecided',
  dnsRestored: 'DNS restored',
  gapsOpened: 'Gaps opened',
  gapsClosed: 'Gaps closed',
  gapsChanged: 'Gaps changed',
  firstIsolated: 'Isolated for the first time',
  otherIsolation: 'Other gates',
  added: 'New workloads',
  removed: 'Gone workloads',
  opens: (direction: 'ingress' | 'egress', subject: string): string =>
    `Opens connections ${direction === 'ingress' ? 'to' : 'from'} ${subject}`,
  closes: (direction: 'ingress' | 'egress', subject: string): string =>
    `Closes connections ${direction === 'ingress' ? 'to' : 'from'} ${subject}`,
  changes: (direction: 'ingress' | 'egress', subject: string): string =>
    `Changes ports ${direction === 'ingress' ? 'to' : 'from'} ${subject}`,
  depends: (direction: 'ingress' | 'egress', subject: string): string =>
    `Uncertain ${direction === 'ingress' ? 'to' : 'from'} ${subject}`,
  unlisted: (count: number): string => `and ${countOf(count, 'more')} that are counted but not listed`,
  folded: (workloads: number): string => countOf(workloads, 'workload'),
  nothing: 'No connection changes, and the gaps stay the same.',
  breaksFlows: 'Breaks observed flows',
  flows: flowsSentence,
  noFlows: 'No flow source is connected: whether a connection that closes is in use is not known.',
  gate: (direction: 'ingress' | 'egress'): string => direction,
  oneSided: (pods: number, sources: number, targets: number): string =>
    `${countOf(pods, 'pod')}, reached by ${sources}, reaches ${targets}`,
  podsOf: (pods: number, of: number): string =>
    pods === of ? countOf(pods, 'pod') : `${pods} of ${countOf(of, 'pod')}`,
} as const;

/** "2 policies added, 1 object deleted. Nothing is changed in the cluster." */
export function proposalSentence(counts: {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}): string {
  const parts = [
    ...(counts.added === 0 ? [] : [`${countOf(counts.added, 'object')} added`]),
    ...(counts.changed === 0 ? [] : [`${countOf(counts.changed, 'object')} changed`]),
    ...(counts.removed === 0 ? [] : [`${countOf(counts.removed, 'object')} deleted`]),
  ];
  return parts.length === 0 ? '' : `${parts.join(', ')}.`;
}

export const OUTPUT = {
  proposal: 'A proposal computed by Ringfence. Nothing of it was applied.',
  commands: 'No manifest can say the following. Run it beside kubectl apply:',
  mergePatch: 'A merge patch: kubectl patch KIND NAME --type=merge --patch-file FILE',
  base: '../base',
  heading: 'What this changes in the cluster',
  madeOn: (cluster: string, revision: string): string =>
    `Computed by Ringfence against revision ${revision} of \`${cluster.replaceAll('`', "'")}\`, with all checks. Nothing was applied.`,
  objects: 'Objects',
  dns: 'DNS',
  gapsOpened: 'Gaps opened',
  gapsClosed: 'Gaps closed',
  isolation: 'Isolation',
  connections: 'Connections',
  alsoRun: 'Also run',
  openSimulation: 'Open this simulation',
  more: (count: number): string => `and ${countOf(count, 'more')}`,
  claim:
    'This is technical evidence about network reachability at the stated time. Whether an obligation is met is for the controller to judge.',
} as const;

export const SIMULATE_LINKS = {
  edit: 'Edit in simulation',
  without: 'What without it',
  fix: 'Simulate this fix',
  fixOf: (gap: string): string => `Fix of ${gap}`,
  putBack: 'Simulate putting it back',
  putBackAll: 'Simulate putting them back',
  showOnMap: 'Show on map',
  goneToday: 'Gone: the cluster of today no longer has it.',
} as const;
