import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Admission, certainly, eitherOf, intersect, possibly, unite, weaken, widen } from './admission.ts';
import { ALL_PORTS, hasPort, isPortSubset, NO_PORTS, portRange, subtractPorts, unitePorts } from './port-set.ts';
import { reasonBit } from './reasons.ts';

const ports = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 4 })), { maxLength: 3 })
  .map((list) => list.reduce((set, [first, more]) => unitePorts(set, portRange('TCP', first, first + more)), NO_PORTS));
const reasons = fc.integer({ min: 1, max: 7 });
const admission: fc.Arbitrary<Admission> = fc
  .tuple(ports, ports, reasons)
  .map(([certain, possible, why]) => unite(certainly(certain), possibly(possible, why)));

function sound({ must, may, uncertain }: Admission): void {
  expect(isPortSubset(must, may)).toBe(true);
  const explained = uncertain.reduce((set, each) => unitePorts(set, each.ports), NO_PORTS);
  expect(explained).toBe(subtractPorts(may, must));
  for (const each of uncertain) expect(each.ports).not.toBe(NO_PORTS);
}

test('must is within may, and reasons explain exactly what lies between', () => {
  fc.assert(
    fc.property(admission, admission, reasons, (a, b, why) => {
      for (const each of [unite(a, b), intersect(a, b), eitherOf(a, b, why), weaken(a, why), widen(a, why)])
        sound(each);
    }),
  );
});

test('union and intersection are those of three-valued logic, port by port', () => {
  const value = ({ must, may }: Admission, port: number): number =>
    (hasPort(must, 'TCP', port) ? 1 : 0) + (hasPort(may, 'TCP', port) ? 1 : 0);
  fc.assert(
    fc.property(admission, admission, fc.integer({ min: 1, max: 14 }), (a, b, port) => {
      expect(value(unite(a, b), port)).toBe(Math.max(value(a, port), value(b, port)));
      expect(value(intersect(a, b), port)).toBe(Math.min(value(a, port), value(b, port)));
      const either = value(a, port) === value(b, port) ? value(a, port) : 1;
      expect(value(eitherOf(a, b, 1), port)).toBe(either);
    }),
  );
});

test('two readings that agree leave no doubt', () => {
  const allowed = certainly(portRange('TCP', 80, 80));
  expect(eitherOf(allowed, allowed, reasonBit('host-network'))).toBe(allowed);
});

test('a reason is given only for the ports that it leaves open', () => {
  const named = possibly(portRange('TCP', 80, 90), reasonBit('named-port-unresolved'));
  const both = unite(named, certainly(portRange('TCP', 80, 89)));
  expect(both.uncertain).toEqual([{ reason: 'named-port-unresolved', ports: portRange('TCP', 90, 90) }]);
  expect(unite(named, certainly(ALL_PORTS)).uncertain).toEqual([]);
});
