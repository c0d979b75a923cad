import { expect, test } from 'vitest';
import { CHECK_TABLE } from './check-table.ts';

// gdpr.md §3: where the catalogue names two articles or two points of one, both are there.
test.each([
  ['ISO-004', ['9', '10']],
  ['EXP-002', ['33(3)(a)', '34']],
  ['EGR-001', ['30(1)(d)', '30(1)(e)']],
] as const)('%s names every article of the catalogue', (check, articles) => {
  expect(CHECK_TABLE[check].articles).toEqual(expect.arrayContaining([...articles]));
});
