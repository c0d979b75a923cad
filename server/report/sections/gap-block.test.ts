import { expect, it } from 'vitest';
import { smallSnapshot } from '#server/verify/testing/small-snapshot.ts';
import { gapBlock, gapLookups } from './gap-block.ts';
import { peersAnnex } from './peers-annex.ts';

const { evidence } = smallSnapshot();

it('does not say that an annex names workloads which it only counts', () => {
  const peerNames = Array.from({ length: 60_001 }, (_, index) => `shop/Deployment/web-${index}`).sort();
  const [gap] = evidence.gaps.map((each) => ({ ...each, peers: 0 }));
  if (gap === undefined) throw new Error('the snapshot has no gap');
  const lookups = gapLookups({ ...evidence, peerNames, peerSets: [{ runs: [0, 60_000] }], gaps: [gap] });
  expect(JSON.stringify(peersAnnex(lookups))).toContain('too many for pages');
  expect(JSON.stringify(gapBlock(gap, lookups))).toContain('more: see Annex E');
});
