/** What selectors, blocks and ports mean to the literal evaluators: one end, one port at a time. */
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import type { LabelSelector, Labels, NetworkPolicyPort, PodSpec, Protocol } from '#lib/kube/objects.ts';
import { labelValue } from '#lib/kube/objects.ts';
import type { DependsReason, Profile } from '../types.ts';
import { contains, covers, type Family, familyOf, overlaps } from './literal-address.ts';

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
export interface Three {
  readonly must: boolean;
  readonly may: boolean;
  readonly why: readonly DependsReason[];
}
export const YES: Three = { must: true, may: true, why: [] };
export const NO: Three = { must: false, may: false, why: [] };
export const perhaps = (...why: readonly DependsReason[]): Three => ({ must: false, may: true, why });
export const settled = (must: boolean, may: boolean, why: readonly DependsReason[]): Three =>
  must ? YES : may ? { must, may, why } : NO;
export const both = (a: Three, b: Three): Three => settled(a.must && b.must, a.may && b.may, [...a.why, ...b.why]);
export const either = (a: Three, b: Three): Three => settled(a.must || b.must, a.may || b.may, [...a.why, ...b.why]);
/** One of the two holds, and nobody knows which. */
export const oneOf = (a: Three, b: Three, ...why: readonly DependsReason[]): Three => {
  const differ = a.must !== b.must || a.may !== b.may;
  return settled(a.must && b.must, a.may || b.may, [...a.why, ...b.why, ...(differ ? why : [])]);
};
export const any = <T>(list: readonly T[], test: (item: T) => Three): Three =>
  list.reduce<Three>((found, item) => either(found, test(item)), NO);
const all = <T>(list: readonly T[], test: (item: T) => Three): Three =>
  list.reduce<Three>((found, item) => both(found, test(item)), YES);
export const definite = (value: boolean): Three => (value ? YES : NO);

export type Reading = 'asNodes' | 'asPods';

export interface Question {
  readonly objects: ClusterObjects;
  readonly profile: Profile;
  readonly from: LiteralEnd;
  readonly to: LiteralEnd;
  readonly protocol: Protocol;
  readonly port: number;
}

/** Row 77; an end without an address has the families of the pod CIDRs. */
export function familiesOf({ objects, profile }: Question, end: LiteralEnd, reading: Reading): ReadonlySet<Family> {
  const addresses = addressesOf(objects, end, reading);
  if (addresses.length > 0) return new Set(addresses.map(familyOf));
  return new Set(podCIDRs(objects, profile).map(familyOf));
}

/** A host-network pod that is read as a node has the addresses of its node (§3.11), where those may be read. */
export function addressesOf(objects: ClusterObjects, end: LiteralEnd, reading: Reading): readonly string[] {
  if (isNode(end, reading) && nodesAreHidden(objects)) return [];
  const node = end.hostNetwork === true && reading === 'asNodes' ? objects.nodes.get(end.node ?? '') : undefined;
  if (node === undefined) return end.addresses;
  return (node.status?.addresses ?? []).flatMap((each) => (each.type === 'Hostname' ? [] : [each.address]));
}

export function nodesAreHidden({ completeness }: ClusterObjects): boolean {
  return completeness.kinds.some((kind) => kind.kind === 'Node' && ['forbidden', 'failed'].includes(kind.state));
}

function podCIDRs(objects: ClusterObjects, profile: Profile): readonly string[] {
  if (profile.podCIDRs !== undefined) return profile.podCIDRs;
  const ofNodes = [...objects.nodes.values()].flatMap((node) => node.spec?.podCIDRs ?? []);
  if (ofNodes.length > 0) return ofNodes;
  return ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'];
}

export const isNode = (end: LiteralEnd, reading: Reading) =>
  end.type === 'node' || (end.hostNetwork === true && reading === 'asNodes');
export const isPod = (end: LiteralEnd, reading: Reading) =>
  end.type === 'hypothetical' || (end.type === 'pod' && (end.hostNetwork !== true || reading === 'asPods'));

const NAME_LABEL = 'kubernetes.io/metadata.name';

export function matchesNamespace({ objects, profile }: Question, selector: LabelSelector, namespace: string): Three {
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
export function requirementsOf(selector: LabelSelector | undefined): Requirement[] {
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

export const matchesLabels = (selector: LabelSelector | undefined, labels: Labels | undefined): Three =>
  all(requirementsOf(selector), (requirement) => definite(satisfies(requirement, labelValue(labels, requirement.key))));

/** Rows 70–79, and what §3.11 says of pods without an address. */
export function matchesBlock(
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

export function withoutAddress(
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

export function matchesPort(
  { profile, to, protocol, port }: Question,
  item: NetworkPolicyPort,
  reading: Reading,
): Three {
  if ((item.protocol ?? 'TCP') !== protocol) return NO; // rows 44, 45, 56
  if (item.port === undefined) return YES; // row 46
  if (typeof item.port === 'string') return matchesNamedPort(item.port, to, protocol, port, reading);
  if (port === item.port) return YES;
  const inRange = item.endPort !== undefined && port > item.port && port <= item.endPort; // row 55
  if (!inRange) return NO;
  return profile.endPort === 'supported' ? YES : perhaps('end-port-unsupported');
}

/** Rows 48 to 53: the destination's own names, of its containers and init containers. */
export function matchesNamedPort(
  name: string,
  to: LiteralEnd,
  protocol: Protocol,
  port: number,
  reading: Reading,
): Three {
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
