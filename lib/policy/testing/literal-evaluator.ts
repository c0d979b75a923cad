/**
 * A second reading of docs/policy-semantics.md: one connection at a time, one policy after the other, no classes, no
 * sets, no memory. Short, slow and written from the specification alone, so that the engine has something to be
 * compared with. Used by tests and by `npm run fuzz` only.
 */
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import type { Direction, NetworkPolicy, NetworkPolicyPeer, UnreadPart } from '#lib/kube/objects.ts';
import type { DependsReason, Profile } from '../types.ts';
import { type Family, familyOf } from './literal-address.ts';
import { internetAddress } from './literal-internet.ts';
import {
  addressesOf,
  any,
  both,
  definite,
  either,
  familiesOf,
  isNode,
  isPod,
  type LiteralEnd,
  matchesBlock,
  matchesLabels,
  matchesNamespace,
  matchesPort,
  NO,
  nodesAreHidden,
  oneOf,
  perhaps,
  type Question,
  type Reading,
  settled,
  type Three,
  YES,
} from './literal-matching.ts';
import { adminTierIsHidden, clusterPoliciesConcern, throughTiers } from './literal-tiers.ts';

/** `allow`, `deny` or `depends` for one connection, and every reason for `depends` that can be justified. */
export function literalVerdict(question: Question): {
  readonly verdict: 'allow' | 'deny' | 'depends';
  readonly why: readonly DependsReason[];
} {
  const { must, may, why } = decide(question);
  return { verdict: must ? 'allow' : may ? 'depends' : 'deny', why };
}

function decide(question: Question): Three {
  const { from, to, profile } = question;
  if (from.type === 'pod' && from.id === to.id && from.template !== true) return YES; // row 62
  const touchesHost = from.hostNetwork === true || to.hostNetwork === true;
  if (!touchesHost || profile.hostNetworkPods !== 'depends') {
    return underReading(question, profile.hostNetworkPods === 'asPods' ? 'asPods' : 'asNodes');
  }
  return oneOf(underReading(question, 'asNodes'), underReading(question, 'asPods'), 'host-network');
}

function underReading(asked: Question, reading: Reading): Three {
  const question = {
    ...asked,
    from: withoutInternet(asked, asked.from, asked.to, reading),
    to: withoutInternet(asked, asked.to, asked.from, reading),
  };
  const families = (['IPv4', 'IPv6'] as const).filter(
    (family) =>
      familiesOf(question, question.from, reading).has(family) &&
      familiesOf(question, question.to, reading).has(family),
  );
  return any(families, (family) => {
    const egress = gate(question, 'egress', family, reading);
    const ingress = gate(question, 'ingress', family, reading);
    return both(egress, ingress); // row 15
  });
}

/** `internet` is one address of each family of the other end, IPv4 where that has none (command line, endpoints). */
function withoutInternet({ objects }: Question, end: LiteralEnd, other: LiteralEnd, reading: Reading): LiteralEnd {
  if (end.type !== 'internet') return end;
  const known = new Set(addressesOf(objects, other, reading).map(familyOf));
  const families: readonly Family[] = known.size === 0 ? ['IPv4'] : [...known];
  return { ...end, type: 'address', addresses: families.map((family) => internetAddress(objects, family)) };
}

function gate(question: Question, direction: Direction, family: Family, reading: Reading): Three {
  const { from, to, profile } = question;
  const subject = direction === 'ingress' ? to : from;
  const peer = direction === 'ingress' ? from : to;
  if (!isPod(subject, reading)) return YES; // row 15: an end outside imposes nothing; row 61: nor does a node
  const evaluated = evaluatePolicies(question, subject, peer, direction, family, reading);
  if (!isNode(peer, reading)) return evaluated;
  const onOwnNode = ownNode(profile, direction, evaluated);
  const hidden = nodesAreHidden(question.objects);
  if (subject.node === undefined || peer.node === undefined || (hidden && subject.node === peer.node)) {
    // A pod that runs nowhere yet may come to run on that very node; nobody can tell where Nodes may not be read.
    const why: readonly DependsReason[] = hidden ? ['own-node', 'nodes-not-read'] : ['own-node'];
    const { must, may, why: others } = oneOf(evaluated, onOwnNode);
    return settled(must, may, [...others, ...why]);
  }
  return subject.node === peer.node ? onOwnNode : evaluated;
}

/** What holds between a pod and the node that it runs on. */
function ownNode(profile: Profile, direction: Direction, evaluated: Three): Three {
  const either = oneOf(evaluated, YES, 'own-node');
  if (direction === 'ingress') return profile.ownNodeToPod === 'allow' ? YES : either; // row 58
  switch (profile.podToOwnNode) {
    case 'evaluate':
      return evaluated;
    case 'allow':
      return YES;
    case 'depends':
      return either; // row 59
  }
}

function evaluatePolicies(
  question: Question,
  subject: LiteralEnd,
  peer: LiteralEnd,
  direction: Direction,
  family: Family,
  reading: Reading,
): Three {
  const { objects, profile } = question;
  const namespace = subject.namespace ?? '';
  const at = { question, subject, peer, direction, family, reading };
  const here = [...objects.networkPolicies.values()].filter((policy) => policy.metadata.namespace === namespace); // row 10
  const notUnderstood = here.some(hasUnreadSpec) ? (['policy-not-understood'] as const) : [];
  const hidden = policiesAreHidden(objects, namespace) ? (['policies-not-read'] as const) : [];
  const everywhere = [...adminTierIsHidden(at)];
  if (someOtherKindApplies(objects, namespace)) everywhere.push('policy-kind-not-evaluated');
  if (everywhere.length > 0) return perhaps(...everywhere, ...hidden, ...notUnderstood);
  const selecting = here.filter(
    (policy) => !hasUnreadSpec(policy) && matchesLabels(policy.spec.podSelector, subject.labels).must,
  );
  const isolating = selecting.filter((policy) => typesOf(policy).includes(direction));
  const concerned = hidden.length === 0 && isolating.length > 0;
  // Row 56: a plugin that does not know SCTP may let all of it through a guarded pod's gate, or none.
  const blindToProtocol = question.protocol === 'SCTP' && profile.sctp === 'unsupported';
  if (blindToProtocol && (concerned || clusterPoliciesConcern(at)))
    return perhaps('sctp-unsupported', ...notUnderstood);
  const tier = networkPolicyTier();
  const isFinal = profile.npFinal === 'perPod' && selecting.length > 0;
  return throughTiers(at, tier, isFinal);

  function networkPolicyTier(): Three | undefined {
    if (hidden.length > 0) return perhaps(...hidden, ...notUnderstood);
    if (isolating.length === 0) return notUnderstood.length > 0 ? perhaps(...notUnderstood) : undefined; // row 1
    const admitted = any(isolating, (policy) => admits(question, policy, peer, direction, family, reading)); // row 11
    return notUnderstood.length > 0 ? either(admitted, perhaps(...notUnderstood)) : admitted;
  }
}

const hasUnreadSpec = (policy: NetworkPolicy) => policy.unread?.some((part) => part.part === 'spec') === true;

function policiesAreHidden(objects: ClusterObjects, namespace: string): boolean {
  const kind = objects.completeness.kinds.find((each) => each.kind === 'NetworkPolicy');
  if (kind === undefined) return false;
  return kind.state === 'forbidden' || kind.state === 'failed' || kind.deniedNamespaces?.includes(namespace) === true;
}

function someOtherKindApplies(objects: ClusterObjects, namespace: string): boolean {
  return [...objects.unevaluated.values()].some(
    ({ metadata }) => metadata.namespace === undefined || metadata.namespace === namespace,
  );
}

/** Row 3. */
function typesOf({ spec }: NetworkPolicy): readonly Direction[] {
  if (spec.policyTypes !== undefined && spec.policyTypes.length > 0) {
    return spec.policyTypes.map((type) => (type === 'Ingress' ? 'ingress' : 'egress'));
  }
  return spec.egress !== undefined && spec.egress.length > 0 ? ['ingress', 'egress'] : ['ingress'];
}

function admits(
  question: Question,
  policy: NetworkPolicy,
  peer: LiteralEnd,
  direction: Direction,
  family: Family,
  reading: Reading,
): Three {
  const rules =
    direction === 'ingress'
      ? (policy.spec.ingress ?? []).map((rule) => ({ peers: rule.from, ports: rule.ports }))
      : (policy.spec.egress ?? []).map((rule) => ({ peers: rule.to, ports: rule.ports }));
  const isUnread = (index: number) => (part: UnreadPart) =>
    part.part === 'rule' && part.direction === direction && part.index === index;
  const understood = rules.filter((_, index) => policy.unread?.some(isUnread(index)) !== true);
  const admitted = any(understood, ({ peers, ports }) => {
    const someone =
      peers === undefined || peers.length === 0 // row 20
        ? YES
        : any(peers, (item) => matchesPeer(question, policy.metadata.namespace ?? '', item, peer, family, reading));
    const somewhere =
      ports === undefined || ports.length === 0 // row 43
        ? YES
        : any(ports, (item) => matchesPort(question, item, reading));
    return both(someone, somewhere);
  });
  const unread = policy.unread?.some((part) => part.part === 'rule' && part.direction === direction) === true;
  return unread ? either(admitted, perhaps('policy-not-understood')) : admitted;
}

function matchesPeer(
  question: Question,
  policyNamespace: string,
  item: NetworkPolicyPeer,
  peer: LiteralEnd,
  family: Family,
  reading: Reading,
): Three {
  if (item.ipBlock !== undefined) return matchesBlock(question, item.ipBlock, peer, family, reading);
  if (item.podSelector === undefined && item.namespaceSelector === undefined) return NO; // row 27
  if (!isPod(peer, reading)) return NO; // rows 26, 61
  const inNamespace =
    item.namespaceSelector === undefined
      ? definite(peer.namespace === policyNamespace) // row 22
      : matchesNamespace(question, item.namespaceSelector, peer.namespace ?? '');
  return both(inNamespace, matchesLabels(item.podSelector, peer.labels)); // rows 23, 24
}
