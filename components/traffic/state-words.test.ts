import { expect, test } from 'vitest';
import { withSince, withState } from './state-words.ts';

test('a state that is chosen takes the place of the one before, and leaves the rest of the filter', () => {
  expect(withState('to:crm-db state:used', 'denied')).toBe('to:crm-db state:denied');
  expect(withState('to:crm-db state:used', undefined)).toBe('to:crm-db');
  expect(withState('', 'no such state')).toBe('');
});

test('a time takes the place of the one before', () => {
  expect(withSince('state:used since:6h', '24h')).toBe('state:used since:24h');
  expect(withSince('since:6h', undefined)).toBe('');
});
