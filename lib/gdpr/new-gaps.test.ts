import { describe, expect, it } from 'vitest';
import { type KnownResult, newGaps } from './new-gaps.ts';
import { cluster, namespace, workload } from './testing/manifests.ts';
import { reportOf } from './testing/report-of.ts';
import type { Gap } from './types.ts';

const report = reportOf(cluster(namespace('crm'), workload('crm/db', { dataClass: 'personal', port: 5432 })));
const gaps = report.gaps.filter(({ result }) => result === 'FAIL');
const [first, ...others] = gaps as [Gap, ...Gap[]];

function known(change: Partial<KnownResult> = {}): ReadonlyMap<string, KnownResult> {
  return new Map(gaps.map((gap) => [gap.fingerprint, gap === first ? { ...gap, ...change } : gap]));
}

describe('against a baseline', () => {
  it('nothing is new where everything was known as it is', () => {
    const { gaps: left, counts } = newGaps(gaps, known());
    expect(left).toEqual([]);
    expect(counts).toEqual({ new: 0, updated: 0, unchanged: gaps.length, absent: 0 });
  });

  it('what was not known is new', () => {
    const { gaps: left, counts } = newGaps(gaps, new Map(others.map((gap) => [gap.fingerprint, gap])));
    expect(left).toEqual([first]);
    expect(counts).toMatchObject({ new: 1, unchanged: others.length });
  });

  it.each<Partial<KnownResult>>([{ result: 'UNKNOWN' }, { result: 'WAIVED' }, { severity: 'info' }])(
    'what is open now is told again where it was %o: who waived it or could not decide it did not accept it as it is',
    (change) => {
      const { gaps: left, states } = newGaps(gaps, known(change));
      expect(left).toEqual([first]);
      expect(states.get(first.fingerprint)).toBe('updated');
    },
  );

  it('what got better is known: waived since, or less severe', () => {
    expect(newGaps([{ ...first, result: 'WAIVED' }], known()).gaps).toEqual([]);
    expect(newGaps([first], known({ severity: 'critical' })).gaps).toEqual([]);
  });

  it('what is gone is counted', () => {
    expect(newGaps(others, known()).counts).toMatchObject({ new: 0, absent: 1 });
  });
});
