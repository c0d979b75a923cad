import { expect, test } from 'vitest';
import { isIpAddress, parseIpBlock } from './ip-block.ts';

test.each([
  ['0.0.0.0/0', '0.0.0.0/0', 'IPv4'],
  ['10.1.2.3/8', '10.0.0.0/8', 'IPv4'],
  ['255.255.255.255/32', '255.255.255.255/32', 'IPv4'],
  ['::/0', '::/0', 'IPv6'],
  ['2001:DB8::1/32', '2001:db8::/32', 'IPv6'],
  ['64:ff9b::192.0.2.33/128', '64:ff9b::c000:221/128', 'IPv6'],
  ['1:0:0:2:0:0:0:3/128', '1:0:0:2::3/128', 'IPv6'],
  ['fd00::/7', 'fc00::/7', 'IPv6'],
])('%s reads as %s', (text, network, family) => {
  expect(parseIpBlock(text)).toMatchObject({ text: network, family });
});

test.each([
  '1.2.3.4',
  '1.2.3/8',
  '256.0.0.0/8',
  '1.2.3.4/33',
  '1.2.3.4/08',
  '010.0.0.0/8',
  '::ffff:010.0.0.0/104',
  ':::/0',
  '1::2::3/64',
  '12345::/16',
  '::1/129',
  '1:2:3:4:5:6:7:8:9/1',
])('%s is no block', (text) => expect(parseIpBlock(text)).toBeUndefined());

test('row 78: an IPv4 address written as IPv6 is told apart', () => {
  expect(parseIpBlock('::ffff:10.0.0.0/104')).toBe('mapped');
  expect(parseIpBlock('::ffff:0a00:0/104')).toBe('mapped');
});

test.each([
  ['010.000.0.0/8', '10.0.0.0/8'],
  ['1.2.3.4/008', '1.0.0.0/8'],
  ['fd00::00001/64', 'fd00::/64'],
])('row 75: the zeros of %s are decimal to who reads objects, and to nobody else', (written, text) => {
  expect(parseIpBlock(written, 'decimal')).toMatchObject({ text });
  expect(parseIpBlock(written)).toBeUndefined();
});

test.each(['010.0.0.256/8', '10.0.0.0/0x8', '10.0.0.0/033', '0x0a.0.0.0/8', '10.0.0/8', '::00fffff/64'])(
  'Kubernetes does not read %s either',
  (written) => expect(parseIpBlock(written, 'decimal')).toBeUndefined(),
);

test('an address has no prefix and no zone', () => {
  expect(['10.0.0.1', '::1', 'fe80::1'].map(isIpAddress)).toEqual([true, true, true]);
  const others = ['10.0.0.1/32', 'fe80::1%eth0', '', 'localhost', '010.0.0.1', '::ffff:10.0.0.01'];
  expect(others.filter(isIpAddress)).toEqual([]);
});
