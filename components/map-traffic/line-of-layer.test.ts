import { expect, test } from 'vitest';
import type { LayerEdge } from '#lib/api/observed-schemas.ts';
import { lineOfLayer } from './line-of-layer.ts';

const edge: LayerEdge = {
  ...{ id: 'a→b', from: 'a', to: 'b', state: 'denied', label: '2 dropped', sentence: '' },
  ...{ counts: { denied: 1 }, connections: { denied: 2 }, perHour: null },
};

test('what was only refused is drawn as refused', () => {
  expect(lineOfLayer(edge)).toBe(edge);
});

test('what passed beside what was refused is drawn as it passed, and the label tells both', () => {
  const both = { ...edge, counts: { denied: 1, used: 2 }, connections: { denied: 2, used: 120 }, perHour: 60 };
  expect(lineOfLayer(both)).toMatchObject({ state: 'used', perHour: 60, label: '60/h · 2 dropped' });
});

test('what passed although denied stays what asks most for attention', () => {
  const worst = { ...edge, state: 'seen-denied' as const, counts: { denied: 1, 'seen-denied': 1 }, perHour: 3 };
  expect(lineOfLayer(worst)).toBe(worst);
});
