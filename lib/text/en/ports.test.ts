import { expect, test } from 'vitest';
import type { PortsJson } from '#lib/policy/types.ts';
import { portsInWords, portWords } from './ports.ts';

const NONE: PortsJson = { TCP: [], UDP: [], SCTP: [] };
const ANY: PortsJson = { TCP: [[1, 65535]], UDP: [[1, 65535]], SCTP: [[1, 65535]] };

test('all ports of all protocols are "any"', () => {
  expect(portWords(ANY)).toEqual(['any']);
  expect(portsInWords(ANY)).toBe('any port');
});

test('all ports of one protocol name the protocol', () => {
  expect(portWords({ ...NONE, TCP: [[1, 65535]] })).toEqual(['TCP any']);
});

test('single ports and ranges carry their protocol', () => {
  expect(
    portWords({
      ...NONE,
      TCP: [
        [53, 53],
        [8000, 8100],
      ],
      UDP: [[53, 53]],
    }),
  ).toEqual(['TCP 53', 'TCP 8000–8100', 'UDP 53']);
  expect(portsInWords({ ...NONE, TCP: [[53, 53]], UDP: [[53, 53]] })).toBe('TCP 53 and UDP 53');
});

test('no port is said, not left empty', () => {
  expect(portsInWords(NONE)).toBe('no port');
});
