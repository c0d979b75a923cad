import type { UnreachedPeer, UnreachedPeers } from '#lib/api/peer-schemas.ts';
import type { Peer, PodDirection } from '#lib/api/pod-types.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import { CANNOT_REACH_IT, cannotReach, IT_CANNOT_REACH, moreWorkloads, POD_PAGE } from '#lib/text/en/pod.ts';
import { type PeerFilter, type PeerRow, passes } from './peer-rows.ts';

/** No namespace can be called so. */
export const UNREACHED = 'unreached:';
const NO_PORTS: PortsJson = { TCP: [], UDP: [], SCTP: [] };

/**
 * The last group of a direction: who cannot, folded until somebody asks. What they cannot use is narrowed by no port and no
 * gap. `found`: once it is unfolded; undefined while it is read,
 * and `failed` where it could not be.
 */
export function unreachedRows(
  { unreachable: { pods, workloads } }: PodDirection,
  inwards: boolean,
  folded: boolean,
  found: UnreachedPeers | 'failed' | undefined,
  narrow: { readonly namespace: string; readonly filter: PeerFilter },
): readonly PeerRow[] {
  if (pods === 0) return [];
  const group = {
    ...{ type: 'namespace' as const, name: inwards ? CANNOT_REACH_IT : IT_CANNOT_REACH },
    ...{ note: cannotReach(pods, workloads), pods: 0, peers: [] },
  };
  const head: PeerRow = { type: 'group', id: UNREACHED, group, folded, shown: workloads };
  const note = (text: string): PeerRow => ({ type: 'note', id: `${UNREACHED} note`, group: UNREACHED, text });
  if (folded) return [head];
  if (found === undefined) return [head, note(POD_PAGE.readingUnreached)];
  if (found === 'failed') return [head, note(POD_PAGE.peersFailed)];
  const { otherNamespaces, personalOnly } = narrow.filter;
  const filter = { otherNamespaces, personalOnly, gapsOnly: false };
  const rows = found.peers.flatMap((each): readonly PeerRow[] => {
    const peer = peerOf(each);
    const own = { ...group, name: each.workload.slice(0, each.workload.indexOf('/')) };
    if (!passes(peer, own, narrow.namespace, filter)) return [];
    return [{ type: 'peer', id: `${UNREACHED}${peer.id}`, group: UNREACHED, peer }];
  });
  if (rows.length === 0) return [head, note(POD_PAGE.noPeerMatches)];
  return [head, ...rows, ...(found.more > 0 ? [note(moreWorkloads(found.more))] : [])];
}

/** Its name says the namespace too: it stands in no group of one. */
function peerOf({ workload, pods, of, example, classification }: UnreachedPeer): Peer {
  const [namespace, kind = '', ...name] = workload.split('/');
  return {
    ...{ type: 'workload', id: workload, name: `${namespace}/${name.join('/')}`, kind, pods, of, example, label: '' },
    relation: { allow: NO_PORTS, depends: NO_PORTS, reasons: [] },
    ...(classification === undefined ? {} : { classification }),
  };
}
