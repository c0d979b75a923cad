import { describe, expect, it } from 'vitest';
import { createSeenGaps } from './seen-gaps.ts';

describe('since when a gap is known', () => {
  it('is the time of the first revision of this run that has it', () => {
    const { seen, note } = createSeenGaps();
    note(1, '14:00', ['a']);
    note(2, '14:05', ['a', 'b']);
    expect([seen.begun, seen.since('a'), seen.since('b'), seen.since('c')]).toEqual([
      '14:00',
      '14:00',
      '14:05',
      undefined,
    ]);
  });

  it('starts anew for a gap that was closed meanwhile', () => {
    const { seen, note } = createSeenGaps();
    note(1, '14:00', ['a']);
    note(2, '14:05', []);
    note(3, '14:10', ['a']);
    expect(seen.since('a')).toBe('14:10');
  });

  it('stays where a page looks at an older revision that has other gaps', () => {
    const { seen, note } = createSeenGaps();
    note(2, '14:05', ['a']);
    note(1, '14:00', ['b']);
    expect(seen.since('a')).toBe('14:05');
  });
});
