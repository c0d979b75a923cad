import { addRun, type PeerRuns, runsOf } from '#lib/gdpr/peer-runs.ts';
import type { Gap } from '#lib/gdpr/types.ts';
import type { SharedOfGap } from './shared-values.ts';

/**
 * A gap whose `peers` are a place in `peerSets`, and what it has in common with others in `gapValues` and `fixLines`. In an open cluster nearly every gap has nearly every workload behind it
 * but its own, which is never among its peers: a set may name it, so that many gaps share one.
 */
export type EvidenceGap = Omit<Gap, 'peers' | 'hasPeer' | 'peerRuns' | 'verifyFix' | keyof SharedOfGap> &
  SharedOfGap & { readonly peers: number };

/** By name, or as runs. */
export type PeersOfGap = readonly string[] | PeerRuns;

/** The workloads behind some gaps by name, sorted, and those behind each of the gaps. */
export interface NumberedPeers {
  readonly names: readonly string[];
  /** Runs of positions in `names`, each list once: first, last, first, last, … */
  readonly sets: readonly (readonly number[])[];
  /** Places in `sets`, in the order of the gaps. */
  readonly ofGap: readonly number[];
}

/** @param told the peers of each gap, and the workload that it is about. */
export function numberPeers(told: readonly { readonly peers: PeersOfGap; readonly own: string }[]): NumberedPeers {
  const { names, runs, positions } = runsOfGaps(told.map(({ peers }) => peers));
  const sets: (readonly number[])[] = [];
  const places = new Map<string, number>();
  const ofGap = told.map(({ own }, index) => {
    const set = withPosition(runs[index] as readonly number[], positions.get(own));
    const text = set.join();
    const place = places.get(text) ?? sets.push(set) - 1;
    places.set(text, place);
    return place;
  });
  return { names, sets, ofGap };
}

/** An empty set stays empty. */
function withPosition(runs: readonly number[], position: number | undefined): readonly number[] {
  if (position === undefined || runs.length === 0) return runs;
  const made: number[] = [];
  let isThere = false;
  for (let run = 0; run < runs.length; run += 2) {
    const [first, last] = [runs[run] as number, runs[run + 1] as number];
    if (!isThere && position < first) addRun(made, position, position);
    isThere ||= position <= last;
    addRun(made, first, last);
  }
  if (!isThere) addRun(made, position, position);
  return made;
}

function runsOfGaps(told: readonly PeersOfGap[]) {
  const names = namesOf(told);
  const positions = new Map(names.map((name, position) => [name, position]));
  const ofTable = new Map<readonly string[], readonly (number | undefined)[]>();
  return {
    names,
    positions,
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
  { peerNames, peerSets }: { readonly peerNames: readonly string[]; readonly peerSets: readonly (readonly number[])[] },
  { peers, subject }: Pick<EvidenceGap, 'peers' | 'subject'>,
): readonly string[] {
  const set = peerSets[peers] ?? [];
  const own = ownOf(subject);
  const found: string[] = [];
  for (let run = 0; run + 1 < set.length; run += 2) {
    for (const name of peerNames.slice(set[run], (set[run + 1] as number) + 1)) if (name !== own) found.push(name);
  }
  return found;
}

/** The workload that a gap is about, `ns/Kind/name`; of another object a name that no workload has. */
export function ownOf({ namespace, kind, name }: Gap['subject']): string {
  return `${namespace}/${kind}/${name}`;
}
