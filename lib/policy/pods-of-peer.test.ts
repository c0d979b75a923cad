import { expect, test } from 'vitest';
import { podsOfPeer } from './pods-of-peer.ts';
import { clusterOf, policy } from './testing/cluster-of.ts';

/** Two pods of one Deployment, of which a policy admits only the one with `role: new`; db stands alone. */
function rollout() {
  const owned = (name: string, role: string, ip: string) => `---
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: one, labels: {app: web, role: ${role}}, ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: web, uid: u, controller: true}]}
spec: {nodeName: n1, containers: [{name: c, image: c}]}
status: {phase: Running, podIP: ${ip}, podIPs: [{ip: ${ip}}]}
`;
  return clusterOf({
    namespaces: { one: {} },
    pods: { 'one/db': { labels: { app: 'db' }, ip: '10.0.0.1' } },
    yaml: [
      owned('web-0', 'old', '10.0.0.2'),
      owned('web-1', 'new', '10.0.0.3'),
      policy('podSelector: {matchLabels: {app: db}}\ningress: [{from: [{podSelector: {matchLabels: {role: new}}}]}]'),
    ].join(''),
  });
}

test('only pods that may connect are listed, with what they may use', () => {
  const model = rollout();
  const end = { type: 'class', class: model.classOf('one/db') as number, pod: 'one/db' } as const;
  const into = podsOfPeer(model, end, 'in', 'one/StatefulSet/web');
  expect(into.pods).toEqual([{ key: 'one/web-1', node: 'n1', relation: 0 }]);
  expect(into.relations).toHaveLength(1);
  expect(podsOfPeer(model, end, 'out', 'one/StatefulSet/web').pods.map(({ key }) => key)).toEqual([
    'one/web-0',
    'one/web-1',
  ]);
});

test('the end itself is no peer of its own', () => {
  const model = rollout();
  const end = { type: 'class', class: model.classOf('one/web-0') as number, pod: 'one/web-0' } as const;
  expect(podsOfPeer(model, end, 'out', 'one/StatefulSet/web').pods.map(({ key }) => key)).toEqual(['one/web-1']);
});
