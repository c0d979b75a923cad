import type { Gap } from '#lib/gdpr/types.ts';

/**
 * A gap whose `peers` are runs of positions in `peerNames`: first, last, first, last, … In an open cluster nearly every
 * gap has nearly every workload behind it.
 */
export type EvidenceGap = Omit<Gap, 'peers' | 'hasPeer' | 'verifyFix'> & { readonly peers: readonly number[] };

/** The workloads behind some of the gaps, sorted. */
export function peerNamesOf(gaps: readonly Pick<Gap, 'peers'>[]): readonly string[] {
  const names = new Set<string>();
  for (const { peers } of gaps) for (const peer of peers) names.add(peer);
  return [...names].sort();
}

/** Ascending numbers as runs: first, last, first, last, … */
export function runsOf(positions: Iterable<number>): readonly number[] {
  const runs: number[] = [];
  for (const position of positions) {
    if (runs.length > 0 && runs.at(-1) === position - 1) runs[runs.length - 1] = position;
    else runs.push(position, position);
  }
  return runs;
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
