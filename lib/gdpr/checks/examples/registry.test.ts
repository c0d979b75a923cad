import { describe, expect, it } from 'vitest';
import { CHECKS } from '#lib/gdpr/checks/registry.ts';
import { gapsOf } from '#lib/gdpr/testing/report-of.ts';
import { EXAMPLES } from './registry.ts';

describe.each(CHECKS.map(({ id }) => id))('the examples of %s', (id) => {
  it('are there', () => {
    expect(EXAMPLES).toHaveProperty(id);
  });

  it('show a gap in the failing cluster and none in the passing one', () => {
    expect(gapsOf(EXAMPLES[id]?.failing ?? '', id).length).toBeGreaterThan(0);
    expect(gapsOf(EXAMPLES[id]?.passing ?? '', id)).toEqual([]);
  });
});
