import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  ALL_PORTS,
  hasPort,
  intersectPorts,
  isPortSubset,
  NO_PORTS,
  type PortSet,
  portRange,
  portsFromJson,
  portsJson,
  subtractPorts,
  unitePorts,
} from './port-set.ts';

const protocol = fc.constantFrom('TCP' as const, 'UDP' as const, 'SCTP' as const);
/** Small numbers, so that ranges touch and overlap often, and the ends of the space. */
const port = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 65_530, max: 65_535 }));
const range = fc.tuple(protocol, port, port).map(([p, a, b]) => portRange(p, Math.min(a, b), Math.max(a, b)));
const set: fc.Arbitrary<PortSet> = fc.array(range, { maxLength: 6 }).map((list) => list.reduce(unitePorts, NO_PORTS));

test('a port is in a union, an intersection, a difference exactly as sets say', () => {
  fc.assert(
    fc.property(set, set, protocol, port, (a, b, p, n) => {
      const [inA, inB] = [hasPort(a, p, n), hasPort(b, p, n)];
      expect(hasPort(unitePorts(a, b), p, n)).toBe(inA || inB);
      expect(hasPort(intersectPorts(a, b), p, n)).toBe(inA && inB);
      expect(hasPort(subtractPorts(a, b), p, n)).toBe(inA && !inB);
    }),
  );
});

test('equal sets are one object, however they came to be', () => {
  fc.assert(
    fc.property(set, set, set, (a, b, c) => {
      expect(unitePorts(a, b)).toBe(unitePorts(b, a));
      expect(unitePorts(unitePorts(a, b), c)).toBe(unitePorts(a, unitePorts(b, c)));
      expect(intersectPorts(a, unitePorts(b, c))).toBe(unitePorts(intersectPorts(a, b), intersectPorts(a, c)));
      expect(subtractPorts(a, b)).toBe(intersectPorts(a, subtractPorts(ALL_PORTS, b)));
      expect(unitePorts(subtractPorts(a, b), intersectPorts(a, b))).toBe(a);
      expect(portsFromJson(portsJson(a))).toBe(a);
    }),
  );
});

test('intervals are ascending, disjoint and not adjacent', () => {
  fc.assert(
    fc.property(set, set, (a, b) => {
      for (const intervals of [unitePorts(a, b).TCP, subtractPorts(a, b).UDP, intersectPorts(a, b).SCTP]) {
        for (let i = 0; i + 1 < intervals.length; i += 2) {
          expect(intervals[i]).toBeLessThanOrEqual(intervals[i + 1] as number);
          if (i > 0) expect(intervals[i]).toBeGreaterThan((intervals[i - 1] as number) + 1);
        }
      }
    }),
  );
});

test('adjacent ranges join: 80 and 81 are 80 to 81', () => {
  expect(unitePorts(portRange('TCP', 80, 80), portRange('TCP', 81, 81)).TCP).toEqual([80, 81]);
});

test('ranges are cut to 1 … 65535, and an inverted one is empty', () => {
  expect(portRange('UDP', -5, 70_000).UDP).toEqual([1, 65_535]);
  expect(portRange('UDP', 9, 8)).toBe(NO_PORTS);
});

test('one protocol is no subset of another', () => {
  expect(isPortSubset(portRange('TCP', 53, 53), portRange('UDP', 53, 53))).toBe(false);
});
