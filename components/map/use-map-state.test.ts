import { expect, test } from 'vitest';
import { changedChoice } from './use-map-state.ts';

test('what is chosen takes the place of what was, and nothing else of the address is written', () => {
  const state = { select: null, edge: null, gap: 'ISO-001-c0da20c7' };
  expect(changedChoice(state, { gap: 'POL-005-d2ee8c14' })).toEqual({ gap: 'POL-005-d2ee8c14' });
  expect(changedChoice(state, { select: 'shop' })).toEqual({ select: 'shop', gap: null });
  expect(changedChoice(state, {})).toEqual({ gap: null });
  expect(changedChoice(state, { gap: 'ISO-001-c0da20c7' })).toEqual({});
});
