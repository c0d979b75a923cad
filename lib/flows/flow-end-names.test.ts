import { expect, test } from 'vitest';
import { observedEndWords } from '#lib/text/en/observed-flow.ts';
import { flowEndsOf } from './flow-end-names.ts';

const WRITTEN = [
  'shop/Deployment/web',
  'shop/Pod/web-1',
  'shop//web', // of a source that does not tell the kind
  'shop/StatefulSet/db:1',
  'argo/Rollout/web',
  'host',
  'host:node-1',
  'ip:203.0.113.0/24',
  'ip:203.0.113.9/32',
  'ip:fd00::/48',
  'name:api.example',
  'service:shop/db',
  'unknown',
];

test.each(WRITTEN)('%s can be an end', (text) => expect(flowEndsOf(text)).toEqual([text]));

test.each(WRITTEN)('%s is meant by the words that a list of gaps has for it', (text) =>
  expect(flowEndsOf(observedEndWords(text))).toContain(text),
);

test.each([
  ['shop/deploy/web', 'shop/Deployment/web'],
  ['shop/sts/db', 'shop/StatefulSet/db'],
  ['shop/po/web-1', 'shop/Pod/web-1'],
  ['shop/svc/db', 'service:shop/db'],
  ['shop/rollout/web', '~shop/rollout/web'],
  ['shop/DEPLOYMENT/web', 'shop/Deployment/web'],
  ['shop/Service/db:5432', 'service:shop/db'],
  ['203.0.113.0/24', 'ip:203.0.113.0/24'],
  ['FD00:0::/48', 'ip:fd00::/48'],
  ['API.example.org', 'name:api.example.org'],
  ['name:API.example.org', 'name:api.example.org'],
])('%s, as other commands take it, is %s', (text, end) => expect(flowEndsOf(text)).toEqual([end]));

test('an address is a server, or the network by which a client is kept', () => {
  expect(flowEndsOf('203.0.113.9')).toEqual(['ip:203.0.113.9/32', '=ip:203.0.113.0/24']);
  expect(flowEndsOf('2001:db8:1:2::3')).toEqual(['ip:2001:db8:1:2::3/128', '=ip:2001:db8:1::/48']);
});

test('a block that is narrower than the network of a client means that one, too', () => {
  expect(flowEndsOf('203.0.113.16/28')).toEqual(['ip:203.0.113.16/28', '=ip:203.0.113.0/24']);
  expect(flowEndsOf('203.0.112.0/22')).toEqual(['ip:203.0.112.0/22']);
  expect(flowEndsOf('2001:db8:1:2::/64')).toEqual(['ip:2001:db8:1:2::/64', '=ip:2001:db8:1::/48']);
});

test.each([
  '',
  'nonsense',
  'internet',
  'shop/web',
  'a/b/c/d',
  'ip:nonsense/8',
  'node:node-1',
  'name:',
  'service:db',
  'web pod',
  'shop/?app/web',
])('"%s" cannot be one', (text) => expect(flowEndsOf(text)).toBeUndefined());

test('what looks like an address and is none is no domain name', () => {
  for (const text of ['10.0.0.300', '10.0.3']) expect(flowEndsOf(text), text).toBeUndefined();
});
