import { expect, test } from 'vitest';
import { mapOfFlow } from './traffic-address.ts';

const WEB = 'shop/Deployment/web';

test('between two workloads the map shows their line, of as much of the window as it has', () => {
  expect(mapOfFlow('demo', { from: WEB, to: 'shop/Deployment/cart' }, '7d')).toBe(
    '/demo/map?traffic=24h&edge=shop%2FDeployment%2Fweb%E2%86%92shop%2FDeployment%2Fcart',
  );
});

test('where an end is outside or a node, the map shows the workload; where no end is one, nothing', () => {
  expect(mapOfFlow('demo', { from: WEB, to: 'name:api.example' }, '1h')).toBe(
    '/demo/map?traffic=1h&select=shop%2FDeployment%2Fweb',
  );
  expect(mapOfFlow('demo', { from: 'ip:192.0.2.0/24', to: WEB }, '1h')).toContain('select=shop');
  expect(mapOfFlow('demo', { from: 'host:w1', to: 'ip:192.0.2.1/32' }, '1h')).toBeUndefined();
});
