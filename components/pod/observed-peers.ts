import type { JoinedEdgeView } from '#lib/api/observed-schemas.ts';
import type { Peer, PeerGroup } from '#lib/api/pod-types.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import { TABLE } from '#lib/text/en/map.ts';
import { observedNotAllowed } from '#lib/text/en/pod-traffic.ts';
import { isRefused, peerOfRow, type Row, TRAFFIC_ORDER } from './peer-traffic.ts';

const NO_PORTS: PortsJson = { TCP: [], UDP: [], SCTP: [] };

/**
 * Whoever was seen although denied, or was dropped, and is not among the peers that policies allow: a group of its own,
 * the worst first. Undefined where there is nobody. `inwards`: peers are the clients.
 */
export function observedPeers(
  rows: readonly Row[],
  inwards: boolean,
  groups: readonly PeerGroup[],
): PeerGroup | undefined {
  const allowed = new Set(groups.flatMap(({ peers }) => peers.map(({ id }) => id)));
  const found = new Map<string, Peer>();
  for (const state of TRAFFIC_ORDER.filter(isRefused)) {
    for (const row of rows) {
      const id = peerOfRow(row, inwards);
      if (row.state !== state || allowed.has(id) || found.has(id)) continue;
      found.set(id, peerOf(id, inwards ? row.fromEnd : row.toEnd));
    }
  }
  if (found.size === 0) return undefined;
  return { type: 'namespace', name: observedNotAllowed, pods: 0, peers: [...found.values()] };
}

function peerOf(id: string, { type, label, kind }: JoinedEdgeView['fromEnd']): Peer {
  const isOutside = id === 'internet';
  return {
    type: isOutside ? 'internet' : type === 'workload' ? 'workload' : type === 'host' ? 'node' : 'address',
    id,
    name: isOutside ? TABLE.outside : label,
    ...(kind === undefined ? {} : { kind }),
    pods: 1,
    of: 1,
    example: isOutside || type === 'workload' ? id : '',
    relation: { allow: NO_PORTS, depends: NO_PORTS, reasons: [] },
    label: '',
  };
}
