import { expect, test } from 'vitest';
import { observedWords } from './map-traffic.ts';

test('the state of a line is told once, with its numbers', () => {
  expect(observedWords('used', '41/h')).toBe('used 41/h');
  expect(observedWords('seen-denied', 'seen, denied 38')).toBe('seen, denied 38');
  expect(observedWords('denied', '2 dropped')).toBe('2 dropped');
});

test('a line without numbers still has its word', () => {
  expect(observedWords('unused', '')).toBe('unused');
  expect(observedWords('not-enough-seen', '?')).toBe('not enough seen');
});

test('what nobody compared is not called unused', () => {
  expect(observedWords(undefined, '')).toBe('not compared');
});
