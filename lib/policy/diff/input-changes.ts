import canonicalize from 'canonicalize';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import {
  type ClusterPolicy,
  type Labels,
  labelValue,
  type NetworkPolicy,
  type Node,
  type Pod,
  type PodSpec,
  type Workload,
} from '#lib/kube/objects.ts';
import { FAMILIES } from '../address.ts';
import { addressPlaces } from '../address-places.ts';
import { podAddresses } from '../addressing.ts';
import { isUnreadPolicy } from '../compile/network-policy.ts';
import type { PolicyModel } from '../model.ts';
import { addressesSeenByPods } from '../nodes.ts';
import { podCidrsOf } from '../pod-cidrs.ts';
import { policyKey, policyObject } from '../policy-object.ts';
import { allContainers } from '../service-table.ts';
import type { PolicyRef } from '../types.ts';
import type { Member } from './match-members.ts';

/**
 * What of an end itself is different in two states: nothing that a policy can see; only its node, which counts towards
 * ends on the host network alone (rows 58, 59); or something.
 */
export type OwnChange = 'same' | 'moved' | 'changed';

/** Collections whose changes are looked at object by object; a change of any other one may touch every pair. */
const LOOKED_AT: ReadonlySet<string> = new Set([
  ...['namespaces', 'pods', 'nodes', 'networkPolicies', 'clusterPolicies', 'workloads', 'completeness'],
  // These lead to pods from outside, and decide on no connection.
  ...['services', 'endpointSlices', 'ingresses', 'ingressClasses'],
  ...['gatewayClasses', 'gateways', 'routes', 'referenceGrants'],
  // It says what names mean outside, and decides on no connection.
  'serviceEntries',
]);

/** Compares the inputs of two models, so that only what can differ is asked for. In doubt it says that it can. */
export class InputChanges {
  /** Something that may touch any pair: the profile, kinds that could not be read, policies of other kinds. */
  readonly everything: boolean;
  private readonly before: PolicyModel;
  private readonly after: PolicyModel;
  private readonly namespaces = new Map<string, boolean>();
  private readonly workloads = new Map<string, boolean>();
  private readonly nodes = new Map<string, boolean>();
  private readonly policies = new Map<string, boolean>();
  private readonly podCidrs: boolean;
  private unread: ReadonlySet<string> | undefined;
  private seen: readonly ReturnType<typeof addressesSeenByPods>[] | undefined;
  private anyNode: boolean | undefined;
  private names: ReadonlySet<string> | 'all' | undefined;
  private places: ((address: string) => string) | undefined;

  constructor(before: PolicyModel, after: PolicyModel) {
    this.before = before;
    this.after = after;
    this.everything =
      !isEqual(before.profile, after.profile) ||
      !isEqual(notRead(before.objects), notRead(after.objects)) ||
      otherCollections(before.objects, after.objects) ||
      // Whom a policy means that is not understood is not known: it may be anybody.
      !isEqual(unreadClusterPolicies(before.objects), unreadClusterPolicies(after.objects));
    this.podCidrs = cidrText(before) !== cidrText(after);
  }

  /** Whether a policy says something else in the two states, or is in one of them only. */
  policyChanged(ref: PolicyRef): boolean {
    return remember(this.policies, policyKey(ref), () => {
      const [a, b] = [this.before, this.after].map(({ objects }) => policyObject(objects, ref));
      return a !== b && !isEqual(contentOf(a), contentOf(b));
    });
  }

  /** Whether a pod of the namespace that is not in the input may have other gates, or be meant by other rules. */
  absentPodChanged(namespace: string): boolean {
    return (
      this.podCidrs ||
      this.namespaceChanged(namespace) ||
      this.somePolicyChanged(({ networkPolicies }) => networkPolicies, namespace) ||
      this.somePolicyChanged(({ clusterPolicies }) => clusterPolicies)
    );
  }

  /** Whether any of these policies is new, gone or different. */
  private somePolicyChanged(
    policiesOf: (objects: ClusterObjects) => ReadonlyMap<string, NetworkPolicy | ClusterPolicy>,
    namespace?: string,
  ): boolean {
    const [a, b] = [policiesOf(this.before.objects), policiesOf(this.after.objects)];
    if (a === b) return false;
    return [...a.values(), ...b.values()].some(({ kind, metadata }) => {
      if (metadata.namespace !== namespace) return false;
      return this.policyChanged({ kind, namespace: namespace ?? '', name: metadata.name });
    });
  }

  ofMember({ workload, before, after, sameName }: Member): OwnChange {
    if (before === undefined || after === undefined) return 'changed';
    if (this.ownNamespaceChanged(workload)) return 'changed';
    // Mostly it is the very same pod. Only one on the host network is also what its node is.
    if (before.object === after.object && before.object.kind === 'Pod' && !this.podCidrs) {
      if (before.object.spec.hostNetwork !== true) return 'same';
    }
    const [a, b] = [faceOf(before.object), faceOf(after.object)];
    if (a.spec.hostNetwork === true || b.spec.hostNetwork === true) {
      // A pod on the host network is its node.
      if (before.node !== after.node || this.nodeChanged(before.node)) return 'changed';
      if (before.node === undefined && this.someNodeChanged()) return 'changed'; // it may come to be any of them
    }
    if (this.podCidrs && (a.addresses.length === 0 || b.addresses.length === 0)) return 'changed';
    if (before.object !== after.object && !this.looksSame(a, b)) return 'changed';
    return sameName && before.node !== after.node ? 'moved' : 'same';
  }

  private looksSame(a: Face, b: Face): boolean {
    if ((a.spec.hostNetwork === true) !== (b.spec.hostNetwork === true)) return false;
    if (!this.sameLabels(a.labels, b.labels) || portsText(a.spec) !== portsText(b.spec)) return false;
    if (a.addresses.join() === b.addresses.join()) return true;
    if (a.addresses.length === 0 || b.addresses.length === 0) return false;
    this.places ??= addressPlaces(this.before, this.after);
    const places = (face: Face) => [...new Set(face.addresses.map(this.places as (text: string) => string))].sort();
    return places(a).join() === places(b).join();
  }

  private sameLabels(a: Labels | undefined, b: Labels | undefined): boolean {
    if (a === b) return true;
    this.names ??= selectorKeys(this.before.objects, this.after.objects);
    const keys = this.names === 'all' ? [...Object.keys(a ?? {}), ...Object.keys(b ?? {})] : [...this.names];
    return keys.every((key) => labelValue(a, key) === labelValue(b, key));
  }

  private ownNamespaceChanged(workload: string): boolean {
    if (this.before.objects.namespaces === this.after.objects.namespaces) return false;
    return remember(this.workloads, workload, () => this.namespaceChanged(workload.slice(0, workload.indexOf('/'))));
  }

  private namespaceChanged(name: string): boolean {
    return remember(this.namespaces, name, () => {
      const [a, b] = [this.before, this.after].map(({ objects }) => objects.namespaces.get(name));
      if (a === undefined || b === undefined) return a !== b;
      return a !== b && !isEqual(a.metadata.labels ?? {}, b.metadata.labels ?? {});
    });
  }

  /** Whether a policy that is not understood came to a namespace, or was the last to go: it may select any of its pods. */
  unreadChanged(namespace: string): boolean {
    this.unread ??= new Set(unreadNamespaces(this.before.objects)).symmetricDifference(
      new Set(unreadNamespaces(this.after.objects)),
    );
    return this.unread.has(namespace);
  }

  private someNodeChanged(): boolean {
    this.anyNode ??= [this.before, this.after].some(({ objects }) =>
      [...objects.nodes.keys()].some((name) => this.nodeChanged(name)),
    );
    return this.anyNode;
  }

  private nodeChanged(name: string | undefined): boolean {
    if (name === undefined) return false;
    return remember(this.nodes, name, () => {
      const [a, b] = [this.before, this.after].map(({ objects }) => objects.nodes.get(name));
      if (a === undefined && b === undefined) return this.seenAddressesChanged(name);
      if (a === undefined || b === undefined) return true;
      const face = ({ metadata, status }: Node) => [metadata.labels ?? {}, status?.addresses ?? []];
      if (a !== b && !isEqual(face(a), face(b))) return true;
      return (a.status?.addresses ?? []).length === 0 && this.seenAddressesChanged(name);
    });
  }

  /** A node that tells no addresses has those that the pods on it tell. */
  private seenAddressesChanged(name: string): boolean {
    if (this.before.objects.pods === this.after.objects.pods) return false;
    this.seen ??= [addressesSeenByPods(this.before.objects), addressesSeenByPods(this.after.objects)];
    const [a, b] = this.seen.map((addresses) => [...(addresses.get(name) ?? [])].sort().join());
    return a !== b;
  }
}

interface Face {
  readonly labels: Labels | undefined;
  readonly spec: PodSpec;
  readonly addresses: readonly string[];
}

function faceOf(object: Pod | Workload): Face {
  if (object.kind === 'Pod') {
    return { labels: object.metadata.labels, spec: object.spec, addresses: podAddresses(object) };
  }
  const { metadata, spec } = object.spec.template;
  return { labels: metadata?.labels, spec, addresses: [] };
}

function portsText(spec: PodSpec): string {
  const ports = allContainers(spec).flatMap((container) => container.ports ?? []);
  return JSON.stringify(ports.map(({ name, containerPort, protocol = 'TCP' }) => [name, containerPort, protocol]));
}

function contentOf(policy: NetworkPolicy | ClusterPolicy | undefined): unknown {
  return policy === undefined ? null : { spec: policy.spec, unread: policy.unread ?? [] };
}

function unreadNamespaces({ networkPolicies }: ClusterObjects): readonly string[] {
  return [...networkPolicies.values()].filter(isUnreadPolicy).map(({ metadata }) => metadata.namespace ?? 'default');
}

function unreadClusterPolicies({ clusterPolicies }: ClusterObjects): unknown {
  const unread = [...clusterPolicies].filter(([, policy]) => (policy.unread ?? []).length > 0);
  return unread.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, policy]) => [key, contentOf(policy)]);
}

/** What may not be read weakens the answers. */
function notRead({ completeness }: ClusterObjects): unknown {
  return completeness.kinds
    .filter(({ state }) => state !== 'read' && state !== 'absent')
    .map(({ resource, state, deniedNamespaces = [] }) => [resource, state, [...deniedNamespaces].sort()].join(' '))
    .sort();
}

function otherCollections(a: ClusterObjects, b: ClusterObjects): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)].filter((name) => !LOOKED_AT.has(name)));
  return [...names].some((name) => {
    const [x, y] = [a, b].map((objects) => Object.entries(objects).find(([key]) => key === name)?.[1] as unknown);
    return x !== y && !isEqual(entriesOf(x), entriesOf(y));
  });
}

/** Objects without what says nothing about them: where they were read from, the server's counters. */
function entriesOf(collection: unknown): unknown {
  if (!(collection instanceof Map)) return collection ?? null;
  return [...(collection as ReadonlyMap<string, { readonly spec?: unknown; readonly unread?: unknown }>)]
    .map(([key, object]) => ({ key, spec: object.spec ?? null, unread: object.unread ?? null }))
    .sort((left, right) => (left.key < right.key ? -1 : 1));
}

function cidrText(model: PolicyModel): string {
  const cidrs = podCidrsOf(model.objects, model.profile);
  return FAMILIES.map((family) => cidrs[family].map(({ first, last }) => `${first}-${last}`).join()).join(' ');
}

/** The label keys that selectors name; `all` where policies of a kind other than NetworkPolicy may name more. */
function selectorKeys(...states: readonly ClusterObjects[]): ReadonlySet<string> | 'all' {
  const keys = new Set<string>();
  for (const objects of states) {
    if (objects.clusterPolicies.size > 0) return 'all';
    for (const [name, collection] of Object.entries(objects)) {
      if (!LOOKED_AT.has(name) && collection instanceof Map && collection.size > 0) return 'all';
    }
    for (const { spec } of objects.networkPolicies.values()) addSelectorKeys(spec, keys);
  }
  return keys;
}

function addSelectorKeys(value: unknown, keys: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [field, inner] of Object.entries(value as Readonly<Record<string, unknown>>)) {
    if (field === 'matchLabels') for (const key of Object.keys(inner ?? {})) keys.add(key);
    else if (field === 'matchExpressions') {
      for (const { key } of inner as readonly { readonly key: string }[]) keys.add(key);
    } else addSelectorKeys(inner, keys);
  }
}

function isEqual(a: unknown, b: unknown): boolean {
  return a === b || canonicalize(a) === canonicalize(b);
}

function remember(memo: Map<string, boolean>, key: string, compute: () => boolean): boolean {
  const known = memo.get(key);
  if (known !== undefined) return known;
  const made = compute();
  memo.set(key, made);
  return made;
}
