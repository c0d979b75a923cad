import { describe, expect, test } from 'vitest';
import { backendPort, type ClusterNames, parseRanges, resolveEnd } from './flow-ends.ts';
import type { FlowEnd } from './flow-obs.ts';
import { createNameHistory, type NameHolder } from './name-history.ts';
import { someFlow } from './testing/some-flow.ts';

const web: NameHolder = { type: 'pod', workload: 'shop/Deployment/web', listens: [] };
const db: NameHolder = { type: 'pod', workload: 'shop/StatefulSet/db', listens: [] };
const cart: NameHolder = {
  type: 'service',
  service: 'shop/cart',
  ports: [
    { protocol: 6, port: 80, backend: 8080 },
    { protocol: 6, port: 81, backend: null },
  ],
};
const history = createNameHistory();
history.change({ name: '10.0.0.7', at: 1_000, holder: web });
history.change({ name: '10.0.0.7', at: 5_000, holder: db });
history.change({ name: 'shop/web-1', at: 1_000, holder: web });
history.change({ name: '192.168.0.1', at: null, holder: { type: 'host', node: 'node-a' } });
history.change({ name: '10.96.0.9', at: null, holder: cart });
const names: ClusterNames = { history, podRanges: parseRanges(['10.0.0.0/24', 'fd00::/64']) };

const to = (end: FlowEnd, t0 = 2_000) => resolveEnd('to', someFlow({ to: end, t0 }), names).end;
const from = (end: FlowEnd, t0 = 2_000) => resolveEnd('from', someFlow({ from: end, t0 }), names).end;

describe('who an end is', () => {
  test('the pod that the record names, as the cluster knows its workload', () => {
    const workload = { kind: 'ReplicaSet', name: 'web-5f6d8' };
    expect(to({ namespace: 'shop', pod: 'web-1', workload, ip: '10.0.0.9' })).toBe('shop/Deployment/web');
  });
  test('a pod that the record names is the same one though the clock of its node is behind', () => {
    expect(to({ namespace: 'shop', pod: 'web-1' }, 0)).toBe('shop/Deployment/web');
  });
  test('a pod that nobody knows: the workload that the record names, else the pod itself', () => {
    const workload = { kind: 'Deployment', name: 'old' };
    expect(to({ namespace: 'shop', pod: 'old-1', workload })).toBe('shop/Deployment/old');
    expect(to({ namespace: 'shop', pod: 'old-1' })).toBe('shop/Pod/old-1');
    expect(to({ namespace: 'shop', workload })).toBe('shop/Deployment/old');
  });
  test('an address is the pod that had it at the time of the flow, also after another took it over', () => {
    expect(to({ ip: '10.0.0.7' }, 4_999)).toBe('shop/Deployment/web');
    expect(to({ ip: '10.0.0.7' }, 5_000)).toBe('shop/StatefulSet/db');
  });
  test('an address of the pods that nobody had then is unknown, not outside', () => {
    expect(to({ ip: '10.0.0.7' }, 999)).toBe('unknown');
    expect(from({ ip: 'fd00::5' })).toBe('unknown');
  });
  test('a pod, as the source says, whose address nobody knows is unknown, whatever blocks the nodes tell', () => {
    expect(from({ ip: '172.31.0.9', inside: true })).toBe('unknown');
    expect(to({ ip: '10.0.0.7', inside: true })).toBe('shop/Deployment/web');
  });
  test('where nodes tell no blocks, a private address of a time before pods were known may be a pod', () => {
    const of = (ip: string, t0: number, knownSince: number, end: FlowEnd = {}) =>
      resolveEnd('to', someFlow({ to: { ip, ...end }, t0 }), { history, podRanges: [], knownSince }).end;
    for (const ip of ['10.9.9.9', '172.16.0.1', '192.168.7.7', '100.64.0.1', 'fd12::1']) {
      expect(of(ip, 1_999, 2_000)).toBe('unknown');
      expect(of(ip, 2_000, 2_000)).toMatch(/^ip:/); // all pods were known, and none had it
    }
    expect(of('203.0.113.7', 0, 2_000)).toBe('ip:203.0.113.7/32');
    expect(of('10.9.9.9', 0, 2_000, { outside: true })).toBe('ip:10.9.9.9/32');
    expect(of('10.9.9.9', 0, 2_000, { names: ['rds.example'] })).toBe('name:rds.example');
    expect(to({ ip: '10.9.9.9' }, 0)).toBe('ip:10.9.9.9/32'); // of no block of theirs
  });
  test('the same where they tell blocks that the plugin does not use, or blocks of the other family only', () => {
    const podRanges = parseRanges(['10.244.0.0/16']);
    const of = (ip: string, t0: number, elsewhere?: ClusterNames['elsewhere']) =>
      resolveEnd('to', someFlow({ to: { ip }, t0 }), { history, podRanges, elsewhere, knownSince: 2_000 }).end;
    expect(of('10.9.9.9', 0)).toBe('ip:10.9.9.9/32'); // all known pods are in the blocks
    expect(of('10.9.9.9', 0, ['IPv4'])).toBe('unknown');
    expect(of('10.9.9.9', 2_000, ['IPv4'])).toBe('ip:10.9.9.9/32');
    expect(of('fd00::9', 0)).toBe('unknown');
    expect(of('2001:db8::9', 0)).toBe('ip:2001:db8::9/128');
  });
  test('the host, with its node where the address tells it', () => {
    expect(from({ host: true })).toBe('host');
    expect(from({ host: true, ip: '192.168.0.1' })).toBe('host:node-a');
    expect(from({ ip: '192.168.0.1' })).toBe('host:node-a');
  });
  test('the address of a Service is the Service', () => {
    expect(to({ ip: '10.96.0.9' })).toBe('service:shop/cart');
  });
  test('a server outside is the name that it was asked for by, else its whole address', () => {
    expect(to({ ip: '203.0.113.77', outside: true, names: ['API.Example.org'] })).toBe('name:api.example.org');
    expect(to({ ip: '203.0.113.77', outside: true })).toBe('ip:203.0.113.77/32');
    expect(to({ ip: '2001:db8::7' })).toBe('ip:2001:db8::7/128');
  });
  test('a client outside is kept as the network that it is in, and never by a name', () => {
    expect(from({ ip: '203.0.113.77', names: ['home.example.org'] })).toBe('ip:203.0.113.0/24');
    expect(from({ ip: '2001:db8:1:2::7', outside: true })).toBe('ip:2001:db8:1::/48');
  });
  test('nothing told is unknown', () => {
    expect(to({})).toBe('unknown');
    expect(to({ namespace: 'shop' })).toBe('unknown');
    expect(from({ ip: 'nonsense' })).toBe('unknown');
  });
});

test('the port of a Service is the one of its pods, null where there is not one', () => {
  const port = (toPort: number | null, holder: NameHolder) => backendPort(someFlow({ toPort }), holder);
  expect(port(80, cart)).toBe(8080);
  expect(port(81, cart)).toBeNull();
  expect(port(82, cart)).toBeNull();
  expect(port(5432, db)).toBe(5432);
  expect(port(null, cart)).toBeNull();
});
