import { expect, test } from 'vitest';
import { limitedRights } from './summary.ts';

test('namespaces whose pods may be read are seen, whatever else of them may not be', () => {
  expect(limitedRights(20, { pods: 14, policies: 14, either: 14, some: 14 })).toBe(
    'You can see 6 of 20 namespaces. Policies of 14 namespaces cannot be read; what touches them is undecided.',
  );
  expect(limitedRights(7, { pods: 0, policies: 5, either: 5, some: 5 })).toBe(
    'Policies of 5 of 7 namespaces cannot be read; what touches them is undecided.',
  );
  expect(limitedRights(7, { pods: 2, policies: 0, either: 2, some: 2 })).toBe('You can see 5 of 7 namespaces.');
});

test('what else cannot be read is told wherever it is more than pods and policies', () => {
  const kinds = 'Some kinds cannot be read in';
  expect(limitedRights(7, { pods: 0, policies: 0, either: 0, some: 3 })).toBe(`${kinds} 3 of 7 namespaces.`);
  expect(limitedRights(7, { pods: 1, policies: 0, either: 1, some: 6 })).toBe(
    `You can see 6 of 7 namespaces. ${kinds} 6 of 7.`,
  );
  expect(limitedRights(7, { pods: 0, policies: 5, either: 5, some: 7 })).toBe(
    `Policies of 5 of 7 namespaces cannot be read; what touches them is undecided. ${kinds} 7 of 7.`,
  );
  // one namespace without its pods, another without its policies
  expect(limitedRights(7, { pods: 1, policies: 1, either: 2, some: 2 })).not.toContain(kinds);
});
