import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import type { ClusterPolicy, NetworkPolicy, NetworkPolicyPeer } from '#lib/kube/objects.ts';
import { type Family, prefixOf } from './literal-address.ts';

// Special-purpose addresses (IANA registries, RFC 6890), multicast and reserved space are not routable.
const SPECIAL = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/3'],
  ...['::/3', '4000::/2', '8000::/1', '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'],
];

type Block = NonNullable<NetworkPolicyPeer['ipBlock']>;

/**
 * An address of what `internet` means in one family: of all parts of the space that the blocks in force tell apart, the
 * one with the most routable addresses; of two equal ones the lower. The space is halved until no CIDR cuts a piece.
 */
export function internetAddress(objects: ClusterObjects, family: Family): string {
  const known = memo.get(objects)?.get(family);
  if (known !== undefined) return known;
  const blocks = [
    ...[...objects.networkPolicies.values()].flatMap(blocksOf),
    ...[...objects.clusterPolicies.values()].flatMap(networksOf),
  ];
  const sizes = new Map<string, { size: number; first: string }>();
  const cut = (bits: string): void => {
    const cidrs = [...SPECIAL, ...blocks.flatMap(({ cidr, except }) => [cidr, ...(except ?? [])])];
    const edges = cidrs.map(prefixOf).filter((edge) => edge.family === family);
    if (edges.some((edge) => edge.bits.length > bits.length && edge.bits.startsWith(bits))) {
      cut(`${bits}0`);
      cut(`${bits}1`);
      return;
    }
    const inside = (cidr: string) => prefixOf(cidr).family === family && bits.startsWith(prefixOf(cidr).bits);
    const part = blocks.map(({ cidr, except }) => inside(cidr) && !(except ?? []).some(inside)).join();
    const size = SPECIAL.some(inside) ? 0 : 2 ** -bits.length;
    const before = sizes.get(part);
    // A representative is a routable address of the part.
    if (before === undefined) sizes.set(part, { size, first: bits });
    else sizes.set(part, { size: before.size + size, first: before.size === 0 ? bits : before.first });
  };
  cut('');
  const [largest] = [...sizes.values()].sort((a, b) => b.size - a.size);
  const address = textOf((largest?.first ?? '').padEnd(family === 'IPv4' ? 32 : 128, '0'));
  memo.set(objects, new Map([...(memo.get(objects) ?? []), [family, address]]));
  return address;
}

// The same for every pair of ends of one cluster.
const memo = new WeakMap<ClusterObjects, ReadonlyMap<Family, string>>();

/** The blocks of rules that isolate for their direction (row 5) and that are understood. */
function blocksOf({ spec, unread = [] }: NetworkPolicy): Block[] {
  if (unread.some((part) => part.part === 'spec')) return [];
  const types = spec.policyTypes ?? [];
  const hasEgress = spec.egress !== undefined && spec.egress.length > 0;
  const ingress = types.length === 0 || types.includes('Ingress') ? (spec.ingress ?? []) : [];
  const egress = (types.length === 0 ? hasEgress : types.includes('Egress')) ? (spec.egress ?? []) : [];
  const isUnread = (direction: string, index: number) =>
    unread.some((part) => part.part === 'rule' && part.direction === direction && part.index === index);
  const peers = [
    ...ingress.flatMap((rule, index) => (isUnread('ingress', index) ? [] : (rule.from ?? []))),
    ...egress.flatMap((rule, index) => (isUnread('egress', index) ? [] : (rule.to ?? []))),
  ];
  return peers.flatMap((peer) => (peer.ipBlock === undefined ? [] : [peer.ipBlock]));
}

/** The networks of rules that are understood and do not fail closed. */
function networksOf({ spec, unread = [] }: ClusterPolicy): Block[] {
  if (unread.some((part) => part.part === 'spec')) return [];
  const understood = (spec.egress ?? []).filter(
    (rule, index) =>
      !unread.some((part) => part.part === 'rule' && part.direction === 'egress' && part.index === index) &&
      !rule.to?.some((peer) => Object.keys(peer).length === 0),
  );
  return understood.flatMap(({ to = [] }) => to.flatMap(({ networks = [] }) => networks.map((cidr) => ({ cidr }))));
}

function textOf(bits: string): string {
  const width = bits.length === 32 ? 8 : 16;
  const parts = bits.match(new RegExp(`.{${width}}`, 'g')) ?? [];
  const numbers = parts.map((part) => Number.parseInt(part, 2));
  return width === 8 ? numbers.join('.') : numbers.map((number) => number.toString(16)).join(':');
}
