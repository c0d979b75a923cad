import { type PeerRuns, runsOf } from '#lib/gdpr/peer-runs.ts';
import type { Gap } from '#lib/gdpr/types.ts';
import type { SharedOfGap } from './shared-values.ts';

/**
 * A gap whose `peers` are a place in `peerSets`, and what it has in common with others in `gapValues` and `fixLines`.
 * Its own workload is never among its peers: a set may name it, so that many gaps share one.
 */
export type EvidenceGap = Omit<Gap, 'peers' | 'hasPeer' | 'peerRuns' | keyof SharedOfGap> &
  SharedOfGap & { readonly peers: number };

/** By name, or as runs. */
export type PeersOfGap = readonly string[] | PeerRuns;

/**
 * The workloads behind some gaps. With `like` they are those of the set that this names, which has none itself, but
 * turned where `runs` has a position: who is in that set is not meant, who is not is.
 */
export interface PeerSet {
  /** Positions in the names: first, last, first, last, … */
  readonly runs: readonly number[];
  readonly like?: number;
}

/** The workloads behind some gaps by name, sorted, and those behind each of the gaps. */
export interface NumberedPeers {
  readonly names: readonly string[];
  /**
   * Each form of writing once, in the order in which gaps name them; one that others are `like` stands before the first
   * of them, though no gap may name it itself. The same workloads may stand in two forms.
   */
  readonly sets: readonly PeerSet[];
  /** Places in `sets`, in the order of the gaps. */
  readonly ofGap: readonly number[];
}

/** @param told the peers of each gap, and the workload that it is about. */
export function numberPeers(told: readonly { readonly peers: PeersOfGap; readonly own: string }[]): NumberedPeers {
  const names = namesOf(told.map(({ peers }) => peers));
  const positions = new Map(names.map((name, position) => [name, position]));
  const sets: PeerSet[] = [];
  const places = new Map<string, number>();
  const placeOf = (set: PeerSet): number => {
    const text = `${set.like ?? ''}:${set.runs.join()}`;
    const place = places.get(text) ?? sets.push(set) - 1;
    places.set(text, place);
    return place;
  };
  // In an open cluster thousands of gaps have one crowd behind them: it is numbered once, and they say where they differ.
  const crowds = new Map<readonly number[], number>();
  const ofGap = told.map(({ peers, own }) => {
    const ownPosition = positions.get(own);
    if (!('runs' in peers)) return placeOf({ runs: namedRuns(peers, positions, ownPosition) });
    const numbered = (each: number): number | readonly [] => positions.get(peers.names[each] as string) ?? [];
    const like = crowds.get(peers.runs) ?? placeOf({ runs: runsOf([...positionsIn(peers.runs)].flatMap(numbered)) });
    crowds.set(peers.runs, like);
    const runs = runsOf(peers.differs.flatMap(numbered).filter((position) => position !== ownPosition));
    if (runs.length === 0) return like;
    return placeOf(sets[like]?.runs.length === 0 ? { runs } : { like, runs });
  });
  return { names, sets, ofGap };
}

/** With its own, so that many gaps share one set; an empty set stays empty. */
function namedRuns(
  peers: readonly string[],
  positions: ReadonlyMap<string, number>,
  own: number | undefined,
): readonly number[] {
  const found = new Set(peers.map((peer) => positions.get(peer) as number));
  if (own !== undefined && found.size > 0) found.add(own);
  return runsOf([...found].sort((a, b) => a - b));
}

/** Who stands behind a gap at least once: somebody of a crowd may be excepted by each gap that has it. */
function namesOf(told: readonly PeersOfGap[]): readonly string[] {
  const names = new Set<string>();
  const crowds = new Map<readonly number[], Crowd>();
  for (const peers of told) {
    if (!('runs' in peers)) {
      for (const name of peers) names.add(name);
      continue;
    }
    let crowd = crowds.get(peers.runs);
    if (crowd === undefined) {
      crowd = { names: peers.names, exceptions: new Int32Array(peers.names.length).fill(NOT_IN_IT), gaps: 0 };
      for (const position of positionsIn(peers.runs)) crowd.exceptions[position] = 0;
      crowds.set(peers.runs, crowd);
    }
    crowd.gaps++;
    for (const position of peers.differs) {
      const exceptions = crowd.exceptions[position] as number;
      if (exceptions === NOT_IN_IT) names.add(peers.names[position] as string);
      else crowd.exceptions[position] = exceptions + 1;
    }
  }
  for (const { names: all, exceptions, gaps } of crowds.values())
    for (const [position, excepted] of exceptions.entries())
      if (excepted !== NOT_IN_IT && excepted < gaps) names.add(all[position] as string);
  return [...names].sort();
}

const NOT_IN_IT = -1;

interface Crowd {
  readonly names: readonly string[];
  /** For each name how many gaps except it from the crowd, or that it is not in it. */
  readonly exceptions: Int32Array;
  gaps: number;
}

function* positionsIn(runs: readonly number[]): Generator<number> {
  for (let run = 0; run + 1 < runs.length; run += 2)
    for (let each = runs[run] as number; each <= (runs[run + 1] as number); each++) yield each;
}

interface PeersOfEvidence {
  readonly peerNames: readonly string[];
  readonly peerSets: readonly PeerSet[];
}

/** The workloads behind a gap of the evidence, sorted. */
export function peersOfEvidence(
  evidence: PeersOfEvidence,
  { peers, subject }: Pick<EvidenceGap, 'peers' | 'subject'>,
): readonly string[] {
  const own = ownOf(subject);
  const found: string[] = [];
  for (const position of positionsIn(runsOfSet(evidence, peers))) {
    const name = evidence.peerNames[position];
    if (name !== undefined && name !== own) found.push(name);
  }
  return found;
}

/** The runs of a set with nothing left to look up. */
export function runsOfSet({ peerSets }: Pick<PeersOfEvidence, 'peerSets'>, place: number): readonly number[] {
  const { runs = [], like } = peerSets[place] ?? {};
  if (like === undefined) return runs;
  // Each begin and each end turns what follows: those of both together, but where two meet.
  const turns = new Set<number>();
  for (const list of [peerSets[like]?.runs ?? [], runs])
    for (const [at, position] of list.entries()) {
      const turn = at % 2 === 0 ? position : position + 1;
      if (!turns.delete(turn)) turns.add(turn);
    }
  return [...turns].sort((a, b) => a - b).map((turn, at) => (at % 2 === 0 ? turn : turn - 1));
}

/** The workload that a gap is about, `ns/Kind/name`; of another object a name that no workload has. */
export function ownOf({ namespace, kind, name }: Gap['subject']): string {
  return `${namespace}/${kind}/${name}`;
}
