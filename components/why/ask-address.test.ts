import { expect, test } from 'vitest';
import { normalisePort, whyHref } from './ask-address.ts';

test('a port without protocol is TCP', () => {
  expect(normalisePort(' 8443 ')).toBe('TCP/8443');
  expect(normalisePort('udp 53')).toBe('UDP/53');
  expect(normalisePort('TCP/65535')).toBe('TCP/65535');
});

test('no port asks about all ports', () => {
  expect(normalisePort('')).toBe('');
});

test('a name of a port and a protocol alone are asked for as the command line does', () => {
  expect(normalisePort('http')).toBe('TCP/http');
  expect(normalisePort('udp/dns')).toBe('UDP/dns');
  expect(normalisePort('sctp')).toBe('SCTP');
});

test('what is no port is refused, never guessed', () => {
  for (const text of ['0', '65536', '-1', '80-90', 'ICMP/1', 'tcp/', 'a_b'])
    expect(normalisePort(text)).toBeUndefined();
});

test('hypothetical ends survive the address', () => {
  const href = whyHref('demo', { from: 'shop/?app=x,tier=y', to: 'crm/crm-db-0', port: 'TCP/5432' });
  const query = new URL(href, 'http://localhost').searchParams;
  expect(query.get('from')).toBe('shop/?app=x,tier=y');
  expect(query.get('port')).toBe('TCP/5432');
});
