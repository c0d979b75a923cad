import { expect, test } from 'vitest';
import { WHY } from './why.ts';
import { END_FORMS } from './why-start.ts';

const meansOf = (wanted: string) => END_FORMS.find(({ form }) => form === wanted)?.means;

test('the internet is told as the engine reads it: not any address that no rule names', () => {
  const means = 'the largest part of the internet that no rule singles out';
  expect(meansOf('internet')).toBe(means);
  expect(WHY.internet.toLowerCase()).toBe(means);
});

test('an address may be whose the engine looks for', () => {
  for (const holder of ['pod', 'Service', 'node', 'outside']) expect(meansOf('10.0.0.1')).toContain(holder);
});
