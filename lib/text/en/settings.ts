/** The settings page: sources, and how the network plugin reads policies. */
import type { SourceStatus } from '#lib/api/cluster-types.ts';
import type { Profile, ProfileName } from '#lib/policy/types.ts';
import { count, countOf } from './count.ts';

export const SETTINGS = {
  keyboard: 'Keyboard',
  title: 'Settings',
  sources: 'Sources',
  sourcesHint: 'What Ringfence reads, and how old it is. One failing never stops the others.',
  source: 'Source',
  state: 'State',
  last: 'Last',
  gives: 'What it gives',
  open: 'Open',
  add: 'Add a source',
  plugin: 'Network plugin',
  noPlugin: 'No network plugin was found by its agents or its marks on nodes.',
  question: 'What Kubernetes leaves open',
  field: 'Field',
  value: 'Here',
  knownFrom: 'Known from',
  undecided: 'Connections it leaves undecided',
  preset: 'Preset',
  differs: 'differs from preset',
  note: 'All of these are printed in each report. A change makes a new revision at once, for everybody who looks at this cluster, until Ringfence ends.',
  chosenHere: 'chosen on this page',
  givenAtStart: 'given at start',
  ourChoice: 'chosen by us',
  resetToProposed: 'Reset to the proposed readings',
  resetToStart: 'Reset to those of the start',
  loading: 'Reading the settings',
  failed: 'The settings could not be read.',
  changeFailed: 'The readings could not be changed.',
  evidence: 'Signs of it',
  fromNodes: 'from the nodes',
  contract: 'contract of Kubernetes',
} as const;

export const PROFILE_QUESTIONS: Readonly<Record<Exclude<keyof Profile, 'name'>, string>> = {
  ipBlockMatchesPods: 'An address block may also mean pods',
  ipBlockMatchesNodes: 'An address block may also mean nodes',
  hostNetworkPods: 'Pods on the host network count as',
  ownNodeToPod: 'A node reaches its own pods',
  podToOwnNode: 'A pod reaches its own node',
  selfViaService: 'A pod reaches itself through its Service',
  endPort: 'Port ranges (endPort)',
  sctp: 'SCTP',
  npFinal: 'A network policy has the last word for',
  priorityTie: 'Two cluster-wide policies of the same rank',
  missingNamespaceLabels: 'Labels of a namespace that was not read',
  podCIDRs: 'Addresses that pods get',
  enforced: 'Policies are enforced',
};

const VALUES: Readonly<Record<string, string>> = {
  true: 'yes',
  false: 'no',
  depends: 'depends',
  asNodes: 'nodes',
  asPods: 'pods',
  allow: 'always',
  evaluate: 'as policies say',
  supported: 'yes',
  unsupported: 'no',
  perDirection: 'its directions',
  perPod: 'the whole pod',
  byName: 'by name',
  assumeNone: 'none',
  unknown: 'unknown',
  yes: 'yes',
  no: 'no',
};

/** A value of the profile as a person reads it. */
export function valueWord(value: string): string {
  return Object.hasOwn(VALUES, value) ? (VALUES[value] ?? value) : value;
}

export function presetOf(profile: ProfileName): string {
  return `${profile} preset`;
}

export function changeValue(question: string): string {
  return `Choose: ${question}`;
}

const STATES: Readonly<Record<SourceStatus['state'], string>> = {
  reading: 'Reading',
  current: 'Current',
  lost: 'Lost',
  failed: 'Failed',
};
export function stateWord(state: SourceStatus['state']): string {
  return STATES[state];
}

export function whatItGives(counts: {
  readonly pods: number;
  readonly namespaces: number;
  readonly policies: number;
}): string {
  const { pods, namespaces, policies } = counts;
  return `${countOf(pods, 'pod')}, ${countOf(namespaces, 'namespace')}, ${countOf(policies, 'policy', 'policies')}.`;
}

export function revisionWord(seq: number): string {
  return `rev ${count(seq)}`;
}

export function profileChosen(profile: ProfileName): string {
  return `Readings of ${profile} are in force.`;
}
