/** Sentences and words of the pod list and of the pod page. */

import type { Isolation } from '#lib/api/pod-types.ts';
import { count, countOf, shareOf } from './count.ts';

export const POD_LIST = {
  title: 'Pods',
  columns: {
    namespace: 'Namespace',
    pod: 'Pod',
    isolation: 'Isolated',
    dataClass: 'Class',
    node: 'Node',
    address: 'Address',
    gaps: 'Gaps',
  },
  noPods: 'No pods. Workloads without pods are on the map.',
  clear: 'Clear the filter',
  loading: 'Reading pods',
  failed: 'The list of pods could not be read.',
} as const;

export function podCount(matched: number, total: number): string {
  return matched === total ? countOf(total, 'pod') : shareOf(matched, total, 'pod');
}

export function noPodMatches(query: string): string {
  return `Nothing matches ${query}.`;
}

export function isolatedIn(isolation: Isolation): string {
  const { ingress, egress } = isolation;
  if (ingress === 'none' && egress === 'none') return 'host network';
  if (ingress === 'depends' || egress === 'depends') return 'depends';
  if (ingress === 'yes' && egress === 'yes') return 'in and out';
  if (ingress === 'yes') return 'in';
  if (egress === 'yes') return 'out';
  return ingress === 'partly' || egress === 'partly' ? 'closed to some' : 'not isolated';
}

/** Names the way down to a page, for screen readers. */
export const BREADCRUMB = 'Breadcrumb';

export const POD_PAGE = {
  traffic: 'Traffic, 24 h',
  copyLink: 'Copy link',
  showOnMap: 'Show on map',
  toList: 'Search all pods',
  dataAtRest: 'Data at rest',
  direction: 'Direction',
  both: 'Both',
  inwards: 'In',
  outwards: 'Out',
  otherNamespaces: 'Other namespaces only',
  personalOnly: 'Personal data only',
  gapsOnly: 'Gaps only',
  port: 'Port',
  anyPort: 'all',
  ingress: 'Ingress',
  egress: 'Egress',
  isolated: 'Isolated',
  notIsolated: 'Not isolated',
  noGate: 'No gate',
  partlyIsolated: 'Closed to some',
  mayBeIsolated: 'Depends',
  selecting: 'Policies that select this pod',
  noSelecting: 'None. Every connection is allowed in both directions.',
  serves: 'Ports it serves',
  servesNone: 'None declared. A pod can listen on a port that it does not declare.',
  dataClass: 'Class',
  external: 'External',
  nobody: 'Nobody.',
  nothing: 'Nothing.',
  noPeerMatches: 'No peer matches the filter.',
  depends: 'depends',
  somePods: 'some pods',
  finished: 'This pod has finished: it neither accepts nor opens connections.',
  readingPods: 'Reading its pods …',
  keys: { look: 'look from there', peers: 'next peer', why: 'why', back: 'back', fold: 'fold' },
  loading: 'Reading the pod',
  failed: 'This pod could not be read.',
  readingUnreached: 'Reading who cannot …',
  peersFailed: 'They could not be read. Fold and unfold to try again.',
} as const;

export function canReach(name: string): string {
  return `Can reach ${name}`;
}

export function isReachedBy(name: string): string {
  return `${name} can reach`;
}

/** "25 of 40 pods", and what is undecided beside it. */
export function reachCount(reachable: { readonly pods: number; readonly of: number }): string {
  return shareOf(reachable.pods, reachable.of, 'pod');
}

export function dependsCount(pods: number): string {
  return `${count(pods)} more ${pods === 1 ? 'depends' : 'depend'}`;
}

export function cannotReach(pods: number, workloads: number): string {
  return `${countOf(pods, 'pod')} in ${countOf(workloads, 'workload')}`;
}

/** Workloads of a list that do not fit into it. */
export function moreWorkloads(more: number): string {
  return `and ${countOf(more, 'workload')} more. Ask about one by name under Why.`;
}

export const CANNOT_REACH_IT = 'Cannot reach it';
export const IT_CANNOT_REACH = 'It cannot reach';

export function otherPoliciesOf(namespace: string): string {
  return `Policies in ${namespace} that do not`;
}

export function ruleCount(rules: number): string {
  return rules === 0 ? 'no rules' : countOf(rules, 'rule');
}

export function podsOf(pods: number, of: number): string {
  return pods === of ? countOf(pods, 'pod') : shareOf(pods, of, 'pod');
}

export function morePods(pods: number): string {
  return `${countOf(pods, 'more pod')} not listed`;
}

export function peerCount(pods: number): string {
  return countOf(pods, 'pod');
}

export function gapCount(gaps: number): string {
  return countOf(gaps, 'gap');
}

/** "label on StatefulSet crm/crm-db, set by helm" */
export function classSource(source: string, manager: string | undefined): string {
  return manager === undefined ? source : `${source}, set by ${manager}`;
}

export function portCount(ports: number): string {
  return countOf(ports, 'port');
}
