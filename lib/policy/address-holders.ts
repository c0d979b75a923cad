import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import type { Pod } from '#lib/kube/objects.ts';
import { type Address, parseAddress } from './address.ts';

/** Who holds an address. Host-network pods share their node's, and are not told apart by it. */
export type AddressHolder =
  | { readonly type: 'pods'; readonly pods: readonly string[] }
  | { readonly type: 'node'; readonly name: string }
  | { readonly type: 'service'; readonly key: string };

export interface AddressHolders {
  /** A running pod, else a node, else a Service; undefined: outside. */
  find(address: Address): AddressHolder | undefined;
  /** Addresses that pods and nodes hold, ascending, within one family's range. */
  between(family: Address['family'], first: bigint, last: bigint): readonly (readonly [bigint, AddressHolder])[];
}

const known = new WeakMap<ClusterObjects, AddressHolders>();

/** The index of all addresses of a revision; built once. */
export function addressHolders(objects: ClusterObjects): AddressHolders {
  let holders = known.get(objects);
  if (holders === undefined) {
    holders = indexAddresses(objects);
    known.set(objects, holders);
  }
  return holders;
}

/** All addresses of a pod's status, each once. */
export function podAddresses(pod: Pod): readonly string[] {
  const listed = pod.status?.podIPs?.map(({ ip }) => ip) ?? [];
  const first = pod.status?.podIP;
  return first === undefined || listed.includes(first) ? listed : [first, ...listed];
}

/** Row 65: a finished pod has given its address back. */
export function isFinished(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

function indexAddresses(objects: ClusterObjects): AddressHolders {
  const holders = { IPv4: new Map<bigint, AddressHolder>(), IPv6: new Map<bigint, AddressHolder>() };
  const hold = (text: string | undefined, holder: AddressHolder): void => {
    const address = text === undefined ? undefined : parseAddress(text);
    if (address === undefined) return;
    const before = holders[address.family].get(address.value);
    if (before === undefined) holders[address.family].set(address.value, holder);
    else if (before.type === 'pods' && holder.type === 'pods' && !before.pods.includes(holder.pods[0] ?? '')) {
      holders[address.family].set(address.value, { type: 'pods', pods: [...before.pods, ...holder.pods] });
    }
  };
  for (const [key, pod] of sortedEntries(objects.pods)) {
    if (pod.spec.hostNetwork === true || isFinished(pod)) continue;
    for (const address of podAddresses(pod)) hold(address, { type: 'pods', pods: [key] });
  }
  for (const [name, node] of sortedEntries(objects.nodes)) {
    for (const { address } of node.status?.addresses ?? []) hold(address, { type: 'node', name });
  }
  // Nodes that may not be read: their host-network pods tell their addresses.
  for (const [, pod] of sortedEntries(objects.pods)) {
    const name = pod.spec.nodeName;
    if (pod.spec.hostNetwork !== true || name === undefined || isFinished(pod)) continue;
    for (const address of podAddresses(pod)) hold(address, { type: 'node', name });
  }
  const ascending = { IPv4: [...holders.IPv4], IPv6: [...holders.IPv6] };
  for (const list of [ascending.IPv4, ascending.IPv6]) list.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  for (const [key, service] of sortedEntries(objects.services)) {
    const { clusterIP, clusterIPs, externalIPs } = service.spec;
    const balancer = (service.status?.loadBalancer?.ingress ?? []).map(({ ip }) => ip);
    for (const ip of [clusterIP, ...(clusterIPs ?? []), ...(externalIPs ?? []), ...balancer]) {
      hold(ip, { type: 'service', key });
    }
  }
  return {
    find: (address) => holders[address.family].get(address.value),
    between: (family, first, last) => ascending[family].filter(([value]) => value >= first && value <= last),
  };
}

/** By key, so that the order of files does not matter. */
function sortedEntries<T>(map: ReadonlyMap<string, T>): (readonly [string, T])[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
