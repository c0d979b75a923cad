import { expect, test } from 'vitest';
import { searchOf } from './search-of.ts';

test('what was asked is kept, also what is asked twice', () => {
  expect(searchOf({ traffic: '1h', q: ['a b', 'c&d'], ns: undefined })).toBe('?traffic=1h&q=a+b&q=c%26d');
  expect(searchOf({})).toBe('');
});
