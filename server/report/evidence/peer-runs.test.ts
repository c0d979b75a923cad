import { expect, test } from 'vitest';
import { runsOf } from '#lib/gdpr/peer-runs.ts';
import { Random } from '#lib/policy/testing/random.ts';
import { type EvidenceGap, numberPeers, type PeersOfGap, peersOfEvidence } from './peer-runs.ts';

const names = ['a/Pod/1', 'a/Pod/2', 'a/Pod/4', 'a/Pod/5', 'a/Pod/6'];
const inRuns = (...runs: number[]) => ({ names, runs, differs: [] });
const of = (peers: PeersOfGap, own = 'a/Namespace/a') => ({ peers, own });
const gapOf = (peers: number, own = 'a/Namespace/a'): Pick<EvidenceGap, 'peers' | 'subject'> => {
  const [namespace = '', kind = '', name = ''] = own.split('/');
  return { peers, subject: { namespace, kind, name } };
};

/** As whoever reads the evidence finds them. */
function readBack(told: readonly ReturnType<typeof of>[]) {
  const { names: peerNames, sets: peerSets, ofGap } = numberPeers(told);
  const peers = told.map(({ own }, gap) => peersOfEvidence({ peerNames, peerSets }, gapOf(ofGap[gap] as number, own)));
  return { peerNames, peerSets, peers };
}

test('peers that are told as runs are numbered as those that are told by name', () => {
  const { peerNames, peerSets, peers } = readBack([
    of(inRuns(0, 2)), // nobody has the fourth
    of(inRuns(2, 2, 4, 4)),
    of(['a/Pod/3', 'a/Pod/4']), // stands between two of the others
    of(inRuns()),
  ]);
  expect(peerNames).toEqual(['a/Pod/1', 'a/Pod/2', 'a/Pod/3', 'a/Pod/4', 'a/Pod/6']);
  expect(peerSets.map(({ runs }) => runs)).toEqual([[0, 1, 3, 3], [3, 4], [2, 3], []]);
  expect(peers[0]).toEqual(['a/Pod/1', 'a/Pod/2', 'a/Pod/4']);
});

test('gaps of which each has all but its own workload behind it share one list', () => {
  const told = names.map((own) =>
    of(
      names.filter((name) => name !== own),
      own,
    ),
  );
  const { peerSets, peers } = readBack(told);
  expect(peerSets).toEqual([{ runs: [0, 4] }]);
  expect(peers).toEqual(told.map((gap) => gap.peers));
});

test('gaps with one crowd behind them share its list, also where each excepts its own, and say where they differ', () => {
  const runs = [0, 4];
  const but = (own: string, ...differs: number[]) => of({ names, runs, differs }, own);
  const { peerSets, peers } = readBack([but('a/Pod/1', 0), but('a/Pod/2', 1), but('a/Pod/4', 1, 2)]);
  expect(peerSets).toEqual([{ runs: [0, 4] }, { like: 0, runs: [1, 1] }]);
  expect(peers[2]).toEqual(['a/Pod/1', 'a/Pod/5', 'a/Pod/6']);
});

test('whoever is in a crowd and behind none of its gaps is not named', () => {
  const told = [of({ names, runs: [0, 2], differs: [0, 1, 4] }, 'a/Pod/1'), of({ names, runs: [4, 4], differs: [] })];
  const { peerNames, peers } = readBack(told);
  expect(peerNames).toEqual(['a/Pod/4', 'a/Pod/6']);
  expect(peers).toEqual([['a/Pod/4', 'a/Pod/6'], ['a/Pod/6']]);
});

test('crowds and their exceptions read back as they were told', () => {
  for (let seed = 0; seed < 100; seed++) {
    const random = new Random(seed);
    const all = Array.from({ length: 1 + random.below(12) }, (_, each) => `a/Pod/${String(each).padStart(2, '0')}`);
    const some = () => [...all.keys()].filter(() => random.chance(0.5));
    const crowds = [some(), some()].map((positions) => ({ positions, runs: runsOf(positions) }));
    const expected: string[][] = [];
    const told = all.map((own, ownPosition) => {
      const { positions, runs } = random.pick(crowds);
      const meant = new Set(random.chance(0.5) ? some() : positions);
      meant.delete(ownPosition);
      expected.push(all.filter((_, each) => meant.has(each)));
      const differs = [...all.keys()].filter((each) => meant.has(each) !== positions.includes(each));
      return of({ names: all, runs, differs }, own);
    });
    const { peerNames, peers } = readBack(told);
    expect(peers).toEqual(expected);
    expect(peerNames).toEqual([...new Set(expected.flat())].sort());
  }
});
