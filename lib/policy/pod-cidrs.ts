import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { FAMILIES, type Family, parseCidr } from './address.ts';
import type { AddressBlock } from './address-block.ts';
import { type AddressRanges, coversRanges, intersectRanges, normaliseRanges } from './address-ranges.ts';
import { MATCHES, type Match, matchesPossibly, NO_MATCH } from './match.ts';
import { reasonBit } from './reasons.ts';
import type { Profile } from './types.ts';

/** Where pods may get an address while nobody says otherwise (§3.11): the private ranges. */
const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'];

/** The addresses that pods without an address may get, per family; empty for a family that the cluster does not use. */
export type PodCidrs = Readonly<Record<Family, AddressRanges>>;

/** The profile's, else those of the nodes, else the private ranges. */
export function podCidrsOf(objects: ClusterObjects, profile: Profile): PodCidrs {
  const ofNodes = [...objects.nodes.values()].flatMap((node) => node.spec?.podCIDRs ?? []);
  for (const texts of [profile.podCIDRs ?? [], ofNodes, PRIVATE_RANGES]) {
    const cidrs = texts.flatMap((text) => parseCidr(text) ?? []);
    if (cidrs.length === 0) continue;
    const [IPv4, IPv6] = FAMILIES.map((family) => normaliseRanges(cidrs.filter((cidr) => cidr.family === family)));
    return { IPv4: IPv4 as AddressRanges, IPv6: IPv6 as AddressRanges };
  }
  return { IPv4: [], IPv6: [] };
}

/** Row 66: whether a pod that has no address yet matches a block. */
export function matchWithoutAddress(block: AddressBlock, podCidrs: PodCidrs): Match {
  const possible = podCidrs[block.family];
  if (possible.length === 0 || intersectRanges(block.ranges, possible).length === 0) return NO_MATCH;
  return coversRanges(block.ranges, possible) ? MATCHES : matchesPossibly(reasonBit('pod-without-address'));
}
