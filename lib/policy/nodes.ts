import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { readByNamespace } from '#lib/kube/namespaced-map.ts';
import type { Labels, Pod } from '#lib/kube/objects.ts';
import { addressingOf, podAddresses } from './addressing.ts';
import type { ExternalAtoms } from './external-atoms.ts';
import type { Addressing } from './party.ts';

/** The nodes of one model: what blocks and selectors see of them. */
export class NodeTable {
  /** Nodes may not be read: nothing about their addresses, or who is on them, is certain (§3.11). */
  readonly unread: boolean;
  private readonly objects: ClusterObjects;
  private readonly atoms: ExternalAtoms;
  private readonly memo = new Map<string, Addressing>();
  /** By the Node objects alone. */
  private readonly fromObjects: Map<string, Addressing>;
  private seenByPods: ReadonlyMap<string, ReadonlySet<string>> | undefined;

  /** @param before of an earlier revision: what the same Node objects say is the same. */
  constructor(objects: ClusterObjects, atoms: ExternalAtoms, before?: NodeTable) {
    this.objects = objects;
    this.atoms = atoms;
    const isSame = before?.objects.nodes === objects.nodes && before.atoms === atoms;
    this.fromObjects = isSame ? before.fromObjects : new Map();
    this.unread = objects.completeness.kinds.some(
      ({ resource, state }) => resource === 'nodes' && (state === 'forbidden' || state === 'failed'),
    );
  }

  /** By the node's own addresses; where the Node object is absent, by what the status of its pods tells. */
  addressing(name: string): Addressing {
    const known = this.memo.get(name);
    if (known !== undefined) return known;
    const addressing = this.read(name);
    this.memo.set(name, addressing);
    return addressing;
  }

  /** The labels of a node; undefined where it was not read. */
  labels(name: string): Labels | undefined {
    const node = this.unread ? undefined : this.objects.nodes.get(name);
    return node === undefined ? undefined : (node.metadata.labels ?? {});
  }

  private read(name: string): Addressing {
    if (this.unread) return NODE_UNKNOWN;
    let fromObject = this.fromObjects.get(name);
    if (fromObject === undefined) {
      const own = (this.objects.nodes.get(name)?.status?.addresses ?? []).map(({ address }) => address);
      fromObject = addressingOf(own, this.atoms); // host names among them are no addresses
      if (fromObject !== undefined) this.fromObjects.set(name, fromObject);
    }
    if (fromObject !== undefined) return fromObject;
    this.seenByPods ??= addressesSeenByPods(this.objects);
    return addressingOf([...(this.seenByPods.get(name) ?? [])].sort(), this.atoms) ?? NODE_UNKNOWN;
  }

  /** A host-network pod that is on no node yet has its own addresses at best. */
  addressingOfAddresses(addresses: readonly string[]): Addressing {
    return (this.unread ? undefined : addressingOf(addresses, this.atoms)) ?? NODE_UNKNOWN;
  }
}

const NODE_UNKNOWN: Addressing = { type: 'node-unknown' };

/** Node → its addresses as the status of the pods on it tells them. */
export function addressesSeenByPods(objects: ClusterObjects): ReadonlyMap<string, ReadonlySet<string>> {
  const seen = new Map<string, Set<string>>();
  for (const pod of objects.pods.values()) {
    if (pod.spec.nodeName === undefined) continue;
    const found = seen.get(pod.spec.nodeName) ?? new Set();
    seen.set(pod.spec.nodeName, found);
    if (pod.status?.hostIP !== undefined) found.add(pod.status.hostIP);
    if (pod.spec.hostNetwork === true) for (const address of podAddresses(pod)) found.add(address);
  }
  return seen;
}

const nodesOfPods = readByNamespace((pods: ReadonlyMap<string, Pod>) => [
  ...new Set([...pods.values()].flatMap(({ spec }) => spec.nodeName ?? [])),
]);

/** Nodes, and those of which only the pods on them tell; sorted. */
export function nodeNamesOf({ nodes, pods }: ClusterObjects): readonly string[] {
  const names = new Set(nodes.keys());
  for (const each of nodesOfPods(pods).flat()) names.add(each);
  return [...names].sort();
}
