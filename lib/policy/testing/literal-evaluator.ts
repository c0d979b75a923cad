/**
 * A second reading of docs/policy-semantics.md: one connection at a time, one policy after the other, no classes, no
 * sets, no memory. Short, slow and written from the specification alone, so that the engine has something to be
 * compared with. Used by tests and by `npm run fuzz` only.
 */
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import type {
  Direction,
  LabelSelector,
  Labels,
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  PodSpec,
  Protocol,
  UnreadPart,
} from '#lib/kube/objects.ts';
import { labelValue } from '#lib/kube/objects.ts';
import type { DependsReason, Profile } from '../types.ts';
import { contains, covers, type Family, familyOf, overlaps } from './literal-address.ts';
import { internetAddress } from './literal-internet.ts';

/** One end as the evaluator sees it: everything that a rule can ask of it. */
export interface LiteralEnd {
  readonly id: string;
  readonly type: 'pod' | 'hypothetical' | 'node' | 'address' | 'internet';
  readonly namespace?: string;
  readonly labels?: Labels;
  /** Absent for hypothetical pods: their ports are not known. */
  readonly spec?: PodSpec;
  readonly addresses: readonly string[];
  /** The node's name, or the node that a pod runs on. */
  readonly node?: string;
  readonly hostNetwork?: boolean;
  /** It stands for the replicas of a workload without pods: two of them are different pods (row 64). */
  readonly template?: boolean;
}

/** Certainly true, possibly true; why it is undecided: every reason that could be given, none where it is decided. */
interface Three {
  readonly must: boolean;
  readonly may: boolean;
  readonly why: readonly DependsReason[];
}
const YES: Three = { must: true, may: true, why: [] };
const NO: Three = { must: false, may: false, why: [] };
const perhaps = (...why: readonly DependsReason[]): Three => ({ must: false, may: true, why });
const settled = (must: boolean, may: boolean, why: readonly DependsReason[]): Three =>
  must ? YES : may ? { must, may, why } : NO;
const both = (a: Three, b: Three): Three => settled(a.must && b.must, a.may && b.may, [...a.why, ...b.why]);
const either = (a: Three, b: Three): Three => settled(a.must || b.must, a.may || b.may, [...a.why, ...b.why]);
/** One of the two holds, and nobody knows which. */
const oneOf = (a: Three, b: Three, ...why: readonly DependsReason[]): Three => {
  const differ = a.must !== b.must || a.may !== b.may;
  return settled(a.must && b.must, a.may || b.may, [...a.why, ...b.why, ...(differ ? why : [])]);
};
const any = <T>(list: readonly T[], test: (item: T) => Three): Three =>
  list.reduce<Three>((found, item) => either(found, test(item)), NO);
const all = <T>(list: readonly T[], test: (item: T) => Three): Three =>
  list.reduce<Three>((found, item) => both(found, test(item)), YES);
const definite = (value: boolean): Three => (value ? YES : NO);

type Reading = 'asNodes' | 'asPods';

interface Question {
  readonly objects: ClusterObjects;
  readonly profile: Profile;
  readonly from: LiteralEnd;
  readonly to: LiteralEnd;
  readonly protocol: Protocol;
  readonly port: number;
}

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

/** Row 77; an end without an address has the families of the pod CIDRs. */
function familiesOf({ objects, profile }: Question, end: LiteralEnd, reading: Reading): ReadonlySet<Family> {
  const addresses = addressesOf(objects, end, reading);
  if (addresses.length > 0) return new Set(addresses.map(familyOf));
  return new Set(podCIDRs(objects, profile).map(familyOf));
}

/** A host-network pod that is read as a node has the addresses of its node (§3.11), where those may be read. */
function addressesOf(objects: ClusterObjects, end: LiteralEnd, reading: Reading): readonly string[] {
  if (isNode(end, reading) && nodesAreHidden(objects)) return [];
  const node = end.hostNetwork === true && reading === 'asNodes' ? objects.nodes.get(end.node ?? '') : undefined;
  if (node === undefined) return end.addresses;
  return (node.status?.addresses ?? []).flatMap((each) => (each.type === 'Hostname' ? [] : [each.address]));
}

function nodesAreHidden({ completeness }: ClusterObjects): boolean {
  return completeness.kinds.some((kind) => kind.kind === 'Node' && ['forbidden', 'failed'].includes(kind.state));
}

function podCIDRs(objects: ClusterObjects, profile: Profile): readonly string[] {
  if (profile.podCIDRs !== undefined) return profile.podCIDRs;
  const ofNodes = [...objects.nodes.values()].flatMap((node) => node.spec?.podCIDRs ?? []);
  if (ofNodes.length > 0) return ofNodes;
  return ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'];
}

const isNode = (end: LiteralEnd, reading: Reading) =>
  end.type === 'node' || (end.hostNetwork === true && reading === 'asNodes');
const isPod = (end: LiteralEnd, reading: Reading) =>
  end.type === 'hypothetical' || (end.type === 'pod' && (end.hostNetwork !== true || reading === 'asPods'));

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
  const { objects } = question;
  const namespace = subject.namespace ?? '';
  const here = [...objects.networkPolicies.values()].filter((policy) => policy.metadata.namespace === namespace); // row 10
  const notUnderstood = here.some((policy) => policy.unread?.some((part) => part.part === 'spec'));
  const undecided: DependsReason[] = [];
  if (policiesAreHidden(objects, namespace)) undecided.push('policies-not-read');
  if (someOtherKindApplies(objects, namespace)) undecided.push('policy-kind-not-evaluated');
  if (undecided.length > 0)
    return perhaps(...undecided, ...(notUnderstood ? (['policy-not-understood'] as const) : []));
  const selecting = here.filter(
    (policy) =>
      !policy.unread?.some((part) => part.part === 'spec') &&
      typesOf(policy).includes(direction) &&
      matchesLabels(policy.spec.podSelector, subject.labels).must,
  );
  if (selecting.length === 0) return notUnderstood ? perhaps('policy-not-understood') : YES; // row 1
  // Row 56: a plugin that does not know SCTP may let all of it through an isolated pod's gate, or none.
  if (question.protocol === 'SCTP' && question.profile.sctp === 'unsupported') {
    return perhaps('sctp-unsupported', ...(notUnderstood ? (['policy-not-understood'] as const) : []));
  }
  const admitted = any(selecting, (policy) => admits(question, policy, peer, direction, family, reading)); // row 11
  return notUnderstood ? either(admitted, perhaps('policy-not-understood')) : admitted;
}

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

const NAME_LABEL = 'kubernetes.io/metadata.name';

function matchesNamespace({ objects, profile }: Question, selector: LabelSelector, namespace: string): Three {
  const object = objects.namespaces.get(namespace);
  const known = object !== undefined || profile.missingNamespaceLabels === 'assumeNone';
  const labels = new Map(
    Object.keys(object?.metadata.labels ?? {}).map((key) => [key, labelValue(object?.metadata.labels, key)]),
  );
  labels.set(NAME_LABEL, namespace); // row 30
  return all(requirementsOf(selector), (requirement) =>
    known || requirement.key === NAME_LABEL
      ? definite(satisfies(requirement, labels.get(requirement.key)))
      : perhaps('namespace-not-read'),
  );
}

interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values: readonly string[];
}

/** Row 33: everything in a selector is AND. */
function requirementsOf(selector: LabelSelector | undefined): Requirement[] {
  const equal = Object.keys(selector?.matchLabels ?? {}).map(
    (key): Requirement => ({
      key,
      operator: 'In',
      values: [labelValue(selector?.matchLabels, key) ?? ''],
    }),
  );
  const expressions = (selector?.matchExpressions ?? []).map(
    (each): Requirement => ({ ...each, values: each.values ?? [] }),
  );
  return [...equal, ...expressions];
}

function satisfies({ operator, values }: Requirement, value: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value); // row 34
    case 'NotIn':
      return value === undefined || !values.includes(value); // row 35
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
}

const matchesLabels = (selector: LabelSelector | undefined, labels: Labels | undefined): Three =>
  all(requirementsOf(selector), (requirement) => definite(satisfies(requirement, labelValue(labels, requirement.key))));

/** Rows 70–79, and what §3.11 says of pods without an address. */
function matchesBlock(
  { objects, profile }: Question,
  block: { readonly cidr: string; readonly except?: readonly string[] },
  peer: LiteralEnd,
  family: Family,
  reading: Reading,
): Three {
  const holds = (address: string) =>
    contains(block.cidr, address) && !(block.except ?? []).some((except) => contains(except, address));
  const addresses = addressesOf(objects, peer, reading).filter((address) => familyOf(address) === family);
  if (peer.type === 'address') return definite(addresses.some(holds));
  const asNode = isNode(peer, reading);
  const matches = asNode ? profile.ipBlockMatchesNodes : profile.ipBlockMatchesPods;
  if (matches === 'false') return NO; // rows 73, 74
  const reason = asNode ? 'ip-block-on-nodes' : 'ip-block-on-pods';
  const doubt = matches === 'depends' ? perhaps(reason) : YES;
  if (addressesOf(objects, peer, reading).length === 0) {
    // A node may have any address at all, a pod those of the pod CIDRs.
    const possible = asNode ? ['0.0.0.0/0', '::/0'] : podCIDRs(objects, profile);
    const why = asNode && nodesAreHidden(objects) ? 'nodes-not-read' : 'pod-without-address';
    return both(withoutAddress(block, possible, family, why), doubt);
  }
  // Of several addresses of one family nobody knows which one a connection has.
  const some = addresses.some(holds);
  return both(settled(some && addresses.every(holds), some, [reason]), doubt);
}

function withoutAddress(
  block: { readonly cidr: string; readonly except?: readonly string[] },
  cidrs: readonly string[],
  family: Family,
  why: DependsReason,
): Three {
  const own = cidrs.filter((cidr) => familyOf(cidr) === family);
  if (own.length === 0 || familyOf(block.cidr) !== family) return NO;
  const every = own.every((cidr) => covers(block, cidr));
  return settled(
    every,
    own.some((cidr) => overlaps(block, cidr)),
    [why],
  );
}

function matchesPort({ profile, to, protocol, port }: Question, item: NetworkPolicyPort, reading: Reading): Three {
  if ((item.protocol ?? 'TCP') !== protocol) return NO; // rows 44, 45, 56
  if (item.port === undefined) return YES; // row 46
  if (typeof item.port === 'string') return matchesNamedPort(item.port, to, protocol, port, reading);
  if (port === item.port) return YES;
  const inRange = item.endPort !== undefined && port > item.port && port <= item.endPort; // row 55
  if (!inRange) return NO;
  return profile.endPort === 'supported' ? YES : perhaps('end-port-unsupported');
}

/** Rows 48 to 53: the destination's own names, of its containers and init containers. */
function matchesNamedPort(name: string, to: LiteralEnd, protocol: Protocol, port: number, reading: Reading): Three {
  if (!isPod(to, reading)) return NO; // row 51
  if (to.spec === undefined) return perhaps('named-port-unresolved'); // a hypothetical pod's ports are not known
  const containers = [...to.spec.containers, ...(to.spec.initContainers ?? [])];
  return definite(
    containers.some((container) =>
      container.ports?.some(
        (each) => each.name === name && (each.protocol ?? 'TCP') === protocol && each.containerPort === port,
      ),
    ),
  );
}
