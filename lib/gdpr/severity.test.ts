import { describe, expect, it } from 'vitest';
import { deriveSeverity, type Exposure, liftedSeverity } from './severity.ts';
import type { DataClass } from './types.ts';

const severity = (dataClass: DataClass, exposure: Exposure) =>
  deriveSeverity({ dataClass, basis: 'declared', exposure, upTo: false })?.severity;

describe('severity (gdpr.md §2.2)', () => {
  it.each([
    [4, ['low', 'medium', 'medium', 'high', 'critical']],
    [3, ['info', 'medium', 'medium', 'high', 'critical']],
    [2, ['info', 'low', 'low', 'medium', 'high']],
    [1, ['info', 'low', 'low', 'low', 'medium']],
    [0, [undefined, undefined, undefined, 'info', 'low']],
  ] as const)('has the row of exposure %i', (exposure, row) => {
    const columns = ['none', 'unknown', 'pseudonymised', 'personal', 'special'] as const;
    expect(columns.map((dataClass) => severity(dataClass, exposure))).toEqual(row);
  });

  it('treats criminal convictions and children as special categories', () => {
    expect([severity('criminal', 3), severity('children', 3)]).toEqual(['critical', 'critical']);
  });

  it('takes one level off an inferred class, and says so', () => {
    expect(deriveSeverity({ dataClass: 'personal', basis: 'inferred', exposure: 3, upTo: false })).toEqual({
      severity: 'medium',
      derivation: 'medium = personal (inferred) × any pod (exposure 3); one level less, as the class is inferred',
    });
  });

  it('says "up to" where the deciding connection depends', () => {
    const derived = deriveSeverity({ dataClass: 'special', basis: 'declared', exposure: 4, upTo: true });
    expect(derived?.derivation).toBe('up to critical = special category (declared) × internet (exposure 4)');
  });

  it('lifts a base to the worst connection behind it, never below the base', () => {
    const worse = { severity: 'high', derivation: 'x' } as const;
    const less = { severity: 'low', derivation: 'x' } as const;
    expect(liftedSeverity('POL-001', 'medium', worse, false).severity).toBe('high');
    expect(liftedSeverity('POL-001', 'medium', less, false).severity).toBe('medium');
  });
});
