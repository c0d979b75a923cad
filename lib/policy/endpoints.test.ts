import { expect, test } from 'vitest';
import { formatEndpoint, parseEndpoint } from './endpoints.ts';

test.each([
  ['shop/cart-7d9f-x2x', { type: 'pod', namespace: 'shop', name: 'cart-7d9f-x2x' }],
  ['shop/Deployment/cart', { type: 'workload', namespace: 'shop', kind: 'Deployment', name: 'cart' }],
  ['shop/deploy/cart', { type: 'workload', namespace: 'shop', kind: 'Deployment', name: 'cart' }],
  ['shop/STATEFULSET/db', { type: 'workload', namespace: 'shop', kind: 'StatefulSet', name: 'db' }],
  ['shop/sts/db', { type: 'workload', namespace: 'shop', kind: 'StatefulSet', name: 'db' }],
  ['shop/ds/a', { type: 'workload', namespace: 'shop', kind: 'DaemonSet', name: 'a' }],
  ['shop/rs/a', { type: 'workload', namespace: 'shop', kind: 'ReplicaSet', name: 'a' }],
  ['shop/cj/a', { type: 'workload', namespace: 'shop', kind: 'CronJob', name: 'a' }],
  ['shop/job/a', { type: 'workload', namespace: 'shop', kind: 'Job', name: 'a' }],
  ['shop/Rollout/a', { type: 'workload', namespace: 'shop', kind: 'Rollout', name: 'a' }],
  ['shop/Service/cart:80', { type: 'service', namespace: 'shop', name: 'cart', port: 80 }],
  ['shop/Service/cart:http', { type: 'service', namespace: 'shop', name: 'cart', port: 'http' }],
  ['shop/svc/cart', { type: 'service', namespace: 'shop', name: 'cart' }],
  ['203.0.113.7', { type: 'address', address: '203.0.113.7' }],
  ['2001:db8::1', { type: 'address', address: '2001:db8::1' }],
  ['203.0.113.0/24', { type: 'block', cidr: '203.0.113.0/24' }],
  ['2001:db8::/32', { type: 'block', cidr: '2001:db8::/32' }],
  ['internet', { type: 'internet' }],
])('%s', (text, endpoint) => {
  expect(parseEndpoint(text)).toEqual(endpoint);
  expect(parseEndpoint(formatEndpoint(parseEndpoint(text)))).toEqual(endpoint);
});

test('everything after /? is labels, also keys with a slash and names of object members', () => {
  const end = parseEndpoint('shop/?app.kubernetes.io/name=web,__proto__=a,constructor=,x=a=b');
  expect(end.type === 'hypothetical' && Object.entries(end.labels)).toEqual([
    ['app.kubernetes.io/name', 'web'],
    ['__proto__', 'a'],
    ['constructor', ''],
    ['x', 'a=b'],
  ]);
  expect(parseEndpoint('shop/?')).toEqual({ type: 'hypothetical', namespace: 'shop', labels: {} });
});

test.each([
  '',
  'shop',
  '/cart',
  'shop/',
  'shop//cart',
  'a/b/c/d',
  'shop/?app',
  'shop/?=a',
  'shop/?a=1,a=2',
  'shop/Service/a:0',
  'shop/Service/a:',
])('"%s" is refused with a sentence', (text) => {
  expect(() => parseEndpoint(text)).toThrow(/\w/);
});

test.each(['010.1.0.6', '10.1.0.06', '10.01.0.0/24', '10.0.0.0/08', 'fd00::/08', '::ffff:10.1.0.06'])(
  'the address %s may be octal, so whoever asks must say which',
  (text) => expect(() => parseEndpoint(text)).toThrow(/begins with 0/),
);

test.each(['0.0.0.0', '0.0.0.0/0', '10.0.0.0/8', '2001:db8::0001'])('%s has no number that could be octal', (text) => {
  expect(formatEndpoint(parseEndpoint(text))).toBe(text);
});
