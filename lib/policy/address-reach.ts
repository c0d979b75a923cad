import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import type { BalancerStatus } from '#lib/kube/objects.ts';
import { type Cidr, type Family, parseAddress, parseCidr, wholeSpace } from './address.ts';
import { type AddressRanges, coversRanges, normaliseRanges, subtractRanges } from './address-ranges.ts';

/** From where an entry can be reached: anywhere, the network around the cluster, or it cannot be told. */
export type Reach = 'internet' | 'private' | 'unknown';

/**
 * Addresses of private networks: RFC 1918, shared (RFC 6598), link-local, loopback, unique local. Ranges kept for
 * documentation count as public: they stand for public addresses wherever they are written.
 */
const PRIVATE: Readonly<Record<Family, readonly string[]>> = {
  IPv4: ['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
  IPv6: ['::1/128', 'fc00::/7', 'fe80::/10'],
};

export const PRIVATE_SPACE: Readonly<Record<Family, AddressRanges>> = {
  IPv4: normaliseRanges(PRIVATE.IPv4.flatMap((text) => parseCidr(text) ?? [])),
  IPv6: normaliseRanges(PRIVATE.IPv6.flatMap((text) => parseCidr(text) ?? [])),
};

/** All others. */
export const PUBLIC_SPACE: Readonly<Record<Family, AddressRanges>> = {
  IPv4: subtractRanges([wholeSpace('IPv4')], PRIVATE_SPACE.IPv4),
  IPv6: subtractRanges([wholeSpace('IPv6')], PRIVATE_SPACE.IPv6),
};

/** Undefined where the text is no address. */
export function isPrivateAddress(text: string): boolean | undefined {
  const address = parseAddress(text);
  if (address === undefined) return undefined;
  return coversRanges(PRIVATE_SPACE[address.family], [{ first: address.value, last: address.value }]);
}

/** Loopback: nobody else reaches it. */
export function isLoopback(text: string): boolean {
  return text === '::1' || text.startsWith('127.');
}

/** `internet` where one is public, `private` where all are private, `unknown` where none can be read. */
export function reachOfAddresses(addresses: readonly string[]): Reach {
  const readable = addresses.map(isPrivateAddress).filter((isPrivate) => isPrivate !== undefined);
  if (readable.length === 0) return 'unknown';
  return readable.includes(false) ? 'internet' : 'private';
}

/**
 * Of what a load balancer got. A name alone tells nothing of its address, but those of AWS for an internal one begin
 * with `internal-`. `unknown` where it got nothing yet.
 */
export function reachOfBalancer(status: BalancerStatus | undefined): Reach {
  const got = status?.loadBalancer?.ingress ?? [];
  const reaches = got.map(({ ip, hostname = '' }): Reach => {
    if (ip !== undefined) return reachOfAddresses([ip]);
    return hostname.startsWith('internal-') ? 'private' : 'internet';
  });
  return widestReach(reaches);
}

/**
 * CIDRs that a load balancer limits its clients to; undefined where it limits nobody. One that cannot be read may mean
 * anybody, whatever stands beside it: `unread`.
 */
export function clientRanges(sourceRanges: readonly string[]): readonly Cidr[] | 'unread' | undefined {
  if (sourceRanges.length === 0) return undefined;
  const cidrs = sourceRanges.map(parseCidr).filter((cidr) => cidr !== undefined);
  return cidrs.length < sourceRanges.length ? 'unread' : cidrs;
}

/** Of CIDRs that clients are limited to. */
export function reachOfRanges(sourceRanges: readonly string[]): Reach {
  const ranges = clientRanges(sourceRanges);
  if (ranges === undefined || ranges === 'unread') return 'internet';
  return ranges.every((cidr) => coversRanges(PRIVATE_SPACE[cidr.family], [cidr])) ? 'private' : 'internet';
}

/**
 * Of the nodes' own addresses: where ports of nodes can be reached, if no firewall stands before them. `nodes` limits
 * the question to some of them.
 */
export function reachOfNodes({ nodes }: ClusterObjects, some?: ReadonlySet<string>): Reach {
  const addresses: string[] = [];
  for (const [name, { status }] of nodes) {
    if (some !== undefined && !some.has(name)) continue;
    for (const { address } of status?.addresses ?? []) addresses.push(address);
  }
  return reachOfAddresses(addresses);
}

/** The widest: whoever can be reached from anywhere can be reached from anywhere. */
export function widestReach(reaches: readonly Reach[]): Reach {
  if (reaches.includes('internet')) return 'internet';
  return reaches.length === 0 || reaches.includes('unknown') ? 'unknown' : 'private';
}
