import { expect, it } from 'vitest';
import { softBreaks } from './soft-breaks.ts';

it('gives a long run places to break, and leaves words and hashes alone', () => {
  const run = 'x'.repeat(40);
  expect(softBreaks(run).replaceAll('\u200b', '')).toBe(run);
  expect(softBreaks(run)).toContain('\u200b');
  expect(softBreaks('team-blue/Deployment/a-name-that-is-long')).not.toContain('\u200b');
  expect(softBreaks('ab'.repeat(32))).toBe('ab'.repeat(32));
});
