import { expect, test } from 'vitest';
import { ClusterState } from '#lib/kube/cluster-state.ts';
import type { Pod, Service } from '#lib/kube/objects.ts';
import type { NamesMessage } from '#server/traffic/traffic-messages.ts';
import { createNamesTeller } from './names-teller.ts';

const pod = (name: string, ip: string): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop' },
  spec: { containers: [] },
  status: { phase: 'Running', podIP: ip },
});

test('first all names, then what changed, nothing where nothing did', () => {
  const told: NamesMessage[] = [];
  const tell = createNamesTeller((message) => told.push(message), false);
  const state = new ClusterState();
  state.apply({ type: 'upsert', object: pod('web', '10.0.0.1') });
  tell(state.snapshot(), 1);
  tell(state.snapshot(), 2);
  state.apply({ type: 'remove', object: pod('web', '10.0.0.1') });
  state.apply({ type: 'upsert', object: pod('db', '10.0.0.1') });
  tell(state.snapshot(), 3);
  const holder = { type: 'pod', workload: 'shop/Pod/web', listens: [] };
  expect(told[0]).toEqual({
    whole: true,
    changes: [
      { name: 'shop/web', at: null, holder },
      { name: '10.0.0.1', at: null, holder },
    ],
    ranges: [],
  });
  expect(told[1]?.changes.map(({ name, at }) => [name, at])).toEqual([
    ['shop/db', null],
    ['10.0.0.1', 3],
    ['shop/web', 3],
  ]);
  expect(told).toHaveLength(2);
});

test('the relay of the cluster is told with the names, and again when it is another', () => {
  const told: NamesMessage[] = [];
  const tell = createNamesTeller((message) => told.push(message), false);
  const state = new ClusterState();
  tell(state.snapshot(), 1);
  const relay = (port: number): Service => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'hubble-relay', namespace: 'kube-system', labels: { 'k8s-app': 'hubble-relay' } },
    spec: { ports: [{ port }] },
  });
  state.apply({ type: 'upsert', object: relay(80) });
  tell(state.snapshot(), 2);
  state.apply({ type: 'upsert', object: { ...relay(80), spec: { ...relay(80).spec, type: 'NodePort' } } });
  tell(state.snapshot(), 3);
  state.apply({ type: 'remove', object: relay(80) });
  tell(state.snapshot(), 4);
  const found = { namespace: 'kube-system', name: 'hubble-relay', port: 80, tls: false };
  expect(told.map((message) => message.relay)).toEqual([undefined, found, undefined]);
});

test('of a live cluster all of whose pods are read it says that there are no others', () => {
  const watched = (isWatched: boolean, state: 'read' | 'partial') => {
    const told: NamesMessage[] = [];
    const objects = new ClusterState();
    objects.setCompleteness({ kinds: [{ resource: 'pods', kind: 'Pod', count: 0, state }], unread: [], notes: [] });
    createNamesTeller((message) => told.push(message), isWatched)(objects.snapshot(), 1);
    return told[0]?.watched;
  };
  expect([watched(true, 'read'), watched(true, 'partial'), watched(false, 'read')]).toEqual([
    true,
    undefined,
    undefined,
  ]);
});
