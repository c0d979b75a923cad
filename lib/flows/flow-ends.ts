import {
  type Address,
  bitsOf,
  type Cidr,
  type Family,
  formatAddress,
  parseAddress,
  parseCidr,
} from '#lib/policy/address.ts';
import type { FlowEnd, FlowObs } from './flow-obs.ts';
import type { NameHistory, NameHolder } from './name-history.ts';

/** What is known of a cluster's addresses. */
export interface ClusterNames {
  readonly history: NameHistory;
  /** Blocks of the cluster's pods: who has such an address, and is not known, was a pod. */
  readonly podRanges: readonly Cidr[];
  /** Families in which pods have addresses of no such block: the plugin takes them from elsewhere, too. Absent: none. */
  readonly elsewhere?: readonly Family[] | undefined;
  /** Since when all pods are known, milliseconds since 1970; absent: those of earlier times are, too. */
  readonly knownSince?: number;
}

/** Who an end is, as `FlowRow` writes it, and who holds its address where that is somebody of the cluster. */
export interface ResolvedEnd {
  readonly end: string;
  readonly holder: NameHolder | undefined;
}

/** A client outside is kept as the network that it is in (gdpr.md §5.7): its address may be a person's. */
const CLIENT_PREFIX = { IPv4: 24, IPv6: 48 } as const;

/** Pods have such addresses, and so has much that is outside. */
const PRIVATE = parseRanges(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7']);

export function parseRanges(ranges: readonly string[]): readonly Cidr[] {
  return ranges.flatMap((range) => parseCidr(range) ?? []);
}

/**
 * Who the end of a flow was at its time. In this order: the pod that the record names, as the cluster knows it; the
 * workload that it names; the host; who had the address then; the name by which a server outside was asked for; its
 * address. A pod's address that nobody had then is `unknown`.
 */
export function resolveEnd(side: 'from' | 'to', { [side]: end, t0 }: FlowObs, names: ClusterNames): ResolvedEnd {
  const { history } = names;
  if (end.pod !== undefined && end.namespace !== undefined) {
    const name = `${end.namespace}/${end.pod}`;
    // the name of a pod passes to nobody else: it is the same one though clocks differ
    const holder = history.holderAt(name, t0) ?? history.lastHolder(name);
    if (holder?.type === 'pod') return { end: holder.workload, holder };
    return { end: workloadOf(end) ?? `${end.namespace}/Pod/${end.pod}`, holder: undefined };
  }
  const told = workloadOf(end);
  if (told !== undefined) {
    const holder = end.ip === undefined ? undefined : history.holderAt(end.ip, t0);
    return { end: told, holder: holder?.type === 'pod' && holder.workload === told ? holder : undefined };
  }
  const holder = end.ip === undefined ? undefined : history.holderAt(end.ip, t0);
  if (end.host === true) return { end: holder?.type === 'host' ? `host:${holder.node}` : 'host', holder: undefined };
  if (holder !== undefined) return { end: endOfHolder(holder), holder };
  return { end: outsideEnd(side, end, t0, names), holder: undefined };
}

function workloadOf({ namespace, workload }: FlowEnd): string | undefined {
  if (namespace === undefined || workload === undefined) return undefined;
  return `${namespace}/${workload.kind}/${workload.name}`;
}

function endOfHolder(holder: NameHolder): string {
  switch (holder.type) {
    case 'pod':
      return holder.workload;
    case 'host':
      return `host:${holder.node}`;
    case 'service':
      return `service:${holder.service}`;
  }
}

function outsideEnd(
  side: 'from' | 'to',
  { ip, outside, inside, names }: FlowEnd,
  time: number,
  known: ClusterNames,
): string {
  if (inside === true) return 'unknown';
  const [name] = names ?? [];
  if (side === 'to' && name !== undefined) return `name:${name.toLowerCase()}`;
  const address = ip === undefined ? undefined : parseAddress(ip);
  if (address === undefined || (outside !== true && mayBeOfPod(address, time, known))) return 'unknown';
  return `ip:${side === 'from' ? clientNetwork(address) : wholeAddress(address)}`;
}

/** Many plugins give addresses of blocks that no node tells: then it may be any private one of before pods were known. */
function mayBeOfPod(
  address: Address,
  time: number,
  { podRanges, elsewhere = [], knownSince = Number.NEGATIVE_INFINITY }: ClusterNames,
): boolean {
  if (podRanges.some((range) => isIn(address, range))) return true;
  if (time >= knownSince) return false;
  const { family } = address;
  const isTold = podRanges.some((range) => range.family === family) && !elsewhere.includes(family);
  return !isTold && PRIVATE.some((range) => isIn(address, range));
}

export function isIn({ family, value }: Address, range: Cidr): boolean {
  return range.family === family && range.first <= value && value <= range.last;
}

export function wholeAddress({ family, value }: Address): string {
  return `${formatAddress(family, value)}/${bitsOf(family)}`;
}

/** By which a client outside is kept. */
export function clientNetwork({ family, value }: Address): string {
  const prefix = CLIENT_PREFIX[family];
  const hostBits = BigInt(bitsOf(family) - prefix);
  return `${formatAddress(family, (value >> hostBits) << hostBits)}/${prefix}`;
}

/**
 * The port that policies act on. A Service's is that of its pods, where there is but one; null where that is not known.
 */
export function backendPort({ toPort, protocol }: FlowObs, holder: NameHolder | undefined): number | null {
  if (holder?.type !== 'service' || toPort === null) return toPort;
  const found = holder.ports.find((port) => port.port === toPort && port.protocol === protocol);
  return found === undefined ? null : found.backend;
}
