import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareNames } from './compare-names.ts';

const ordered = (...names: readonly string[]) => [...names].reverse().sort(compareNames);

describe('the order of names for people', () => {
  it('puts numbers by their value, wherever they stand in the name', () => {
    expect(ordered('team-1', 'team-2', 'team-10')).toEqual(['team-1', 'team-2', 'team-10']);
    expect(ordered('v2-api', 'v10-api')).toEqual(['v2-api', 'v10-api']);
    expect(ordered('10.0.2.0/24', '10.0.10.0/24')).toEqual(['10.0.2.0/24', '10.0.10.0/24']);
  });

  it('compares a number that begins like the other as a whole', () => {
    expect(ordered('web-1b', 'web-12a')).toEqual(['web-1b', 'web-12a']);
    expect(ordered('web-1', 'web-1a', 'web-12')).toEqual(['web-1', 'web-1a', 'web-12']);
  });

  it('puts what is in a namespace before what is in one with a longer name', () => {
    expect(ordered('shop', 'shop/Deployment/web', 'shop-admin/Deployment/api')).toEqual([
      'shop',
      'shop/Deployment/web',
      'shop-admin/Deployment/api',
    ]);
  });

  it('puts numbers that are too long for a double by their value', () => {
    expect(ordered('n-9007199254740992', 'n-9007199254740993')).toEqual(['n-9007199254740992', 'n-9007199254740993']);
  });

  it('puts the shorter of two numbers with one value first', () => {
    expect(ordered('pod-1', 'pod-01', 'pod-001')).toEqual(['pod-1', 'pod-01', 'pod-001']);
  });

  it('puts the rest by code unit, so that no locale has a say', () => {
    expect(ordered('Zebra', 'apple', 'Äpfel')).toEqual(['Zebra', 'apple', 'Äpfel']);
  });

  it('is one order, whatever it is given', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', '0', '1', '2', '-', '/', '.'), maxLength: 6 });
    fc.assert(
      fc.property(name, name, name, (a, b, c) => {
        expect(Math.sign(compareNames(a, b)) + Math.sign(compareNames(b, a))).toBe(0);
        expect(compareNames(a, b) === 0).toBe(a === b);
        if (compareNames(a, b) <= 0 && compareNames(b, c) <= 0) expect(compareNames(a, c)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 20_000 },
    );
  });
});
