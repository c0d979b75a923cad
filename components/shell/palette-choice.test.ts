import { Box } from 'lucide-react';
import { expect, test } from 'vitest';
import { idOf, nextChoice } from './palette-choice.ts';
import type { PaletteSection } from './palette-sections.ts';

const section = (heading: string, ...values: readonly string[]): PaletteSection => ({
  heading,
  entries: values.map((value) => ({ value, icon: Box, shows: value, does: '/' })),
});
const sections = [section('Pods', 'a', 'b'), section('Gaps', 'c'), section('Go to', 'd', 'e')];
const after = (chosen: string, key: string, held: Partial<Record<'metaKey' | 'ctrlKey' | 'altKey', true>> = {}) =>
  nextChoice({ key, metaKey: false, ctrlKey: false, altKey: false, ...held }, sections, chosen);

test('arrows go from row to row over headings, and from either end to the other', () => {
  expect(['a', 'b', 'e'].map((chosen) => after(chosen, 'ArrowDown'))).toEqual(['b', 'c', 'a']);
  expect(['a', 'c'].map((chosen) => after(chosen, 'ArrowUp'))).toEqual(['e', 'b']);
  expect(after('b', 'n', { ctrlKey: true })).toBe('c');
  expect(after('b', 'p', { ctrlKey: true })).toBe('a');
});

test('Home, End and arrows with ⌘ go to the ends, arrows with Alt to the next heading', () => {
  expect([after('c', 'Home'), after('c', 'End')]).toEqual(['a', 'e']);
  expect([after('c', 'ArrowUp', { metaKey: true }), after('c', 'ArrowDown', { metaKey: true })]).toEqual(['a', 'e']);
  expect([after('a', 'ArrowDown', { altKey: true }), after('e', 'ArrowUp', { altKey: true })]).toEqual(['c', 'c']);
});

test('other keys are written, and where there are no rows none is chosen', () => {
  expect([after('a', 'n'), after('a', 'Enter'), after('a', 'Tab')]).toEqual([undefined, undefined, undefined]);
  expect(
    nextChoice({ key: 'ArrowDown', metaKey: false, ctrlKey: false, altKey: false }, [], undefined),
  ).toBeUndefined();
});

test('a row has its id by section and place', () => {
  expect(idOf('list', sections, 'e')).toBe('list-2-1');
  expect(idOf('list', sections, undefined)).toBeUndefined();
});
