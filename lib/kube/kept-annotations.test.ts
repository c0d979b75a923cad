import { expect, test } from 'vitest';
import { isKeptAnnotation } from './kept-annotations.ts';

test('annotations by which other vocabularies speak of data are kept where they hold a word, as a label would', () => {
  expect(isKeptAnnotation('compliance.company.example/data-classification', 'personal-data')).toBe(true);
  expect(isKeptAnnotation('contains-pii', 'true')).toBe(true);
  for (const text of ['for patients, see the wiki', 'a'.repeat(64), '{"user":"x"}', 7])
    expect(isKeptAnnotation('company.example/purpose', text)).toBe(false);
});

test('all others are dropped, whatever they hold', () => {
  expect(isKeptAnnotation('kubectl.kubernetes.io/last-applied-configuration', 'x')).toBe(false);
  expect(isKeptAnnotation('company.example/notes', 'personal')).toBe(false);
  expect(isKeptAnnotation('company.example/owner', 'jane.doe')).toBe(false);
  expect(isKeptAnnotation('ringfence.dev/because', 'Any words, as ours are')).toBe(true);
});
