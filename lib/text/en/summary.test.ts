import { expect, test } from 'vitest';
import { limitedRights } from './summary.ts';

test('namespaces whose pods may be read are seen, whatever else of them may not be', () => {
  expect(limitedRights(20, { pods: 14, policies: 14, some: 14 })).toBe(
    'You can see 6 of 20 namespaces. Policies of 14 namespaces cannot be read; what touches them is undecided.',
  );
  expect(limitedRights(7, { pods: 0, policies: 5, some: 7 })).toBe(
    'Policies of 5 of 7 namespaces cannot be read; what touches them is undecided.',
  );
  expect(limitedRights(7, { pods: 0, policies: 0, some: 3 })).toBe('Some kinds cannot be read in 3 of 7 namespaces.');
  expect(limitedRights(7, { pods: 2, policies: 0, some: 3 })).toBe('You can see 5 of 7 namespaces.');
});
