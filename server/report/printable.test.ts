import { describe, expect, it } from 'vitest';
import { HOSTILE_NAMES } from '#lib/text/hostile-names.ts';
import { printable, printableTree } from './printable.ts';

const LATIN = new Set(Array.from({ length: 0x250 }, (_, code) => code));

describe('printable', () => {
  it('keeps what the fonts hold', () => {
    expect(printable('crm-db × Müller', LATIN)).toBe('crm-db × Müller');
  });

  it('writes what they do not hold as U+ and the number', () => {
    expect(printable('中😀', LATIN)).toBe('U+4E2DU+1F600');
  });

  it('never prints what a reader cannot see', () => {
    expect(printable('a\u202Eb\u0000c\u001b[31m\u00ad\n', LATIN)).toBe('aU+202EbU+0000cU+001B[31mU+00ADU+000A');
  });

  it('leaves nothing but printable characters of any hostile name', () => {
    for (const name of printableTree(Object.values(HOSTILE_NAMES), LATIN)) {
      expect(JSON.stringify(name)).not.toMatch(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u);
    }
  });
});
