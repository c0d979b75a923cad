import { expect, test } from 'vitest';
import { progressOf } from './progress.ts';
import { smallSnapshot } from './testing/small-snapshot.ts';
import { verifyEvidence } from './verify-evidence.ts';

test('progress is told of long evidence alone, where somebody listens', () => {
  const told: string[] = [];
  progressOf(new Uint8Array(5_000_000), (step) => told.push(step))('form');
  progressOf(new Uint8Array(4_999_999), (step) => told.push(step))('inputs');
  progressOf(new Uint8Array(5_000_000), undefined)('gaps');
  expect(told).toEqual(['form']);
});

test('each step of a long verification is told once, in its order', () => {
  const told: string[] = [];
  const { bytes } = smallSnapshot({ title: 'x'.repeat(5_000_000) });
  expect(verifyEvidence(bytes, 'evidence.json', undefined, (step) => told.push(step)).verdict).toBe('intact');
  expect(told).toEqual(['form', 'inputs', 'gaps', 'evidence', 'comparison']);
});
