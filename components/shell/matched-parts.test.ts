import { describe, expect, it } from 'vitest';
import { matchedParts } from './matched-parts.ts';

const marked = (text: string, query: string) =>
  matchedParts(text, query)
    .map(({ part, matched }) => (matched ? `[${part}]` : part))
    .join('');

describe('matchedParts', () => {
  it('marks the first place of each word, whatever its case', () => {
    expect(marked('crm-db-crm', 'CRM db')).toBe('[crm]-[db]-crm');
  });
  it('marks nothing where nothing matches', () => {
    expect(marked('redis', 'crm')).toBe('redis');
  });
  it('keeps every character of a hostile name', () => {
    const name = '<img src=x onerror=1>İ';
    expect(
      matchedParts(name, 'img')
        .map(({ part }) => part)
        .join(''),
    ).toBe(name);
  });
});
