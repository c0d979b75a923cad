import { readByNamespace } from '#lib/kube/namespaced-map.ts';
import type { Pod } from '#lib/kube/objects.ts';
import { FAMILIES, type Family, parseAddress, parseCidr } from '#lib/policy/address.ts';
import { isFinished, podAddresses } from '#lib/policy/address-holders.ts';
import {
  type AddressRanges,
  countAddresses,
  intersectRanges,
  normaliseRanges,
  subtractRanges,
} from '#lib/policy/address-ranges.ts';
import type { PolicyModel } from '#lib/policy/model.ts';

type ByFamily = Readonly<Record<Family, AddressRanges>>;

/** What is not outside: a rule that names these addresses names no recipient. */
export interface OwnAddresses {
  /** The cluster's own, and those that never lead out of it: the machine itself, link-local, multicast, reserved. */
  readonly own: ByFamily;
  /** Possibly the cluster's own, as nothing in the input says how far its ranges go. */
  readonly perhaps: ByFamily;
  /** Addresses that pods hold, ascending; the same one may be there twice. */
  readonly held: Readonly<Record<Family, readonly bigint[]>>;
}

const NEVER_OUTSIDE = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4', '240.0.0.0/4', '::/127']
  .concat(['fe80::/10', 'ff00::/8']) // the second half is IPv6
  .flatMap((text) => parseCidr(text) ?? []);

/** Where clusters number their pods and Services: RFC 1918, RFC 6598, RFC 4193. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'].flatMap(
  (text) => parseCidr(text) ?? [],
);
const PRIVATE_RANGES = byFamily(PRIVATE);

/** The widest range of Services that the API server takes: 20 bits of host part. */
const SERVICE_RANGE_BITS = 20n;
/** A part no larger than this may hold nothing but pods. */
const MOST_HELD = 65_536n;

const known = new WeakMap<PolicyModel, OwnAddresses>();

function ownAddresses(model: PolicyModel): OwnAddresses {
  let addresses = known.get(model);
  if (addresses === undefined) {
    addresses = collect(model);
    known.set(model, addresses);
  }
  return addresses;
}

/** Whether all of some addresses are private: on premises, in another network of one's own, not on the internet. */
export function arePrivate(family: Family, ranges: AddressRanges): boolean {
  return ranges.length > 0 && subtractRanges(ranges, PRIVATE_RANGES[family]).length === 0;
}

/** Of some addresses those that may lie outside the cluster, and those that do for certain. */
export function outsideOf(
  model: PolicyModel,
  family: Family,
  ranges: AddressRanges,
): { readonly possible: AddressRanges; readonly certain: AddressRanges } {
  const { own, perhaps, held } = ownAddresses(model);
  const rest = subtractRanges(ranges, own[family]);
  // Pods come and go: only that nothing but pods is there counts, so that a pod replaced by its like changes nothing.
  const possible = areAllHeld(rest, held[family]) ? [] : rest;
  return { possible, certain: subtractRanges(possible, perhaps[family]) };
}

function areAllHeld(ranges: AddressRanges, held: readonly bigint[]): boolean {
  const size = countAddresses(ranges);
  if (size === 0n || size > MOST_HELD || size > BigInt(held.length)) return false;
  return BigInt(new Set(ranges.flatMap((range) => heldWithin(held, range))).size) === size;
}

function heldWithin(held: readonly bigint[], { first, last }: AddressRanges[number]): readonly bigint[] {
  let low = 0;
  let high = held.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((held[middle] as bigint) < first) low = middle + 1;
    else high = middle;
  }
  const found: bigint[] = [];
  for (let i = low; i < held.length && (held[i] as bigint) <= last; i++) found.push(held[i] as bigint);
  return found;
}

interface FamilyRange {
  readonly family: Family;
  readonly first: bigint;
  readonly last: bigint;
}

function byFamily(ranges: readonly FamilyRange[]): ByFamily {
  const [IPv4, IPv6] = FAMILIES.map((family) => normaliseRanges(ranges.filter((range) => range.family === family)));
  return { IPv4: IPv4 as AddressRanges, IPv6: IPv6 as AddressRanges };
}

function collect({ objects, profile }: PolicyModel): OwnAddresses {
  const nodes = [...objects.nodes.values()];
  const podCidrs = [...(profile.podCIDRs ?? []), ...nodes.flatMap((node) => node.spec?.podCIDRs ?? [])].flatMap(
    (text) => parseCidr(text) ?? [],
  );
  const nodeAddresses = nodes.flatMap((node) => node.status?.addresses?.map(({ address }) => address) ?? []);
  const services = [...objects.services.values()].flatMap(({ spec }) =>
    singles([...(spec.clusterIPs ?? []), ...(spec.clusterIP === undefined ? [] : [spec.clusterIP])]),
  );
  const own = byFamily([
    ...NEVER_OUTSIDE,
    ...podCidrs,
    ...singles(nodeAddresses),
    ...services,
    ...singles(wayInAddresses(objects)),
    ...singles(apiServerAddresses(objects)),
  ]);
  const serviceRanges = services.map(({ family, first }) => {
    const start = (first >> SERVICE_RANGE_BITS) << SERVICE_RANGE_BITS;
    return { family, first: start, last: start + (1n << SERVICE_RANGE_BITS) - 1n };
  });
  const around = byFamily(serviceRanges);
  const [IPv4, IPv6] = FAMILIES.map((family) =>
    // Pods get their addresses from somewhere; where no node says it, any private range may be meant.
    podCidrs.some((cidr) => cidr.family === family)
      ? intersectRanges(around[family], PRIVATE_RANGES[family])
      : PRIVATE_RANGES[family],
  );
  let held: OwnAddresses['held'] | undefined;
  return {
    own,
    perhaps: { IPv4: IPv4 as AddressRanges, IPv6: IPv6 as AddressRanges },
    get held() {
      held ??= heldByPods(objects);
      return held;
    },
  };
}

/** Host-network pods hold their node's address, which may not be readable otherwise. */
function heldByPods({ pods }: PolicyModel['objects']): OwnAddresses['held'] {
  const found = addressesOfPods(pods).flat();
  const [IPv4, IPv6] = FAMILIES.map((family) => {
    const values = found.flatMap((range) => (range.family === family ? [range.first] : []));
    return values.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  });
  return { IPv4: IPv4 ?? [], IPv6: IPv6 ?? [] };
}

const addressesOfPods = readByNamespace((pods: ReadonlyMap<string, Pod>) =>
  singles([...pods.values()].flatMap((pod) => (isFinished(pod) ? [] : podAddresses(pod)))),
);

function singles(texts: readonly string[]): readonly FamilyRange[] {
  return texts.flatMap((text) => {
    const address = parseAddress(text); // `None`, or a host name
    return address === undefined ? [] : [{ family: address.family, first: address.value, last: address.value }];
  });
}

/** Where the cluster's own Services are reached from outside: whoever connects there comes back in. */
function wayInAddresses({ services }: PolicyModel['objects']): readonly string[] {
  return [...services.values()].flatMap(({ spec, status }) => [
    ...(spec.externalIPs ?? []),
    ...(status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => ip ?? []),
  ]);
}

/** The endpoints of the Service through which every cluster offers its API; the API server itself names them so. */
export function apiServerAddresses({ endpointSlices }: PolicyModel['objects']): readonly string[] {
  return endpointSlices.get('default/kubernetes')?.endpoints?.flatMap(({ addresses }) => addresses) ?? [];
}
