import { expect, test } from 'vitest';
import { questionOf } from './why-of-flow.ts';

const flow = { from: 'shop/Deployment/web', to: 'shop/StatefulSet/db', port: 5432, protocol: 6 };

test('the why of a flow asks for both ends and its port', () => {
  expect(questionOf(flow)).toEqual({ from: 'shop/Deployment/web', to: 'shop/StatefulSet/db', port: 'TCP/5432' });
  expect(questionOf({ ...flow, protocol: 17, port: 53 })?.port).toBe('UDP/53');
  expect(questionOf({ ...flow, port: null })?.port).toBe('');
});

test('an address outside is asked for as a block, and what the engine does not know is not asked for', () => {
  expect(questionOf({ ...flow, to: 'ip:192.0.2.7/32' })?.to).toBe('192.0.2.7/32');
  for (const to of ['host', 'host:w1', 'name:mail.example', 'service:shop/web', 'unknown']) {
    expect(questionOf({ ...flow, to }), to).toBeUndefined();
  }
  expect(questionOf({ ...flow, from: 'ip:192.0.2.0/24', to: 'ip:198.51.100.1/32' })).toBeUndefined();
});
