import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minuteParts } from './minute-parts.ts';

const MINUTE = 60_000;
const at = (minutes: number): number => minutes * MINUTE;
const NO_BYTES = { bytesOut: null, bytesIn: null };

describe('the minutes in which a flow counts', () => {
  it('an event counts in its own, wherever in it', () => {
    const event = { t0: at(7) + 59_999, t1: at(7) + 59_999, ...NO_BYTES };
    expect(minuteParts(event, 1)).toEqual([{ minute: at(7), connections: 1, ...NO_BYTES }]);
  });

  it('a span that ends with a minute is not in the next', () => {
    expect(minuteParts({ t0: at(7), t1: at(8), ...NO_BYTES }, 5)).toEqual([
      { minute: at(7), connections: 5, ...NO_BYTES },
    ]);
  });

  it('a span counts evenly over its minutes, and is seen in its first and its last', () => {
    const parts = minuteParts({ t0: at(10), t1: at(13) - 1, bytesOut: 100, bytesIn: null }, 2);
    expect(parts).toEqual([
      { minute: at(10), connections: 0, bytesOut: 33, bytesIn: null },
      { minute: at(11), connections: 1, bytesOut: 33, bytesIn: null },
      { minute: at(12), connections: 1, bytesOut: 34, bytesIn: null },
    ]);
  });

  it('minutes between in which nothing is counted are left out', () => {
    expect(minuteParts({ t0: at(0), t1: at(30), ...NO_BYTES }, null).map(({ minute }) => minute)).toEqual([
      at(0),
      at(29),
    ]);
  });

  it('loses and adds nothing, stays within the span, and takes at most sixty minutes', () => {
    fc.assert(
      fc.property(
        fc.nat(10_000_000),
        fc.nat(900_000_000),
        fc.nat(1_000_000),
        fc.nat(1_000_000),
        (t0, took, count, bytes) => {
          const parts = minuteParts({ t0, t1: t0 + took, bytesOut: bytes, bytesIn: null }, count);
          const sum = (of: 'connections' | 'bytesOut') => parts.reduce((total, part) => total + (part[of] ?? 0), 0);
          expect([sum('connections'), sum('bytesOut')]).toEqual([count, bytes]);
          expect(parts.length).toBeLessThanOrEqual(60);
          const minutes = parts.map(({ minute }) => minute);
          expect(new Set(minutes).size).toBe(minutes.length);
          expect(Math.min(...minutes)).toBe(Math.floor(t0 / MINUTE) * MINUTE);
          expect(Math.max(...minutes)).toBeLessThanOrEqual(t0 + took);
        },
      ),
    );
  });
});
