import { expect, test } from 'vitest';
import { tamper } from './testing/tamper.ts';

test('every one of 50 random alterations of inputs, results and chain is found', { timeout: 300_000 }, () => {
  expect(tamper(50, 1).missed).toEqual([]);
});
