import { expect, test } from 'vitest';
import { stepTo } from './replay-steps.ts';

const CHANGES = [600, 200, 400];

test('a step back goes to the change before, from the present to the last one', () => {
  expect(stepTo(CHANGES, undefined, -1)).toBe(600);
  expect(stepTo(CHANGES, 600, -1)).toBe(400);
  expect(stepTo(CHANGES, 450, -1)).toBe(400);
});

test('before the first change one stays', () => {
  expect(stepTo(CHANGES, 200, -1)).toBe(200);
  expect(stepTo([], undefined, -1)).toBeUndefined();
});

test('a step on behind the last change is the present, and the present has no step on', () => {
  expect(stepTo(CHANGES, 400, 1)).toBe(600);
  expect(stepTo(CHANGES, 600, 1)).toBeUndefined();
  expect(stepTo(CHANGES, undefined, 1)).toBeUndefined();
});
