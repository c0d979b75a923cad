import { expect, test } from 'vitest';
import { originOf } from './data-page.ts';

test('a data map that nobody gave is not told as given at start', () => {
  expect(originOf({ from: 'example', file: 'data-map.yaml' })).toBe('data-map.yaml, part of the example');
  expect(originOf({ from: 'file', file: 'data-map.yaml' })).toBe('data-map.yaml, given at start');
});
