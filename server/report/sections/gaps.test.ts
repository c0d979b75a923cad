import { expect, it } from 'vitest';
import { smallSnapshot } from '#server/verify/testing/small-snapshot.ts';
import { gapLookups } from './gap-block.ts';
import { gapsAnnex, gapsChapter, MOST_FURTHER } from './gaps.ts';

const { evidence } = smallSnapshot();
const [gap] = evidence.gaps.filter(({ result }) => result === 'FAIL');

function lookupsOf(further: number) {
  if (gap === undefined) throw new Error('the snapshot has no open gap');
  return gapLookups({ ...evidence, gaps: Array.from({ length: 3 + further }, () => gap) });
}

it('counts the gaps of each kind, and says where they stand, where an annex cannot tell each', () => {
  const annex = gapsAnnex(lookupsOf(MOST_FURTHER + 1));
  expect(JSON.stringify(annex)).toContain('20\u202f001 gaps more are too many for pages');
  expect(annex?.blocks.at(-1)).toMatchObject({
    type: 'table',
    rows: [[gap?.check, 'FAIL', gap?.derivation, '20\u202f001']],
  });
  expect(JSON.stringify(gapsChapter(lookupsOf(MOST_FURTHER + 1)))).not.toContain('Annex D tells each');
});

it('tells each gap in the annex as long as they are few enough', () => {
  expect(gapsAnnex(lookupsOf(4))?.blocks.at(-1)).toMatchObject({ type: 'lines', items: { length: 4 } });
  expect(JSON.stringify(gapsChapter(lookupsOf(4)))).toContain('Annex D tells each');
});
