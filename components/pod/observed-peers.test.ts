import { expect, test } from 'vitest';
import type { PeerGroup } from '#lib/api/pod-types.ts';
import { observedPeers } from './observed-peers.ts';

type Row = Parameters<typeof observedPeers>[0][number];
const row = (from: string, state: Row['state']): Row => ({
  ...{ from, to: 'shop/StatefulSet/db', state },
  fromEnd: { type: from.startsWith('ip:') ? 'address' : 'workload', label: from },
  toEnd: { type: 'workload', label: 'db' },
});
const names = (group: PeerGroup | undefined) => group?.peers.map(({ name }) => name);

test('whoever was seen although denied, or dropped, has a row though no policy allows it, the worst first', () => {
  const rows = [row('a', 'denied'), row('b', 'used'), row('c', 'seen-denied'), row('a', 'denied'), row('d', 'unused')];
  expect(names(observedPeers(rows, true, []))).toEqual(['c', 'a']);
});

test('who stands among the allowed peers already gets no second row', () => {
  const [peer] = observedPeers([row('a', 'denied')], true, [])?.peers ?? [];
  if (peer === undefined) throw new Error('there is one');
  const groups: readonly PeerGroup[] = [{ type: 'namespace', name: 'shop', pods: 1, peers: [peer] }];
  expect(observedPeers([row('a', 'denied')], true, groups)).toBeUndefined();
});

test('all refused addresses are one peer', () => {
  const group = observedPeers([row('ip:192.0.2.1', 'denied'), row('ip:192.0.2.2', 'seen-denied')], true, []);
  expect(group?.peers).toMatchObject([{ type: 'internet', id: 'internet' }]);
});

test('of a node, a Service or an unknown end nothing can be asked', () => {
  const end = (from: string, type: Row['fromEnd']['type']): Row => ({
    ...row(from, 'denied'),
    fromEnd: { type, label: from },
  });
  const rows = [end('host:n1', 'host'), end('service:a/b', 'service'), end('unknown', 'unknown'), row('a', 'denied')];
  const asked = observedPeers(rows, true, [])?.peers.map(({ id, example }) => [id, example]);
  expect(asked).toEqual([
    ['host:n1', ''],
    ['service:a/b', ''],
    ['unknown', ''],
    ['a', 'a'],
  ]);
});
