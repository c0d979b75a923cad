import type { PeerPods } from '#lib/api/peer-schemas.ts';
import type { Peer, PeerGroup } from '#lib/api/pod-types.ts';
import type { Protocol } from '#lib/kube/objects.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import { morePods, POD_PAGE } from '#lib/text/en/pod.ts';

/** A port chip: one port of one protocol. */
export interface PortChoice {
  readonly protocol: Protocol;
  readonly port: number;
}

export interface PeerFilter {
  /** Leaves out the pod's own namespace. */
  readonly otherNamespaces: boolean;
  readonly personalOnly: boolean;
  readonly gapsOnly: boolean;
  /** Only peers for which this port is allowed, or may be. */
  readonly port?: PortChoice;
}

/** A group head or a peer, in the order in which the tree shows them. */
export type PeerRow =
  | {
      readonly type: 'group';
      readonly id: string;
      readonly group: PeerGroup;
      readonly folded: boolean;
      /** How many of its peers pass the filter. */
      readonly shown: number;
    }
  | {
      readonly type: 'peer';
      readonly id: string;
      readonly group: string;
      readonly peer: Peer;
      /** Whether its pods stand below it; absent where there is one, or none to be listed. */
      readonly folded?: boolean;
    }
  /** One pod of a peer that is unfolded. */
  | {
      readonly type: 'pod';
      readonly id: string;
      readonly group: string;
      readonly peer: Peer;
      readonly pod: string;
      readonly node?: string | undefined;
    }
  /** Below a peer that is unfolded: pods are being read, or do not fit. */
  | { readonly type: 'note'; readonly id: string; readonly group: string; readonly text: string };

/** The pods of a peer that is unfolded; undefined while they are read. */
export type PodsOfPeers = ReadonlyMap<string, PeerPods | undefined>;

/** The id by which a group is folded: names of namespaces and the external groups cannot collide. */
export function groupId(group: PeerGroup): string {
  return `${group.type}:${group.name}`;
}

function includesPort(ports: PortsJson, choice: PortChoice): boolean {
  return (ports[choice.protocol] ?? []).some(([first, last]) => first <= choice.port && choice.port <= last);
}

/** For all its pods, for some of them, and undecided. */
function portSets({ relation }: Peer): readonly PortsJson[] {
  return [relation.allow, ...(relation.some === undefined ? [] : [relation.some]), relation.depends];
}

export function passes(peer: Peer, group: PeerGroup, namespace: string, filter: PeerFilter): boolean {
  if (filter.otherNamespaces && group.type === 'namespace' && group.name === namespace) return false;
  if (filter.gapsOnly && peer.gap === undefined) return false;
  if (filter.personalOnly && !holdsPersonalData(peer)) return false;
  const { port } = filter;
  if (port === undefined) return true;
  return portSets(peer).some((ports) => includesPort(ports, port));
}

function holdsPersonalData(peer: Peer): boolean {
  const dataClass = peer.classification?.dataClass;
  return dataClass !== undefined && dataClass !== 'none' && dataClass !== 'unknown';
}

/**
 * The rows of one direction. A group none of whose peers pass is left out; a folded one keeps its head, so that what
 * is hidden stays counted.
 */
export function peerRows(
  groups: readonly PeerGroup[],
  namespace: string,
  filter: PeerFilter,
  folded: ReadonlySet<string>,
  unfolded: PodsOfPeers = NONE_UNFOLDED,
): readonly PeerRow[] {
  return groups.flatMap((group): readonly PeerRow[] => {
    const peers = group.peers.filter((peer) => passes(peer, group, namespace, filter));
    if (peers.length === 0) return [];
    const id = groupId(group);
    const isFolded = folded.has(id);
    const head: PeerRow = { type: 'group', id, group, folded: isFolded, shown: peers.length };
    if (isFolded) return [head];
    return [
      head,
      ...peers.flatMap((peer): readonly PeerRow[] => {
        const row = { type: 'peer', id: `${id}/${peer.id}/${peer.example}`, group: id, peer } as const;
        if (peer.type !== 'workload' || peer.of < 2) return [row];
        const isOpen = unfolded.has(peer.id);
        return [{ ...row, folded: !isOpen }, ...(isOpen ? podRows(row, unfolded.get(peer.id)) : [])];
      }),
    ];
  });
}

const NONE_UNFOLDED: PodsOfPeers = new Map();

/** Peers of one workload are apart where they have something else: each shows the pods that have what it has. */
function podRows(
  { id, group, peer }: { readonly id: string; readonly group: string; readonly peer: Peer },
  found: PeerPods | undefined,
): readonly PeerRow[] {
  if (found === undefined) return [{ type: 'note', id: `${id} note`, group, text: POD_PAGE.readingPods }];
  const wanted = JSON.stringify(peer.relation);
  const own = found.pods.filter(({ relation }) => JSON.stringify(found.relations[relation]) === wanted);
  const rows = own.map(({ key, node }): PeerRow => ({ type: 'pod', id: `${id} ${key}`, group, peer, pod: key, node }));
  if (found.more > 0) rows.push({ type: 'note', id: `${id} note`, group, text: morePods(found.more) });
  return rows;
}

/** Every further group beyond this many peers starts folded: the first screen shows the head of each. */
const UNFOLDED_PEERS = 60;

/** Groups that start folded, so that a pod with a thousand peers opens on its groups and not on a wall of rows. */
export function initiallyFolded(groups: readonly PeerGroup[]): ReadonlySet<string> {
  const folded = new Set<string>();
  let shown = 0;
  for (const group of groups) {
    shown += group.peers.length;
    const hasGap = group.peers.some((peer) => peer.gap !== undefined);
    if (shown > UNFOLDED_PEERS && !hasGap) folded.add(groupId(group));
  }
  return folded;
}

/** At most this many port chips beside the served ones: more would not be read. */
const MAX_CHOICES = 8;

/** The chips: the ports that the pod serves first, then single ports that relations name. */
export function portChoices(
  served: readonly { readonly protocol: string; readonly port: number }[],
  groups: readonly PeerGroup[],
): readonly PortChoice[] {
  const choices = new Map<string, PortChoice>();
  const add = (protocol: Protocol, port: number): void => {
    choices.set(`${protocol}/${port}`, { protocol, port });
  };
  for (const { protocol, port } of served) if (isProtocol(protocol)) add(protocol, port);
  for (const { peers } of groups) {
    for (const peer of peers) {
      for (const ports of portSets(peer)) {
        for (const protocol of PROTOCOLS) {
          for (const [first, last] of ports[protocol] ?? []) {
            if (first === last && choices.size < MAX_CHOICES) add(protocol, first);
          }
        }
      }
    }
  }
  return [...choices.values()];
}

const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];

function isProtocol(text: string): text is Protocol {
  return PROTOCOLS.some((protocol) => protocol === text);
}
