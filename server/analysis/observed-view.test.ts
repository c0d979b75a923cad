import { expect, test } from 'vitest';
import type { TrafficOfWindow } from './joined-traffic.ts';
import { notesOf } from './observed-view.ts';

const notes = (edges: number, complete: readonly string[]): string =>
  notesOf({
    observed: { edges: Array.from({ length: edges }), complete, leftOut: 0 },
    joined: { open: { out: 0, in: 0 } },
  } as unknown as TrafficOfWindow).join(' ');

test('where something was observed and no source saw everything, it is not said that nothing was observed', () => {
  expect(notes(3, [])).toBe('No source says that it saw everything in the window: there may have been more.');
  expect(notes(0, [])).toBe('Nothing says that anything was observed in the window.');
  expect(notes(3, ['hubble'])).toBe('');
});

test('of the demo it says that its checks look at another such day', () => {
  expect(notes(3, ['demo'])).toContain('23 November 2026');
});
