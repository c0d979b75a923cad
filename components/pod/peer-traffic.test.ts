import { expect, test } from 'vitest';
import { trafficOfPeers } from './peer-traffic.ts';

type Row = Parameters<typeof trafficOfPeers>[0][number];
const row = (from: string, state: Row['state'], connections?: number | null, covered?: number): Row => ({
  ...{ from, to: 'shop/StatefulSet/db', state },
  ...(connections === undefined ? {} : { seen: { connections } }),
  ...(covered === undefined ? {} : { covered: { from: covered, to: 1 } }),
  fromEnd: { type: from.startsWith('ip:') ? 'address' : 'workload', label: from },
  toEnd: { type: 'workload', label: 'db' },
});

test('ports of one peer are summed, and what was refused is counted apart', () => {
  const peers = trafficOfPeers([row('a', 'used', 3), row('a', 'used', 4), row('a', 'denied', 9)], true);
  expect(peers.get('a')).toEqual({ state: 'used', connections: 7, denied: 9 });
});

test('what was not measured is not nothing', () => {
  expect(trafficOfPeers([row('a', 'used', null)], true).get('a')?.connections).toBeNull();
});

test('a peer on which nothing was seen says how much of it was observed', () => {
  expect(trafficOfPeers([row('a', 'unused', undefined, 0.97)], true).get('a')).toMatchObject({ covered: 0.97 });
});

test('all that is outside is one peer', () => {
  const peers = trafficOfPeers([row('ip:192.0.2.0/24', 'used', 1), row('ip:198.51.100.0/24', 'used', 2)], true);
  expect([...peers]).toEqual([['internet', { state: 'used', connections: 3 }]]);
});

test('what was refused though policies allow it is counted beside what was refused', () => {
  const contradicted = { ...row('a', 'denied', 7), refusedThoughAllowed: true } as const;
  expect(trafficOfPeers([contradicted, row('a', 'denied', 2)], true).get('a')).toEqual({
    ...{ state: 'denied', connections: null, nonePassed: true, denied: 9, deniedThoughAllowed: 7, allOfThem: false },
  });
  const reported = { ...row('a', 'unjudged', 3), refusedThoughAllowed: true } as const;
  expect(trafficOfPeers([reported], true).get('a')).toEqual({
    ...{ state: 'unjudged', connections: null, nonePassed: true, reported: 3 },
  });
});

test('attempts that were not measured count where policies are said to allow all', () => {
  const contradicted = { ...row('a', 'denied', 7), refusedThoughAllowed: true } as const;
  const both = trafficOfPeers([contradicted, row('a', 'denied', null)], true).get('a');
  expect(both).toMatchObject({ denied: 7, deniedThoughAllowed: 7, allOfThem: false });
  expect(trafficOfPeers([contradicted], true).get('a')?.allOfThem).toBe(true);
});

test('what passed and was not measured is not taken for nothing beside what is reported as refused', () => {
  const reported = { ...row('a', 'unjudged', 3), refusedThoughAllowed: true } as const;
  for (const state of ['used', 'would-deny', 'seen-denied', 'unjudged'] as const) {
    const peer = trafficOfPeers([reported, row('a', state, null)], true).get('a');
    expect(peer?.nonePassed, state).toBeUndefined();
  }
  const unused = trafficOfPeers([row('a', 'denied', 2), row('a', 'unused')], true).get('a');
  expect(unused).toEqual({ state: 'denied', connections: null, nonePassed: true, denied: 2 });
});
