/**
 * The literal evaluator's reading of rows A1 to A20 and C1 to C17: for one port, every order that nothing forbids is
 * walked through, and at everything unknown both ways are taken. What comes out is the list of what may happen.
 */
import type {
  AdminPolicyPort,
  ClusterPolicy,
  ClusterPolicyPeer,
  ClusterPolicyProtocol,
  ClusterPolicyRule,
  Direction,
  Protocol,
} from '#lib/kube/objects.ts';
import type { DependsReason } from '../types.ts';
import type { Family } from './literal-address.ts';
import {
  any,
  both,
  definite,
  isNode,
  type LiteralEnd,
  matchesBlock,
  matchesLabels,
  matchesNamedPort,
  matchesNamespace,
  NO,
  perhaps,
  type Question,
  type Reading,
  requirementsOf,
  settled,
  type Three,
  YES,
} from './literal-matching.ts';

/** What the policies of a tier make of a connection. `next`: none of them said anything. */
type Decision = 'allow' | 'deny' | 'pass' | 'next';

/** One connection at the gate of one of its ends. */
export interface AtGate {
  readonly question: Question;
  readonly subject: LiteralEnd;
  readonly peer: LiteralEnd;
  readonly direction: Direction;
  readonly family: Family;
  readonly reading: Reading;
}

/**
 * @param networkPolicies what they make of it; undefined where none of them selects the pod for the direction.
 * @param isFinal whether the Baseline tier is not asked although none does (profile `npFinal`).
 */
export function throughTiers(at: AtGate, networkPolicies: Three | undefined, isFinal: boolean): Three {
  const why: DependsReason[] = [...(networkPolicies?.why ?? [])];
  const results = new Set<boolean>();
  for (const first of tierDecisions(at, 'Admin', why)) {
    if (first === 'allow' || first === 'deny') results.add(first === 'allow');
    else if (networkPolicies !== undefined) {
      if (networkPolicies.may) results.add(true);
      if (!networkPolicies.must) results.add(false);
    } else if (isFinal) results.add(true);
    else for (const last of tierDecisions(at, 'Baseline', why)) results.add(last !== 'deny'); // row C3
  }
  return settled(!results.has(false), results.has(true), why);
}

/** Whether some cluster-wide policy, read or not, may have a say at the gate. */
export function clusterPoliciesConcern(at: AtGate): boolean {
  if (at.subject.hostNetwork === true) return false; // rows A9, C15
  if (isHidden(at, 'Baseline')) return true;
  return [...at.question.objects.clusterPolicies.values()].some(
    (policy) => !hasUnreadSpec(policy) && rulesOf(policy, at.direction).length > 0 && selects(at, policy).may,
  );
}

/** Policies of the first tier that may not be read, or cannot be understood: they may decide on everything. */
export function adminTierIsHidden(at: AtGate): readonly DependsReason[] {
  return at.subject.hostNetwork === true ? [] : hiddenReasons(at, 'Admin');
}

function isHidden(at: AtGate, tier: 'Admin' | 'Baseline'): boolean {
  return hiddenReasons(at, tier).length > 0;
}

function hiddenReasons({ question }: AtGate, tier: 'Admin' | 'Baseline'): readonly DependsReason[] {
  const { clusterPolicies, completeness } = question.objects;
  const reasons: DependsReason[] = [];
  const unread = [...clusterPolicies.values()].filter(hasUnreadSpec);
  if (unread.some((policy) => (tierOf(policy) ?? 'Admin') === tier)) reasons.push('policy-not-understood');
  const kinds =
    tier === 'Admin' ? ['clusternetworkpolicies', 'adminnetworkpolicies'] : ['baselineadminnetworkpolicies'];
  const isForbidden = completeness.kinds.some(
    ({ resource, state }) => kinds.includes(resource.split('.')[0] ?? '') && ['forbidden', 'failed'].includes(state),
  );
  if (isForbidden) reasons.push('policies-not-read');
  return reasons;
}

const hasUnreadSpec = (policy: ClusterPolicy) => policy.unread?.some((part) => part.part === 'spec') === true;

function tierOf({ kind, spec }: ClusterPolicy): 'Admin' | 'Baseline' | undefined {
  if (kind === 'AdminNetworkPolicy') return 'Admin';
  return kind === 'BaselineAdminNetworkPolicy' ? 'Baseline' : spec.tier;
}

const rulesOf = ({ spec }: ClusterPolicy, direction: Direction): readonly ClusterPolicyRule[] => spec[direction] ?? [];

function tierDecisions(at: AtGate, tier: 'Admin' | 'Baseline', why: DependsReason[]): ReadonlySet<Decision> {
  const { objects, profile } = at.question;
  if (at.subject.hostNetwork === true) return new Set(['next']);
  const hidden = hiddenReasons(at, tier);
  if (hidden.length > 0) {
    why.push(...hidden);
    return new Set(['allow', 'deny', 'pass', 'next']);
  }
  // What selects another pod, or says nothing about the direction, has no place in any order.
  const policies = [...objects.clusterPolicies.values()].filter(
    (policy) => tierOf(policy) === tier && rulesOf(policy, at.direction).length > 0 && selects(at, policy).may,
  );
  if (policies.length === 0) return new Set(['next']);
  const ofKind = (isClusterNetworkPolicy: boolean) =>
    ordersByPriority(
      policies.filter(({ kind }) => (kind === 'ClusterNetworkPolicy') === isClusterNetworkPolicy),
      profile.priorityTie === 'byName',
    );
  const decisions = new Set<Decision>();
  const orders = new Set<string>();
  for (const older of ofKind(false)) {
    for (const newer of ofKind(true)) {
      // Row C17: nothing says which of the two kinds comes first.
      for (const order of [
        [...older, ...newer],
        [...newer, ...older],
      ]) {
        orders.add(order.map((policy) => policy.kind + policy.metadata.name).join());
        for (const decision of inOrder(at, order, why)) decisions.add(decision);
      }
    }
  }
  if (orders.size > 1) why.push('priority-tie');
  return decisions;
}

/** Every order in which the policies may be asked: by priority; those of one priority in any order (rows A3, C5). */
function ordersByPriority(policies: readonly ClusterPolicy[], byName: boolean): readonly (readonly ClusterPolicy[])[] {
  if (policies.length === 0) return [[]];
  const lowest = Math.min(...policies.map(({ spec }) => spec.priority ?? 0));
  let first = policies.filter(({ spec }) => (spec.priority ?? 0) === lowest);
  if (byName) first = [...first].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1)).slice(0, 1);
  return first.flatMap((one) =>
    ordersByPriority(
      policies.filter((other) => other !== one),
      byName,
    ).map((rest) => [one, ...rest]),
  );
}

function inOrder(at: AtGate, policies: readonly ClusterPolicy[], why: DependsReason[]): ReadonlySet<Decision> {
  const [policy, ...rest] = policies;
  if (policy === undefined) return new Set(['next']);
  const isSubject = selects(at, policy);
  const found = new Set<Decision>();
  if (isSubject.may) for (const decision of inRules(at, policy, 0, why)) found.add(decision);
  const goesOn = found.delete('next') || !isSubject.must;
  if (isSubject.may && !isSubject.must) why.push(...isSubject.why);
  if (goesOn) for (const decision of inOrder(at, rest, why)) found.add(decision);
  return found;
}

/** Rows A2, C4: the first rule that matches decides. */
function inRules(at: AtGate, policy: ClusterPolicy, index: number, why: DependsReason[]): ReadonlySet<Decision> {
  const rule = rulesOf(policy, at.direction)[index];
  if (rule === undefined) return new Set(['next']);
  const isUnread = policy.unread?.some(
    (part) => part.part === 'rule' && part.direction === at.direction && part.index === index,
  );
  const matches = isUnread === true ? perhaps('policy-not-understood') : ruleMatches(at, rule);
  const found = new Set<Decision>();
  if (matches.may) for (const decision of decisionsOf(at, rule, isUnread === true)) found.add(decision);
  if (matches.may && !matches.must) why.push(...matches.why);
  if (!matches.must) for (const decision of inRules(at, policy, index + 1, why)) found.add(decision);
  return found;
}

function decisionsOf(at: AtGate, rule: ClusterPolicyRule, isUnread: boolean): readonly Decision[] {
  if (rule.action === undefined) return ['allow', 'deny', 'pass'];
  if (rule.action === 'Accept' || rule.action === 'Allow') return ['allow'];
  if (rule.action === 'Deny') return ['deny'];
  return !isUnread && failsClosed(at, rule) ? ['deny'] : ['pass']; // row A11
}

const peersOf = ({ direction }: AtGate, rule: ClusterPolicyRule): readonly ClusterPolicyPeer[] =>
  (direction === 'ingress' ? rule.from : rule.to) ?? [];

const failsClosed = (at: AtGate, rule: ClusterPolicyRule) =>
  peersOf(at, rule).some((peer) => Object.keys(peer).length === 0);

function ruleMatches(at: AtGate, rule: ClusterPolicyRule): Three {
  if (failsClosed(at, rule)) return definite(rule.action === 'Deny' || rule.action === 'Pass'); // rows A11, C13
  const someone = any(peersOf(at, rule), (peer) => peerMatches(at, peer));
  const entries = [...(rule.protocols ?? []).map(protocolEntry), ...(rule.ports ?? []).map(portEntry)];
  if (entries.length === 0) return someone; // rows A12, C8
  return both(
    someone,
    any(entries, (matches) => matches(at)),
  );
}

function peerMatches(at: AtGate, item: ClusterPolicyPeer): Three {
  const { question, peer, family } = at;
  const isPod = peer.type === 'hypothetical' || (peer.type === 'pod' && peer.hostNetwork !== true);
  if (item.namespaces !== undefined || item.pods !== undefined) {
    return isPod ? podMatches(at, item, peer) : NO; // rows A9, A17, C15
  }
  if (item.nodes !== undefined) {
    if (!isNode(peer, 'asNodes')) return NO;
    const node = question.objects.nodes.get(peer.node ?? '');
    if (requirementsOf(item.nodes).length === 0) return YES;
    if (peer.node === undefined) return perhaps('pod-without-address');
    return node === undefined ? perhaps('nodes-not-read') : matchesLabels(item.nodes, node.metadata.labels);
  }
  if (item.domainNames !== undefined) {
    // Rows A18, C12: only of pods it can be told whether a name may be theirs.
    return isPod && !item.domainNames.some(isNameInCluster) ? NO : perhaps('fqdn');
  }
  // Rows A15, C11: whatever the profile says of ipBlock.
  const profile = { ...question.profile, ipBlockMatchesPods: 'true', ipBlockMatchesNodes: 'true' } as const;
  return any(item.networks ?? [], (cidr) => matchesBlock({ ...question, profile }, { cidr }, peer, family, 'asNodes'));
}

/** `*.svc.cluster.local`, `db.shop.svc`, `*.local`. */
const NAMES_IN_CLUSTER = [/(^|\.)(svc|pod)(\.|$)/i, /(^|\.)cluster\.local\.?$/i, /^\*\.local\.?$/i];

function isNameInCluster(name: string): boolean {
  return NAMES_IN_CLUSTER.some((pattern) => pattern.test(name));
}

function podMatches(
  { question }: AtGate,
  item: Pick<ClusterPolicyPeer, 'namespaces' | 'pods'>,
  pod: LiteralEnd,
): Three {
  const inNamespace = item.namespaces ?? item.pods?.namespaceSelector ?? {};
  return both(
    matchesNamespace(question, inNamespace, pod.namespace ?? ''),
    matchesLabels(item.pods?.podSelector, pod.labels),
  );
}

function selects(at: AtGate, policy: ClusterPolicy): Three {
  return podMatches(at, policy.spec.subject ?? {}, at.subject);
}

type PortMatch = (at: AtGate) => Three;

const inRange =
  (protocol: Protocol, start: number, end: number): PortMatch =>
  ({ question }) =>
    definite(question.protocol === protocol && start <= question.port && question.port <= end);

const named =
  (name: string): PortMatch =>
  ({ question, reading }) =>
    matchesNamedPort(name, question.to, question.protocol, question.port, reading); // rows A13, C9

function protocolEntry({ tcp, udp, sctp, destinationNamedPort }: ClusterPolicyProtocol): PortMatch {
  if (destinationNamedPort !== undefined) return named(destinationNamedPort);
  const [protocol, port] = tcp ? (['TCP', tcp] as const) : udp ? (['UDP', udp] as const) : (['SCTP', sctp] as const);
  const { number, range } = port?.destinationPort ?? {};
  if (number !== undefined) return inRange(protocol, number, number);
  return range === undefined ? inRange(protocol, 0, 65_535) : inRange(protocol, range.start, range.end);
}

function portEntry({ portNumber, portRange, namedPort }: AdminPolicyPort): PortMatch {
  if (namedPort !== undefined) return named(namedPort);
  if (portNumber !== undefined) return inRange(portNumber.protocol ?? 'TCP', portNumber.port, portNumber.port);
  return inRange(portRange?.protocol ?? 'TCP', portRange?.start ?? 0, portRange?.end ?? 0); // row A12
}
