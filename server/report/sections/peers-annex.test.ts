import { expect, it } from 'vitest';
import { smallSnapshot } from '#server/verify/testing/small-snapshot.ts';
import { gapLookups } from './gap-block.ts';
import { peersAnnex } from './peers-annex.ts';

const { evidence } = smallSnapshot();
const peerNames = ['10.0.0.0/8', ...Array.from({ length: 14 }, (_, index) => `shop/Deployment/web-${index}`).sort()];

it('tells the workloads in the order of the numbers by which the lists name them', () => {
  const gaps = evidence.gaps.slice(0, 1).map((gap) => ({ ...gap, peers: 0 }));
  const annex = peersAnnex(gapLookups({ ...evidence, peerNames, peerSets: [{ runs: [1, 14] }], gaps }));
  const said = JSON.stringify(annex?.blocks.at(-1));
  const numbers = [...said.matchAll(/(\d+) Deployment\/web-/g)].map(([, number]) => Number(number));
  expect(numbers).toEqual(Array.from({ length: 14 }, (_, index) => index + 2));
});

it('tells a crowd once, were it written in two forms', () => {
  const [gap] = evidence.gaps;
  const gaps = [0, 2].map((peers) => ({ ...gap, id: `GAP-${peers}`, peers }) as (typeof evidence.gaps)[number]);
  const peerSets = [{ runs: [0, 13] }, { runs: [0, 14] }, { like: 1, runs: [14, 14] }];
  const annex = peersAnnex(gapLookups({ ...evidence, peerNames, peerSets, gaps }));
  const [, lines] = annex?.blocks ?? [];
  expect(lines).toEqual({ type: 'lines', items: [{ name: 'GAP-0, GAP-2', text: '14 workloads: 1–14' }] });
});
