import { expect, test } from 'vitest';
import { type EvidenceGap, numberPeers, type PeersOfGap, peersOfEvidence } from './peer-runs.ts';

const names = ['a/Pod/1', 'a/Pod/2', 'a/Pod/4', 'a/Pod/5', 'a/Pod/6'];
const inRuns = (...runs: number[]) => ({ names, runs });
const of = (peers: PeersOfGap, own = 'a/Namespace/a') => ({ peers, own });
const gapOf = (peers: number, name = 'none'): Pick<EvidenceGap, 'peers' | 'subject'> => ({
  peers,
  subject: { namespace: 'a', kind: 'Pod', name },
});

test('peers that are told as runs are numbered as those that are told by name', () => {
  const {
    names: peerNames,
    sets,
    ofGap,
  } = numberPeers([
    of(inRuns(0, 2)), // nobody has the fourth
    of(inRuns(2, 2, 4, 4)),
    of(['a/Pod/3', 'a/Pod/4']), // stands between two of the others
    of(inRuns()),
  ]);
  expect(peerNames).toEqual(['a/Pod/1', 'a/Pod/2', 'a/Pod/3', 'a/Pod/4', 'a/Pod/6']);
  expect(ofGap.map((place) => sets[place])).toEqual([[0, 1, 3, 3], [3, 4], [2, 3], []]);
  const named = ofGap.map((place) => peersOfEvidence({ peerNames, peerSets: sets }, gapOf(place)));
  expect(named[0]).toEqual(['a/Pod/1', 'a/Pod/2', 'a/Pod/4']);
});

test('gaps of which each has all but its own workload behind it share one list', () => {
  const told = names.map((own) =>
    of(
      names.filter((name) => name !== own),
      own,
    ),
  );
  const { names: peerNames, sets, ofGap } = numberPeers(told);
  expect(sets).toEqual([[0, 4]]);
  const own = names.map((name, index) => gapOf(ofGap[index] as number, name.slice('a/Pod/'.length)));
  expect(own.map((gap) => peersOfEvidence({ peerNames, peerSets: sets }, gap))).toEqual(told.map(({ peers }) => peers));
});
