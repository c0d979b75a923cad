import { describe, expect, it } from 'vitest';
import type { GapListItem } from '#lib/api/gap-types.ts';
import { chooseGap } from './choose-gap.ts';

const gapOf = (id: string): GapListItem => ({
  ...{ id, check: 'ISO-001', result: 'FAIL', severity: 'high', title: id, dataClass: 'personal' },
  subject: { namespace: 'crm', kind: 'Deployment', name: id },
  articles: ['32(1)(b)'],
});
const [A, B] = [gapOf('A'), gapOf('B')];

describe('an address shows the gap that it names, and no other', () => {
  it('in the list', () => expect(chooseGap([A, B], [A, B], 'B')).toEqual({ gap: B, place: 'listed' }));
  it('outside the filter', () => expect(chooseGap([A, B], [A], 'B')).toEqual({ gap: B, place: 'outside' }));
  it('with an empty list', () => expect(chooseGap([A, B], [], 'B')).toEqual({ gap: B, place: 'outside' }));
  it('none, where it is gone', () => expect(chooseGap([A], [A], 'B')).toEqual({ gap: undefined, place: 'gone' }));
});

it('an address that names no gap shows the first of the list', () => {
  expect(chooseGap([A, B], [B], null)).toEqual({ gap: B, place: 'listed' });
  expect(chooseGap([A, B], [], null)).toEqual({ gap: undefined, place: 'listed' });
});
