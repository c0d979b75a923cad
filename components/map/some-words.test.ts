import { expect, test } from 'vitest';
import { someWords } from './some-words.ts';

const block = { type: 'address' } as const;
const workload = (count: number) => ({ type: 'workload', count }) as const;

test('what is "some" of a single pod and a block are addresses, of two workloads pods', () => {
  expect(someWords(workload(1), block)).toBe('Some addresses');
  expect(someWords(block, workload(1))).toBe('Some addresses');
  expect(someWords(workload(1), workload(3))).toBe('Some pods');
});

test('of many pods and a block some pairs of both may connect', () => {
  expect(someWords(workload(3), block)).toBe('Some pairs');
});
