import { expect, test } from 'vitest';
import type { SimulatedChange } from './simulated-change.ts';
import { changed, NO_HISTORY, redone, undone } from './simulation-history.ts';

const text = (value: string): readonly SimulatedChange[] => [{ type: 'yaml', id: '1', title: 't', text: value }];

test('a step can be taken back and taken again', () => {
  const history = changed(changed(NO_HISTORY, text('a')), text('b'));
  expect(undone(history).present).toEqual(text('a'));
  expect(undone(undone(history)).present).toEqual([]);
  expect(redone(undone(history)).present).toEqual(text('b'));
  expect(undone(NO_HISTORY)).toBe(NO_HISTORY);
});

test('what is typed into one text is one step', () => {
  let history = changed(NO_HISTORY, text(''));
  for (const typed of ['a', 'ab', 'abc']) history = changed(history, text(typed), 'edit 1');
  expect(undone(history).present).toEqual(text(''));
});

test('after a step back typing begins a step of its own', () => {
  const history = undone(changed(changed(NO_HISTORY, text('a'), 'edit 1'), text('b')));
  expect(undone(changed(history, text('c'), 'edit 1')).present).toEqual(text('a'));
});
