import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatAddress, formatRange, parseAddress, parseCidr } from './address.ts';
import { cidrsOfRange, normaliseRanges } from './address-ranges.ts';

const v4 = fc.bigInt({ min: 0n, max: (1n << 32n) - 1n });
const v6 = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n });

test('an address that is written and read again is the same', () => {
  fc.assert(
    fc.property(v4, (value) => {
      expect(parseAddress(formatAddress('IPv4', value))).toEqual({ family: 'IPv4', value });
    }),
  );
  fc.assert(
    fc.property(v6, (value) => {
      fc.pre(value >> 32n !== 0xffffn); // row 78: those are IPv4
      expect(parseAddress(formatAddress('IPv6', value))).toEqual({ family: 'IPv6', value });
    }),
  );
});

test('row 78: an IPv4 address in IPv6 form is the IPv4 address', () => {
  const plain = parseAddress('10.1.2.3');
  expect(parseAddress('::ffff:10.1.2.3')).toEqual(plain);
  expect(parseAddress('::FFFF:0a01:0203')).toEqual(plain);
  expect(parseCidr('::ffff:10.0.0.0/104')).toEqual(parseCidr('10.0.0.0/8'));
});

test('row 75: host bits are masked', () => {
  expect(parseCidr('10.0.0.5/24')).toMatchObject({ first: 0x0a000000n, last: 0x0a0000ffn, hostBits: true });
});

test.each(['010.0.0.1', '10.0.0.01', '10.00.0.1', '0000010.0.0.1', '::ffff:010.0.0.1'])(
  'row 75: %s may be octal, so it is no address, and no block',
  (text) => {
    expect(parseAddress(text)).toBeUndefined();
    expect(parseCidr(`${text}/32`)).toBeUndefined();
  },
);

test.each([
  '',
  '1.2.3',
  '1.2.3.4.5',
  '1.2.3.256',
  '1..2.3',
  ':::',
  '1::2::3',
  '12345::',
  '::1%eth0',
  'host',
  '1:2:3:4:5:6:7',
  ':1::2',
  '1:2:3:4:5:6:7:8::',
])('%j is no address', (text) => {
  expect(parseAddress(text)).toBeUndefined();
});

test.each(['10.0.0.0', '10.0.0.0/33', '10.0.0.0/08', '10.0.0.0/', '10.0.0.0/-1', '::/129', '10.0.0/8', '/8'])(
  '%j is no CIDR',
  (text) => {
    expect(parseCidr(text)).toBeUndefined();
  },
);

test('IPv6 is written as RFC 5952 asks', () => {
  expect(formatAddress('IPv6', 0n)).toBe('::');
  expect(formatAddress('IPv6', 1n)).toBe('::1');
  expect(formatAddress('IPv6', parseAddress('2001:db8:0:0:1:0:0:1')?.value ?? 0n)).toBe('2001:db8::1:0:0:1');
  expect(formatAddress('IPv6', parseAddress('2001:db8:0:1:1:1:1:1')?.value ?? 0n)).toBe('2001:db8:0:1:1:1:1:1');
});

test('a range that is a block is written as one', () => {
  expect(formatRange('IPv4', { first: 0x0a000000n, last: 0x0affffffn })).toBe('10.0.0.0/8');
  expect(formatRange('IPv4', { first: 0x0a000001n, last: 0x0a000002n })).toBe('10.0.0.1-10.0.0.2');
  expect(formatRange('IPv6', { first: 0n, last: (1n << 128n) - 1n })).toBe('::/0');
});

test('a range is the fewest CIDRs that make it up', () => {
  const of = (first: string, last: string) =>
    cidrsOfRange('IPv4', { first: parseAddress(first)?.value ?? 0n, last: parseAddress(last)?.value ?? 0n });
  expect(of('10.42.1.0', '10.42.3.255')).toEqual(['10.42.1.0/24', '10.42.2.0/23']);
  expect(of('0.0.0.0', '255.255.255.255')).toEqual(['0.0.0.0/0']);
  expect(of('10.0.0.1', '10.0.0.1')).toEqual(['10.0.0.1/32']);
  fc.assert(
    fc.property(fc.bigInt(0n, 5000n), fc.bigInt(0n, 5000n), (a, b) => {
      const [first, last] = a < b ? [a, b] : [b, a];
      const parts = cidrsOfRange('IPv4', { first, last }).flatMap((text) => parseCidr(text) ?? []);
      expect(normaliseRanges(parts)).toEqual([{ first, last }]);
    }),
  );
});
