import { expect, test } from 'vitest';
import { createSourceNames } from './source-names.ts';

test('names that were given out and are not kept yet count after something was taken away', async () => {
  const names = createSourceNames(async () => [], 2);
  expect([await names.of('a'), await names.of('b'), await names.of('c')]).toEqual(['a', 'b', 'others']);
  names.forget();
  expect([await names.of('c'), await names.of('a')]).toEqual(['others', 'a']);
  // nothing was kept of b
  names.forget();
  expect([await names.of('c'), await names.of('d')]).toEqual(['c', 'others']);
});

test('where nobody can read which names are kept, those that were given out count, and it is read again', async () => {
  let stored: readonly string[] | undefined;
  const names = createSourceNames(async () => {
    if (stored === undefined) throw new Error('closed');
    return stored;
  }, 2);
  expect([await names.of('a'), await names.of('b'), await names.of('c')]).toEqual(['a', 'b', 'others']);
  stored = ['c'];
  expect(await names.of('c')).toBe('c');
  expect(names.together).toBe(1);
});
