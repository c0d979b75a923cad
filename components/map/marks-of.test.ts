import { expect, test } from 'vitest';
import { marksOf } from './marks-of.ts';

test('a line’s plate is marked as its line is, and the focus comes on top', () => {
  const emphasis = { classes: new Map([['a → b', ['faded', 'dim']]]), hidden: new Set<string>() };
  expect([...marksOf(emphasis, 'a → b')]).toEqual([
    ['a → b', 'faded dim focused'],
    ['plate:a → b', 'faded dim'],
  ]);
  expect([...marksOf({ classes: new Map(), hidden: new Set() }, 'c')]).toEqual([['c', 'focused']]);
});
