import { addRun, type PeerRuns, runsOf } from '#lib/gdpr/peer-runs.ts';
import type { Gap } from '#lib/gdpr/types.ts';

/**
 * A gap whose `peers` are runs of positions in `peerNames`: first, last, first, last, … In an open cluster nearly every
 * gap has nearly every workload behind it.
 */
export type EvidenceGap = Omit<Gap, 'peers' | 'hasPeer' | 'peerRuns' | 'verifyFix'> & {
  readonly peers: readonly number[];
};

/** By name, or as runs. */
export type PeersOfGap = readonly string[] | PeerRuns;

/** The workloads behind some gaps by name, sorted, and those behind each of the gaps. */
export interface NumberedPeers {
  readonly names: readonly string[];
  /** In the order of the gaps. */
  readonly runs: readonly (readonly number[])[];
}

export function numberPeers(told: readonly PeersOfGap[]): NumberedPeers {
  const names = namesOf(told);
  const positions = new Map(names.map((name, position) => [name, position]));
  const ofTable = new Map<readonly string[], readonly (number | undefined)[]>();
  return {
    names,
    runs: told.map((peers) => {
      if (!('runs' in peers)) return runsOf(peers.map((peer) => positions.get(peer) as number));
      let table = ofTable.get(peers.names);
      if (table === undefined) {
        table = peers.names.map((name) => positions.get(name));
        ofTable.set(peers.names, table);
      }
      return renumbered(peers.runs, table);
    }),
  };
}

function namesOf(told: readonly PeersOfGap[]): readonly string[] {
  const names = new Set<string>();
  const used = new Map<readonly string[], Uint8Array>();
  for (const peers of told) {
    if (!('runs' in peers)) for (const name of peers) names.add(name);
    else {
      let marks = used.get(peers.names);
      if (marks === undefined) {
        marks = new Uint8Array(peers.names.length);
        used.set(peers.names, marks);
      }
      for (let run = 0; run < peers.runs.length; run += 2)
        marks.fill(1, peers.runs[run], (peers.runs[run + 1] as number) + 1);
    }
  }
  for (const [table, marks] of used)
    for (const [position, name] of table.entries()) if (marks[position]) names.add(name);
  return [...names].sort();
}

/** Both tables are sorted: a run stays one where no name of another table stands between its own. */
function renumbered(runs: readonly number[], positions: readonly (number | undefined)[]): readonly number[] {
  const made: number[] = [];
  for (let run = 0; run < runs.length; run += 2) {
    const [first, last] = [runs[run] as number, runs[run + 1] as number];
    const [from, to] = [positions[first] as number, positions[last] as number];
    if (to - from === last - first) addRun(made, from, to);
    else
      for (let each = first; each <= last; each++) addRun(made, positions[each] as number, positions[each] as number);
  }
  return made;
}

/** The workloads behind a gap of the evidence, sorted. */
export function peersOfEvidence(
  { peerNames }: { readonly peerNames: readonly string[] },
  { peers }: EvidenceGap,
): readonly string[] {
  const found: string[] = [];
  for (let run = 0; run + 1 < peers.length; run += 2) {
    found.push(...peerNames.slice(peers[run], (peers[run + 1] as number) + 1));
  }
  return found;
}
