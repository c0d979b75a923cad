import canonicalize from 'canonicalize';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import {
  type Labels,
  labelValue,
  type NetworkPolicy,
  type Pod,
  type PodSpec,
  type Workload,
} from '#lib/kube/objects.ts';
import { FAMILIES } from '../address.ts';
import { addressPlaces } from '../address-places.ts';
import { podAddresses } from '../addressing.ts';
import type { PolicyModel } from '../model.ts';
import { podCidrsOf } from '../pod-cidrs.ts';
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
  ...['namespaces', 'pods', 'nodes', 'networkPolicies', 'workloads', 'completeness'],
  // These lead to pods from outside, and decide on no connection.
  ...['services', 'endpointSlices', 'ingresses', 'ingressClasses'],
  ...['gatewayClasses', 'gateways', 'routes', 'referenceGrants'],
]);

/** Compares the inputs of two models, so that only what can differ is asked for. In doubt it says that it can. */
export class InputChanges {
  /** Something that may touch any pair: the profile, kinds that could not be read, policies of other kinds. */
  readonly everything: boolean;
  private readonly before: PolicyModel;
  private readonly after: PolicyModel;
  private readonly namespaces = new Map<string, boolean>();
  private readonly nodes = new Map<string, boolean>();
  private readonly policies = new Map<string, boolean>();
  private readonly podCidrs: boolean;
  private names: ReadonlySet<string> | 'all' | undefined;
  private places: ((address: string) => string) | undefined;

  constructor(before: PolicyModel, after: PolicyModel) {
    this.before = before;
    this.after = after;
    this.everything =
      !isEqual(before.profile, after.profile) ||
      !isEqual(notRead(before.objects), notRead(after.objects)) ||
      otherCollections(before.objects, after.objects);
    this.podCidrs = cidrText(before) !== cidrText(after);
  }

  /** Whether a policy says something else in the two states, or is in one of them only. */
  policyChanged(ref: PolicyRef): boolean {
    if (ref.kind !== 'NetworkPolicy') return this.everything;
    const key = `${ref.namespace}/${ref.name}`;
    return remember(this.policies, key, () => {
      const [a, b] = [this.before, this.after].map(({ objects }) => objects.networkPolicies.get(key));
      return a !== b && !isEqual(contentOf(a), contentOf(b));
    });
  }

  /** Whether any NetworkPolicy of the namespace is new, gone or different. */
  policiesOfNamespaceChanged(namespace: string): boolean {
    if (this.before.objects.networkPolicies === this.after.objects.networkPolicies) return false;
    return [this.before, this.after].some(({ objects }) =>
      [...objects.networkPolicies.values()].some(
        ({ kind, metadata }) =>
          metadata.namespace === namespace && this.policyChanged({ kind, namespace, name: metadata.name }),
      ),
    );
  }

  ofMember({ workload, before, after, sameName }: Member): OwnChange {
    if (before === undefined || after === undefined) return 'changed';
    const namespace = workload.slice(0, workload.indexOf('/'));
    if (this.namespaceChanged(namespace)) return 'changed';
    const [a, b] = [faceOf(before.object), faceOf(after.object)];
    if (a.spec.hostNetwork === true || b.spec.hostNetwork === true) {
      // A pod on the host network is its node.
      if (before.node !== after.node || this.nodeChanged(before.node)) return 'changed';
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

  private namespaceChanged(name: string): boolean {
    return remember(this.namespaces, name, () => {
      const [a, b] = [this.before, this.after].map(({ objects }) => objects.namespaces.get(name));
      if (a === undefined || b === undefined) return a !== b;
      return a !== b && !isEqual(a.metadata.labels ?? {}, b.metadata.labels ?? {});
    });
  }

  private nodeChanged(name: string | undefined): boolean {
    if (name === undefined) return false;
    return remember(this.nodes, name, () => {
      const [a, b] = [this.before, this.after].map(({ objects }) => objects.nodes.get(name));
      if (a === undefined || b === undefined) return a !== b;
      // Cluster-wide policies may name nodes by their labels (row A16).
      const seen = (node: typeof a): unknown => [node.status?.addresses ?? [], node.metadata.labels ?? {}];
      return a !== b && !isEqual(seen(a), seen(b));
    });
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

function contentOf(policy: NetworkPolicy | undefined): unknown {
  return policy === undefined ? null : { spec: policy.spec, unread: policy.unread ?? [] };
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
