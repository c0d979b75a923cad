import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { FAMILIES, type Family, formatAddress, formatRange, parseAddress, parseCidr } from '#lib/policy/address.ts';
import { type AddressRanges, intersectRanges, normaliseRanges } from '#lib/policy/address-ranges.ts';
import { addressesSeenByPods } from '#lib/policy/nodes.ts';
import type { Profile } from '#lib/policy/types.ts';

/** Which part of a block belongs to whom: looked up in the order of addresses, never one by one. */
export interface AddressIndex {
  /** The first part of the ranges that is among these addresses, as people write it; undefined: none is. */
  overlap(family: Family, ranges: AddressRanges): Overlap | undefined;
  readonly isEmpty: boolean;
}

export interface Overlap {
  readonly text: string;
  /** One address in it. */
  readonly first: bigint;
}

/** Of single addresses; what is none (a host name) is left out. */
function indexAddresses(texts: Iterable<string>): AddressIndex {
  const of: Record<Family, bigint[]> = { IPv4: [], IPv6: [] };
  for (const text of texts) {
    const address = parseAddress(text);
    if (address !== undefined) of[address.family].push(address.value);
  }
  for (const family of FAMILIES) of[family].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return {
    isEmpty: FAMILIES.every((family) => of[family].length === 0),
    overlap: (family, ranges) => {
      const sorted = of[family];
      for (const { first, last } of ranges) {
        const at = sorted[firstAtLeast(sorted, first)];
        if (at !== undefined && at <= last) return { text: formatAddress(family, at), first: at };
      }
      return undefined;
    },
  };
}

function indexCidrs(texts: readonly string[]): AddressIndex {
  const cidrs = texts.flatMap((text) => parseCidr(text) ?? []);
  const [IPv4, IPv6] = FAMILIES.map((family) => normaliseRanges(cidrs.filter((cidr) => cidr.family === family)));
  const of = { IPv4: IPv4 ?? [], IPv6: IPv6 ?? [] };
  return {
    isEmpty: cidrs.length === 0,
    overlap: (family, ranges) => {
      const [range] = intersectRanges(of[family], ranges);
      return range === undefined ? undefined : { text: formatRange(family, range), first: range.first };
    },
  };
}

export interface ClusterAddresses {
  /** The pods' ranges as profile or nodes tell them, else their addresses of today. */
  readonly pods: AddressIndex;
  readonly nodes: AddressIndex;
  /** Of Services inside the cluster. Their whole range is in no object. */
  readonly services: AddressIndex;
}

/** The addresses that the cluster itself uses, as far as the input tells. */
export function clusterAddresses(objects: ClusterObjects, profile: Profile): ClusterAddresses {
  const cidrs = [...(profile.podCIDRs ?? [])];
  if (cidrs.length === 0) for (const { spec } of objects.nodes.values()) cidrs.push(...(spec?.podCIDRs ?? []));
  const nodes = [...objects.nodes.values()].flatMap(({ status }) => (status?.addresses ?? []).map((at) => at.address));
  const seen = nodes.length > 0 ? nodes : [...addressesSeenByPods(objects).values()].flatMap((found) => [...found]);
  return {
    pods: cidrs.length > 0 ? indexCidrs(cidrs) : indexAddresses(podAddressesOf(objects)),
    nodes: indexAddresses(seen),
    services: indexAddresses(
      [...objects.services.values()].flatMap(({ spec }) => spec.clusterIPs ?? (spec.clusterIP ? [spec.clusterIP] : [])),
    ),
  };
}

function* podAddressesOf({ pods }: ClusterObjects): Generator<string> {
  for (const { spec, status } of pods.values()) {
    if (spec.hostNetwork === true) continue; // the node's
    for (const { ip } of status?.podIPs ?? (status?.podIP === undefined ? [] : [{ ip: status.podIP }])) yield ip;
  }
}

function firstAtLeast(sorted: readonly bigint[], value: bigint): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as bigint) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
