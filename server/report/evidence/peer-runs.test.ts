import { expect, test } from 'vitest';
import { numberPeers, peersOfEvidence } from './peer-runs.ts';

const names = ['a/Pod/1', 'a/Pod/2', 'a/Pod/4', 'a/Pod/5', 'a/Pod/6'];
const inRuns = (...runs: number[]) => ({ names, runs });

test('peers that are told as runs are numbered as those that are told by name', () => {
  const { names: peerNames, runs } = numberPeers([
    inRuns(0, 2), // nobody has the fourth
    inRuns(2, 2, 4, 4),
    ['a/Pod/3', 'a/Pod/4'], // stands between two of the others
    inRuns(),
  ]);
  expect(peerNames).toEqual(['a/Pod/1', 'a/Pod/2', 'a/Pod/3', 'a/Pod/4', 'a/Pod/6']);
  expect(runs).toEqual([[0, 1, 3, 3], [3, 4], [2, 3], []]);
  const named = runs.map((peers) => peersOfEvidence({ peerNames }, { peers } as never));
  expect(named[0]).toEqual(['a/Pod/1', 'a/Pod/2', 'a/Pod/4']);
});
