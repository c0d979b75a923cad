import type {
  AdminPolicyPort,
  ClusterPolicy,
  ClusterPolicyProtocol,
  ClusterPolicyRule,
  DestinationPort,
  Direction,
  Protocol,
} from '#lib/kube/objects.ts';
import type { InternedParts } from '../interned-parts.ts';
import type { CompiledPolicy, CompiledRule, Peer, RuleAction, RulePort, RulePorts, TierName } from '../ir.ts';
import { type ReasonMask, reasonBit } from '../reasons.ts';
import type { PolicyRef } from '../types.ts';
import type { CompileNumbers } from './network-policy.ts';

/** The tier of a cluster-wide policy: BaselineAdminNetworkPolicy and what says so are Baseline (rows A1, C1). */
export function tierOf({ kind, spec }: ClusterPolicy): TierName | undefined {
  if (kind === 'ClusterNetworkPolicy') return spec.tier;
  return kind === 'AdminNetworkPolicy' ? 'Admin' : 'Baseline';
}

/** Whether nothing of the policy is known but perhaps its tier: it may decide on any connection of any pod. */
export function isUnreadClusterPolicy({ unread, spec }: ClusterPolicy): boolean {
  return spec.subject === undefined || unread?.some(({ part }) => part === 'spec') === true;
}

/** ClusterNetworkPolicy, AdminNetworkPolicy or BaselineAdminNetworkPolicy; undefined where its spec is not understood. */
export function compileClusterPolicy(
  policy: ClusterPolicy,
  parts: InternedParts,
  numbers: CompileNumbers,
): CompiledPolicy | undefined {
  const tier = tierOf(policy);
  const { subject, priority = 0 } = policy.spec;
  if (isUnreadClusterPolicy(policy) || tier === undefined || subject === undefined) return undefined;
  const ref: PolicyRef = { kind: policy.kind, namespace: '', name: policy.metadata.name };
  const rules = (direction: Direction): readonly CompiledRule[] | undefined => {
    const list = policy.spec[direction];
    if (list === undefined || list.length === 0) return undefined; // row A19
    const unread = new Set(
      policy.unread?.flatMap((part) => (part.part === 'rule' && part.direction === direction ? [part.index] : [])),
    );
    return list.map((rule, index) => {
      const face = { id: numbers.nextRule++, policy: ref, direction, index, path: `spec.${direction}[${index}]` };
      return { ...face, ...(unread.has(index) ? notUnderstood(rule) : compileRule(rule, direction, parts)) };
    });
  };
  return {
    id: numbers.nextPolicy++,
    ref,
    tier,
    priority,
    // Row A9: pods of namespaces, or pods by both selectors.
    subject: {
      namespaces: { selector: parts.selector(subject.namespaces ?? subject.pods?.namespaceSelector) },
      pods: parts.selector(subject.pods?.podSelector),
    },
    ingress: rules('ingress'),
    egress: rules('egress'),
  };
}

type RuleBody = Pick<CompiledRule, 'action' | 'peers' | 'ports' | 'doubt' | 'failsClosed'>;

function actionOf({ action }: ClusterPolicyRule): RuleAction {
  switch (action) {
    case 'Accept':
    case 'Allow':
      return 'allow'; // row C3: one action under two names
    case 'Deny':
      return 'deny';
    case 'Pass':
      return 'pass';
    case undefined:
      return 'unknown';
  }
}

/** It may apply to anyone on any port, and certainly to nobody. */
function notUnderstood(rule: ClusterPolicyRule): RuleBody {
  const doubt: ReasonMask = reasonBit('policy-not-understood');
  return { action: actionOf(rule), peers: 'anyone', ports: 'every', doubt };
}

function compileRule(rule: ClusterPolicyRule, direction: Direction, parts: InternedParts): RuleBody {
  const action = actionOf(rule);
  const written = (direction === 'ingress' ? rule.from : rule.to) ?? [];
  if (written.some((peer) => Object.keys(peer).length === 0)) {
    // Rows A11, C13: fails closed as a whole. A Pass would hand the decision on, so it denies too.
    return action === 'allow'
      ? { action, peers: [], ports: 'every', doubt: 0, failsClosed: 'matches-nothing' }
      : { action: 'deny', peers: 'anyone', ports: 'every', doubt: 0, failsClosed: 'denies-all' };
  }
  const peers: Peer[] = [];
  for (const peer of written) {
    const compiled = parts.clusterPeers(peer);
    if (compiled === undefined) return notUnderstood(rule);
    peers.push(...compiled);
  }
  return { action, peers, ports: compilePorts(rule), doubt: 0 };
}

/** Absent: everything (rows A12, C8). */
function compilePorts({ protocols, ports }: ClusterPolicyRule): RulePorts {
  if (protocols !== undefined) return protocols.map(protocolEntry);
  return ports === undefined ? 'every' : ports.map(adminPort);
}

function protocolEntry({ tcp, udp, sctp, destinationNamedPort }: ClusterPolicyProtocol): RulePort {
  if (tcp !== undefined) return destination('TCP', tcp);
  if (udp !== undefined) return destination('UDP', udp);
  if (sctp !== undefined) return destination('SCTP', sctp);
  return { type: 'named', protocol: 'any', name: destinationNamedPort ?? '' }; // row C9
}

function destination(protocol: Protocol, { destinationPort }: DestinationPort): RulePort {
  if (destinationPort === undefined) return { type: 'protocol', protocol }; // row C8
  const { number, range } = destinationPort;
  return rangeOf(protocol, range?.start ?? number ?? 0, range?.end ?? number ?? 0);
}

function adminPort({ portNumber, portRange, namedPort }: AdminPolicyPort): RulePort {
  if (portNumber !== undefined) return rangeOf(portNumber.protocol ?? 'TCP', portNumber.port, portNumber.port);
  if (portRange !== undefined) return rangeOf(portRange.protocol ?? 'TCP', portRange.start, portRange.end);
  return { type: 'named', protocol: 'any', name: namedPort ?? '' }; // row A13
}

/** Ranges are part of these kinds from the start: no plugin enforces the first port only. */
function rangeOf(protocol: Protocol, first: number, last: number): RulePort {
  return { type: 'range', protocol, first, last, needsEndPort: false };
}
