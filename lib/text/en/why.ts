/** Sentences and words of the why page and its drawer. */

import type { ExplainedRule, Footnote, Gate, Verdict } from '#lib/policy/types.ts';
import { countOf } from './count.ts';
import { haveSay } from './pod-view.ts';
import { lineRange } from './policies.ts';

export const WHY = {
  title: 'Why?',
  askTitle: 'Ask about a connection',
  askHint:
    'Two ends, and a port if you like: namespace/pod, namespace/Kind/name, namespace/Service/name, namespace/?app=web for a pod that does not exist yet, an address, a CIDR, or internet.',
  from: 'From',
  to: 'To',
  port: 'Port',
  portHint: 'TCP/8443, empty for all',
  endHint: 'shop/orders-1, internet, 10.0.0.1',
  ask: 'Ask',
  reverse: 'Reverse',
  copyLink: 'Copy link',
  openPage: 'Open as page',
  close: 'Close',
  egressTitle: 'Egress at the source',
  ingressTitle: 'Ingress at the destination',
  egressGate: 'egress gate',
  ingressGate: 'ingress gate',
  notIsolated: 'Not isolated',
  partlyIsolated: 'Closed to some',
  noGate: 'No gate',
  mayBeIsolated: 'Isolation depends',
  bothGates: 'Ports, both gates',
  egressAllows: 'Egress allows',
  ingressAllows: 'Ingress allows',
  inBoth: 'In both',
  dependsInBoth: 'Depends',
  someInBoth: 'some of them',
  somePorts: 'Allowed on some ports',
  none: 'none',
  gaps: 'Gaps on this connection',
  noGaps: 'None found.',
  keepInMind: 'Keep in mind',
  check: 'Check it in the cluster',
  checkHint: 'It opens a real connection. Ringfence never runs it.',
  dependsOn: 'What it depends on',
  parts: 'These ends stand for several pods',
  familiesDiffer: 'IPv4 and IPv6 differ',
  newPodIn: (namespace: string): string => `A new pod in ${namespace}; labels follow as app=web`,
  internet: 'The largest part of the internet that no rule singles out',
  badPort: 'Write the port as TCP/8443, UDP/53, 8443, a name such as http, or a protocol alone.',
  missingEnd: 'Name both ends.',
  loading: 'Working out the answer',
  failed: 'The question could not be answered.',
  copyCommand: 'Copy command',
  lines: (from: number, to: number): string => `${from === to ? 'Line' : 'Lines'} ${lineRange(from, to)}`,
} as const;

const VERDICTS: Readonly<Record<Verdict | 'mixed', string>> = {
  allow: 'Allowed',
  deny: 'Denied',
  depends: 'Depends',
  mixed: 'Mixed',
};

export function verdictWord(verdict: Verdict | 'mixed'): string {
  return VERDICTS[verdict];
}

export function gateState(gate: Gate): string {
  switch (gate.isolated) {
    case 'yes':
      return gate.policies.every(({ kind }) => kind === 'NetworkPolicy')
        ? `Isolated by ${countOf(gate.policies.length, 'policy', 'policies')}`
        : `Isolated · ${haveSay(gate.policies.length)}`;
    case 'no':
      return WHY.notIsolated;
    case 'partly':
      return WHY.partlyIsolated;
    case 'depends':
      return WHY.mayBeIsolated;
    case 'none':
      return WHY.noGate;
  }
}

/** There is no "denies" for NetworkPolicy: a rule admits, or it does not. Cluster-wide policies deny and pass. */
export function outcomeWord({ outcome, tier }: Pick<ExplainedRule, 'outcome' | 'tier'>): string {
  switch (outcome) {
    case 'admits':
      return 'allows this traffic';
    case 'denies':
      return 'denies this traffic';
    case 'passes':
      return 'passes it on';
    case 'depends':
      return 'cannot be decided';
    case 'not-reached':
      return 'not asked';
    case 'other-port':
    case 'other-peer':
    case 'no-rules':
      return tier === undefined ? 'no matching allow rule' : 'does not match';
  }
}

/** "Admin tier" */
export function tierWord(tier: 'Admin' | 'NetworkPolicy' | 'Baseline'): string {
  return tier === 'NetworkPolicy' ? tier : `${tier} tier`;
}

export function ruleNumber(rule: number, of: number): string {
  return rule === 0 ? 'no rules' : `rule ${rule} of ${of}`;
}

const FOOTNOTES: Readonly<Record<Footnote, string>> = {
  replies: 'Replies to an allowed connection are allowed too.',
  'own-node': "The kubelet on the pod's own node always reaches it, for probes.",
  'open-connections': 'Connections opened before a policy changed may live on. That depends on the network plugin.',
  'host-network': 'Pods on the host network share the address of their node. Policies may not apply to them.',
  self: 'A pod always reaches its own address.',
  icmp: 'NetworkPolicy says nothing about ICMP: ping proves neither answer.',
  enforcement: 'Whether the network plugin enforces policies is not tested.',
  'ingress-controller':
    'Behind an ingress controller or a load balancer, the source that a pod sees is the controller.',
  'service-translation': 'A Service is translated before policies look: they see pod addresses and pod ports.',
  'source-rewriting':
    'What comes through its Service or host port may come from a node instead of the client: then rules for client addresses decide nothing.',
};

export function footnoteText(footnote: Footnote): string {
  return FOOTNOTES[footnote];
}

export function foldedLines(from: number, to: number): string {
  return from === to ? `# line ${from}, folded` : `# lines ${from} to ${to}, folded`;
}

/** Head of the YAML block: where its numbers come from. */
export function linesOf(file: string | undefined): string {
  return file === undefined ? 'Lines of our rendering of the live object' : `Lines of ${file}`;
}

export function partSentence(pairs: number, verdict: Verdict, from: string, to: string): string {
  return `${countOf(pairs, 'pair')}: ${verdictWord(verdict).toLowerCase()}, e.g. ${from} to ${to}`;
}
