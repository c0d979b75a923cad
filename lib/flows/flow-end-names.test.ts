import { expect, test } from 'vitest';
import { isFlowEnd } from './flow-end-names.ts';

test.each([
  'shop/Deployment/web',
  'shop/Pod/web-1',
  'shop//web', // of a source that does not tell the kind
  'shop/StatefulSet/db:1',
  'host',
  'host:node-1',
  'ip:203.0.113.0/24',
  'ip:fd00::/48',
  'name:api.example',
  'service:shop/db',
  'unknown',
])('%s can be an end', (text) => expect(isFlowEnd(text)).toBe(true));

test.each([
  '',
  'nonsense',
  'internet',
  'shop/web',
  'a/b/c/d',
  'ip:203.0.113.9',
  'ip:nonsense/8',
  '203.0.113.9',
  'node:node-1',
  'name:',
  'service:db',
  'web pod',
])('"%s" cannot be one', (text) => expect(isFlowEnd(text)).toBe(false));
