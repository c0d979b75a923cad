/** Sentences and words of the policy inventory and of one policy's page. */

import { count, countOf, shareOf } from './count.ts';

export const POLICIES = {
  title: 'Policies',
  columns: {
    gap: 'Gap',
    namespace: 'Namespace or tier',
    policy: 'Policy',
    isolates: 'Isolates',
    pods: 'Pods',
    rules: 'Rules',
    effect: 'Effect',
    manager: 'Last manager',
    changed: 'Changed',
  },
  selectsNothing: 'Selects nothing',
  opensToAny: 'Opens to any',
  redundant: 'Redundant rule',
  redundantTag: 'redundant',
  redundantBound: 'Not every rule was put to the engine: there may be more.',
  carriesGap: 'Carries a gap',
  kind: 'Kind',
  namespaceFilter: 'Namespace',
  manager: 'Last manager',
  noManager: 'not known',
  clear: 'Clear the filter',
  opensToAnyTag: 'opens to any',
  unreadTag: 'partly unread',
  isolation: 'Isolation by namespace',
  pods: 'pods',
  postsNote: {
    before: 'The posts show what a ',
    phantom: 'new pod without labels',
    between: ' would meet. Pods on the ',
    hostNetwork: 'host network',
    after: ' have no gate and are not counted.',
  },
  namespace: 'Namespace',
  inwards: 'In',
  outwards: 'Out',
  noPolicyAtAll: 'No policy at all',
  noPolicyRead: 'No policy that could be read',
  empty: 'No policy in this cluster. Every pod accepts every other.',
  emptyNotUnderstood: 'No policy that could be read.',
  emptyNotRead: 'No policy could be read.',
  emptyNotReadNote: 'Whether there are any is not known, so what they would decide is undecided.',
  emptyPartNote: 'Whether there are any in the others is not known, so what they would decide is undecided.',
  emptyKindsNotRead: 'No policy of the kinds that could be read.',
  emptyKindsNotReadNote: 'Whether there are any of the others is not known.',
  emptyNoPods: 'No policy and no pod in this input.',
  emptyPodsNotRead: 'No policy in this cluster. Pods could not be read.',
  notRead: 'Policies not read',
  undecided: 'undecided',
  exportCsv: 'Export CSV',
  csvUnknown: 'unknown',
  exportName: (cluster: string): string => `${cluster}-policies.csv`,
  csvColumns: [
    ...['kind', 'namespace', 'name', 'tier', 'priority', 'directions', 'pods', 'workloads', 'ingress rules'],
    ...['egress rules', 'opens to any', 'redundant rule', 'worst gap', 'gaps', 'effect', 'last manager', 'changed'],
  ],
  noMatch: 'No policy matches the filter.',
  notEvaluated: 'Not evaluated',
  loading: 'Reading policies',
  failed: 'The policies could not be read.',
} as const;

export const POLICY = {
  asItStands: 'As it stands',
  copyYaml: 'Copy YAML',
  copyLink: 'Copy link',
  showOnMap: 'Show on map',
  litLines: 'Lit lines',
  selects: 'Selects',
  selectsNone: 'No pod. A policy that selects nothing isolates nothing.',
  opens: 'Opens',
  opensNothing: 'Nothing: the policy has no rule, so it only isolates.',
  does: 'Rules, in the order in which they are asked',
  doesNote:
    'The first rule that matches decides at this gate; what none matches goes on to the next policy. The gate at the other end decides too.',
  saysNothing: 'Nothing: the policy has no rule, so it changes nothing.',
  effectNote: 'A rule opens one gate. Whether a connection is allowed, the gate at the other end decides too.',
  dead: 'opens nothing today',
  gaps: 'Gaps',
  rendering: 'Lines of our rendering of the live object',
  loading: 'Reading the policy',
  failed: 'This policy could not be read.',
  unread: 'Part of this policy could not be read. What it means there is undecided.',
} as const;

export const WITHOUT = {
  title: 'Without it',
  working: 'Working out what would change …',
  failed: 'What would change could not be worked out.',
  opens: 'open',
  closes: 'close',
  changes: 'change',
  gapsOpen: 'gaps open',
  gapsClose: 'gaps close',
  new: 'new',
  closed: 'closed',
  withPeers: (peers: number): string => `with ${countOf(peers, 'more peer')}`,
} as const;

/** "Without it 23 connections open, 1 closes. Nothing is changed by looking." */
export function withoutSentence(change: {
  readonly opened: number;
  readonly closed: number;
  readonly other: number;
  readonly gaps: number;
}): string {
  const { opened, closed, other, gaps } = change;
  if (opened + closed + other + gaps === 0) return 'Nothing changes without it, as things are.';
  if (opened + closed + other === 0) return 'No connection changes without it; only what the checks say does.';
  return 'Computed on a copy of the cluster. A connection is one pair of workloads; those that may open count.';
}

/** "network policies in 3 of 9 namespaces, 2 for the whole cluster" */
export function policyCount(policies: number, covered: number, namespaces: number, clusterWide: number): string {
  const own = `network ${policies === 1 ? 'policy' : 'policies'} in ${count(covered)} of ${countOf(namespaces, 'namespace')}`;
  return clusterWide === 0 ? own : `${own}, ${count(clusterWide)} for the whole cluster`;
}

export function isolatedFor(direction: 'ingress' | 'egress', pods: number): string {
  return direction === 'ingress' ? `of ${countOf(pods, 'pod')} isolated for ingress` : 'for egress';
}

/** "in", "out", "in and out" */
export function directionWords(directions: readonly ('ingress' | 'egress')[]): string {
  const inwards = directions.includes('ingress');
  if (inwards && directions.includes('egress')) return 'in and out';
  return inwards ? 'in' : 'out';
}

export function isolatesFor(directions: readonly ('ingress' | 'egress')[]): string {
  return `Isolates for ${directions.join(' and ')}`;
}

export function share(part: number, whole: number): string {
  return `${count(part)} of ${count(whole)}`;
}

export function shownOf(shown: number, total: number): string {
  return shown === total ? countOf(total, 'policy', 'policies') : shareOf(shown, total, 'policy', 'policies');
}

export function allOneKind(policies: number): string {
  if (policies === 0) return 'No policy of any kind was found.';
  return `All ${count(policies)} are NetworkPolicy v1. No policy of another kind was found. None is left out.`;
}

/** "11 NetworkPolicy, 2 ClusterNetworkPolicy. All are evaluated, none is left out." */
export function allKinds(kinds: readonly (readonly [string, number])[]): string {
  const listed = kinds.map(([kind, number]) => `${count(number)} ${kind}`).join(', ');
  return `${listed}. All are evaluated, none is left out.`;
}

/** "whole cluster": where a namespace would stand. */
export const CLUSTER_WIDE = 'whole cluster';

/** "Admin tier, priority 10" */
export function tierAndPriority(tier: 'Admin' | 'Baseline', priority: number | undefined): string {
  return priority === undefined ? `${tier} tier` : `${tier} tier, priority ${priority}`;
}

/** "Admin · 10": where there is little room. */
export function tierInShort(tier: 'Admin' | 'Baseline', priority: number | undefined): string {
  return priority === undefined ? tier : `${tier} · ${priority}`;
}

/** "Applies for ingress and egress" */
export function appliesFor(directions: readonly ('ingress' | 'egress')[]): string {
  return `Applies for ${directions.join(' and ')}`;
}

/** "Policies of 2 of 9 namespaces could not be read: there may be more." */
export function notReadOf(notRead: number, namespaces: number): string {
  return notRead === namespaces
    ? 'Policies could not be read: there may be more.'
    : `Policies of ${count(notRead)} of ${countOf(namespaces, 'namespace')} could not be read: there may be more.`;
}

/** "No policy in the 7 namespaces that could be read." */
export function emptyInRead(namespaces: number): string {
  return namespaces === 1
    ? 'No policy in the namespace that could be read.'
    : `No policy in the ${count(namespaces)} namespaces that could be read.`;
}

/** "Not read, or not everywhere: AdminNetworkPolicy, CiliumNetworkPolicy. There may be more." */
export function kindsNotRead(kinds: readonly string[]): string {
  return `Not read, or not everywhere: ${kinds.join(', ')}. There may be more.`;
}

/** "3 undecided" */
export function undecidedPods(pods: number): string {
  return `${count(pods)} undecided`;
}

/** "2 policies could not be read. Whom they isolate and what they open is undecided." */
export function unreadPolicies(policies: number): string {
  return `${countOf(policies, 'policy', 'policies')} could not be read. Whom ${policies === 1 ? 'it isolates and what it opens' : 'they isolate and what they open'} is undecided.`;
}

/** What stands under the table's head of effects for a policy that could not be read. */
export function unreadEffect(problems: readonly string[]): string {
  return `Could not be read: ${problems.join('; ')}.`;
}

export function otherKinds(objects: number): string {
  return `${countOf(objects, 'policy', 'policies')} of other kinds ${objects === 1 ? 'is' : 'are'} not evaluated. What ${objects === 1 ? 'it touches' : 'they touch'} is undecided.`;
}

export function setBy(manager: string): string {
  return `set by ${manager}`;
}

export function lineRange(from: number, to: number): string {
  return from === to ? String(from) : `${from} to ${to}`;
}

export function ruleName(direction: 'ingress' | 'egress', number: number): string {
  return `${direction} rule ${number}`;
}

export function selectedPods(pods: number, workloads: number): string {
  return `${countOf(pods, 'pod')} in ${countOf(workloads, 'workload')}`;
}

export function moreEnds(hidden: number): string {
  return `${count(hidden)} more`;
}

/** The sentence of a policy where its columns say already whom it isolates: "Admits shop on TCP 8443." */
export function opensInShort(sentence: string): string {
  const opens = /^(?:Isolates [^;]*;|Applies to [^:]*:) (.*)$/s.exec(sentence)?.[1];
  return opens === undefined ? sentence : opens.charAt(0).toUpperCase() + opens.slice(1);
}
