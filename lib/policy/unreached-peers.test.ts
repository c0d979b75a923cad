import { expect, test } from 'vitest';
import { compileModel } from './compile-model.ts';
import { peerPods } from './peer-groups.ts';
import { NO_PORTS } from './port-set.ts';
import { clusterOf, policy } from './testing/cluster-of.ts';
import { randomCluster } from './testing/random-cluster.ts';
import { unreachedPeers } from './unreached-peers.ts';

test('who may not connect is listed, the own namespace first, and neither the end nor who may', () => {
  const model = clusterOf({
    namespaces: { one: {}, two: {} },
    pods: {
      'one/db': { labels: { app: 'db' }, ip: '10.0.0.1' },
      'one/web': { labels: { app: 'web' }, ip: '10.0.0.2' },
      'one/other': { labels: { app: 'other' }, ip: '10.0.0.3' },
      'two/far': { labels: { app: 'far' }, ip: '10.0.0.4' },
    },
    yaml: policy(
      'podSelector: {matchLabels: {app: db}}\ningress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]',
    ),
  });
  const end = { type: 'class', class: model.classOf('one/db') as number, pod: 'one/db' } as const;
  expect(unreachedPeers(model, end, 'in')).toEqual({
    peers: [
      { workload: 'one/Pod/other', pods: 1, of: 1, example: 'one/other' },
      { workload: 'two/Pod/far', pods: 1, of: 1, example: 'two/far' },
    ],
    more: 0,
  });
  expect(unreachedPeers(model, end, 'out').peers).toEqual([]);
});

test('of random clusters each pod is reached or listed, and each example may not connect on any port', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const { objects, profile } = randomCluster(seed);
    const model = compileModel(objects, profile);
    const all = model.classes.reduce((sum, { count }) => sum + count, 0);
    for (const key of [...objects.pods.keys()].slice(0, 6)) {
      const classId = model.classOf(key);
      if (classId === undefined) continue; // it has finished
      const end = { type: 'class', class: classId, pod: key } as const;
      for (const direction of ['in', 'out'] as const) {
        const reached = peerPods(model, end, direction === 'in' ? 'ingress' : 'egress');
        const { peers } = unreachedPeers(model, end, direction);
        const sum = (counts: readonly number[]) => counts.reduce((total, each) => total + each, 0);
        const told = sum(peers.map(({ pods }) => pods)) + sum(reached.map(({ count }) => count));
        expect(told, `${key} ${direction}, seed ${seed}`).toBe(all - 1);
        for (const { example } of peers) {
          const other = model.classOf(example);
          if (other === undefined) throw new Error(`${example} has no class`);
          const peer = { type: 'class', class: other, pod: example } as const;
          const relation = direction === 'in' ? model.relation(peer, end) : model.relation(end, peer);
          expect(relation.may, `${example} ${direction} ${key}, seed ${seed}`).toBe(NO_PORTS);
        }
      }
    }
  }
});
