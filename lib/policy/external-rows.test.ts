import { expect, test } from 'vitest';
import { connectionsOf } from './connections.ts';
import { portRange } from './port-set.ts';
import { clusterOf, endOf, policy } from './testing/cluster-of.ts';

test('a port name of an ingress rule is a port of the gate’s own pod, also for a block outside (row 48)', () => {
  const model = clusterOf({
    namespaces: { one: {} },
    pods: { 'one/web': { labels: { app: 'web' }, ip: '10.0.0.1', ports: ['http=TCP/8080'] } },
    yaml: policy('ingress: [{from: [{ipBlock: {cidr: 203.0.113.0/24}}], ports: [{port: http}]}]'),
  });
  const rows = model.externalRows(endOf(model, 'one/web'), 'ingress');
  expect(rows.find(({ label }) => label === '203.0.113.0/24')?.relation.must).toBe(portRange('TCP', 8080, 8080));
  const edges = [...connectionsOf(model).edges].map(({ from, to }) => `${from} → ${to}`);
  expect(edges).toContain('203.0.113.0/24 → one/Pod/web');
});
