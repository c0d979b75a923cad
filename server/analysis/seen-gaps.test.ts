import { describe, expect, it } from 'vitest';
import { createSeenGaps } from './seen-gaps.ts';

const gaps = (...fingerprints: readonly string[]) =>
  fingerprints.map((fingerprint) => ({
    ...({ id: fingerprint, check: 'ISO-001', severity: 'high', title: `gap ${fingerprint}`, fingerprint } as const),
    subject: { namespace: 'crm', kind: 'Deployment', name: 'api' },
  }));

describe('since when a gap is known', () => {
  it('is the time of the first revision of this run that has it', () => {
    const { seen, note } = createSeenGaps();
    note(1, '14:00', gaps('a'));
    note(2, '14:05', gaps('a', 'b'));
    expect([seen.begun, seen.since('a'), seen.since('b'), seen.since('c')]).toEqual([
      '14:00',
      '14:00',
      '14:05',
      undefined,
    ]);
  });

  it('starts anew for a gap that was closed meanwhile', () => {
    const { seen, note } = createSeenGaps();
    note(1, '14:00', gaps('a'));
    note(2, '14:05', gaps());
    note(3, '14:10', gaps('a'));
    expect(seen.since('a')).toBe('14:10');
  });

  it('stays where a page looks at an older revision that has other gaps', () => {
    const { seen, note } = createSeenGaps();
    note(2, '14:05', gaps('a'));
    note(1, '14:00', gaps('b'));
    expect(seen.since('a')).toBe('14:05');
  });
});

describe('what closed in this run', () => {
  it('is told with when it was first seen and when it was gone, the last first, until it opens again', () => {
    const { seen, note } = createSeenGaps();
    note(1, '14:00', gaps('a', 'b'));
    note(2, '14:05', gaps('b'));
    note(3, '14:10', gaps());
    expect(seen.closed()).toMatchObject([
      { id: 'b', firstSeen: '14:00', closedAt: '14:10' },
      { id: 'a', title: 'gap a', firstSeen: '14:00', closedAt: '14:05' },
    ]);
    note(4, '14:15', gaps('a'));
    expect(seen.closed().map(({ id }) => id)).toEqual(['b']);
  });

  it('is nothing where an older revision is looked at, and no more than is kept', () => {
    const { seen, note } = createSeenGaps();
    note(2, '14:05', gaps('a'));
    note(1, '14:00', gaps('b'));
    expect(seen.closed()).toEqual([]);
    note(3, '14:10', gaps(...Array.from({ length: 1_200 }, (_, i) => `many ${i}`)));
    note(4, '14:15', gaps());
    expect(seen.closed()).toHaveLength(1_000);
    expect(seen.closed()[0]?.id).toBe('many 1199');
  });
});
