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

const excepting = (rules: string, ip = '10.0.0.1') =>
  clusterOf({
    namespaces: { one: {} },
    pods: { 'one/db': { ip } },
    yaml: policy(`ingress: [${rules}]`),
  });
const BLOCK = '203.0.113.0/24';
const HALF = `{from: [{ipBlock: {cidr: ${BLOCK}, except: [203.0.113.128/25]}}], ports: [{port: 5000}]}`;

test.each([
  ['denied like the rest of the outside', HALF, { must: [], may: [5000] }],
  [
    'admitted with it',
    `${HALF}, {from: [{ipBlock: {cidr: 0.0.0.0/0}}], ports: [{port: 443}]}`,
    { must: [443], may: [443, 5000] },
  ],
])('what an except takes out of a block counts for the block, also where it is %s', (_, rules, ports) => {
  const { edges, json } = connectionsOf(excepting(rules));
  const edge = [...edges].find(({ from }) => from === BLOCK);
  const { allow, some } = json(edge?.relation as Parameters<typeof json>[0]);
  const single = (list: readonly (readonly [number, number])[] = []) => list.map(([port]) => port);
  expect(single(allow.TCP)).toEqual(ports.must);
  expect([...single(allow.TCP), ...single(some?.TCP)].sort((a, b) => a - b)).toEqual(ports.may);
});

test('everywhere less an except is the internet, and the except a block of its own only where it is admitted', () => {
  const { edges } = connectionsOf(excepting('{from: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}]}'));
  expect([...edges].filter(({ to }) => to === 'one/Pod/db').map(({ from }) => from)).toEqual(['internet']);
});

test.each([
  [
    'larger part',
    '{from: [{ipBlock: {cidr: 0.0.0.0/0, except: [0.0.0.0/1]}}], ports: [{port: 443}]}',
    '0.0.0.0/0',
    '10.0.0.1',
  ],
  [
    'routable part',
    '{from: [{ipBlock: {cidr: "::/0", except: ["2000::/3"]}}], ports: [{port: 443}]}',
    '::/0',
    'fd00::1',
  ],
])(
  'a block that holds the internet is not allowed for certain where an except takes its %s out',
  (_, rules, block, ip) => {
    const { edges, json } = connectionsOf(excepting(rules, ip));
    const edge = [...edges].find(({ from }) => from === block);
    const told = json(edge?.relation as Parameters<typeof json>[0]);
    expect([told.allow.TCP, told.some?.TCP]).toEqual([[], [[443, 443]]]);
  },
);
