import { describe, expect, test, vi } from 'vitest';
import { ContentIndex } from '#lib/kube/content-index.ts';
import type { NetworkPolicy, Pod, UnevaluatedPolicy } from '#lib/kube/objects.ts';
import { generateCluster } from '#lib/policy/generate-cluster.ts';
import { createStateSink } from './state-sink.ts';

const pod = (name: string, labels: Record<string, string> = {}): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop', labels },
  spec: { containers: [] },
});
const policy: NetworkPolicy = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'deny', namespace: 'shop' },
  spec: {},
};
const cilium: UnevaluatedPolicy = {
  apiVersion: 'cilium.io/v2',
  kind: 'CiliumNetworkPolicy',
  metadata: { name: 'l7', namespace: 'shop' },
};
const stateSink = () => createStateSink(vi.fn(), vi.fn());

describe('what a source tells', () => {
  test('a reset replaces all objects of its kind and no others', () => {
    const { sink, snapshot } = stateSink();
    sink.reset('NetworkPolicy', [policy]);
    sink.reset('Pod', [pod('a'), pod('b')]);
    sink.reset('Pod', [pod('b'), pod('c')]);
    expect([...snapshot().pods.keys()]).toEqual(['shop/b', 'shop/c']);
    expect(snapshot().networkPolicies.size).toBe(1);
  });
  test('objects of a list that is not whole yet are no objects of the cluster', () => {
    const changed = vi.fn();
    const { sink, snapshot } = createStateSink(changed, vi.fn());
    sink.coming?.([pod('a')]);
    expect(snapshot().pods.size).toBe(0);
    expect(changed).not.toHaveBeenCalled();
  });
  test('an upsert after a reset replaces, a removal removes', () => {
    const { sink, snapshot } = stateSink();
    sink.reset('Pod', [pod('a'), pod('b')]);
    sink.upsert(pod('a', { app: 'web' }));
    sink.remove('Pod', 'shop/b');
    expect([...snapshot().pods.values()].map(({ metadata }) => metadata.labels)).toEqual([{ app: 'web' }]);
  });
  test('what was handed out does not change with later events', () => {
    const { sink, snapshot } = stateSink();
    sink.reset('Pod', [pod('a')]);
    const before = snapshot();
    sink.remove('Pod', 'shop/a');
    expect(before.pods.size).toBe(1);
    expect(snapshot().pods.size).toBe(0);
  });
  test('a policy kind of others is known by its group, changes with its watch, and goes with its definition', () => {
    const { sink, snapshot } = stateSink();
    const kind = 'cilium.io/v2/CiliumNetworkPolicy';
    sink.reset(kind, [cilium]);
    sink.upsert({ ...cilium, metadata: { ...cilium.metadata, name: 'more' } });
    expect(snapshot().unevaluated.size).toBe(2);
    sink.remove(kind, 'shop/l7');
    expect(snapshot().unevaluated.size).toBe(1);
    sink.forget(kind, 'ciliumnetworkpolicies.cilium.io');
    expect(snapshot().unevaluated.size).toBe(0);
  });
  test('counts follow the objects, not the listing', () => {
    const { sink, snapshot } = stateSink();
    sink.reset('Pod', [pod('a')]);
    sink.completeness({ resource: 'pods', kind: 'Pod', count: 1, state: 'read' });
    sink.upsert(pod('b'));
    expect(snapshot().completeness.kinds).toEqual([{ resource: 'pods', kind: 'Pod', count: 2, state: 'read' }]);
  });
  test('unread objects of a kind replace those told before', () => {
    const { sink, snapshot } = stateSink();
    sink.unread('Pod', [{ message: 'first' }]);
    sink.unread('Service', [{ message: 'other' }]);
    sink.unread('Pod', []);
    expect(snapshot().completeness.unread).toEqual([{ message: 'other' }]);
  });
});

test('the machine hashes the objects as the pure code does', () => {
  const { sink, contentDigest, snapshot } = createStateSink(
    () => {},
    () => {},
  );
  sink.reset('Pod', [...generateCluster({ pods: 60, policies: 12 }).pods.values()]);
  const { pods } = generateCluster({ pods: 60, policies: 12 }); // equal objects that nobody has hashed yet
  expect(contentDigest()).toBe(new ContentIndex(pods.values()).digest());
  expect(snapshot().pods.size).toBe(pods.size);
});
