import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildClusterObjects } from './build-cluster-objects.ts';
import { captureOf } from './capture.ts';
import { ClusterState } from './cluster-state.ts';
import { contentHash } from './content-hash.ts';
import type { KeptObject } from './objects.ts';
import { projectObject } from './project.ts';

function pod(name: string, labels: Record<string, string> = {}, extra: object = {}): KeptObject {
  const raw = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', labels, ...extra },
    spec: { containers: [] },
  };
  const { kept } = projectObject(raw);
  if (kept === undefined) throw new Error('not kept');
  return kept;
}

test('a revision does not change when the state does', () => {
  const state = new ClusterState();
  state.apply({ type: 'upsert', object: pod('a') });
  const before = state.snapshot();
  state.apply({ type: 'upsert', object: pod('b') });
  state.apply({ type: 'remove', object: pod('a') });
  expect([...before.pods.keys()]).toEqual(['shop/a']);
  expect([...state.snapshot().pods.keys()]).toEqual(['shop/b']);
});

test('revisions share the collections that did not change', () => {
  const state = new ClusterState();
  state.apply({ type: 'upsert', object: pod('a') });
  const before = state.snapshot();
  state.apply({ type: 'upsert', object: pod('b') });
  expect(state.snapshot().services).toBe(before.services);
});

test('removing what is not there changes nothing', () => {
  expect(new ClusterState().apply({ type: 'remove', object: pod('a') })).toBe(false);
});

test('row 13: of two objects with one name the last one counts, and a note says so', () => {
  const objects = buildClusterObjects([pod('a', { v: '1' }), pod('a', { v: '2' })]);
  expect(objects.pods.get('shop/a')?.metadata.labels).toEqual({ v: '2' });
  expect(objects.completeness.notes).toMatchObject([{ code: 'duplicate-object', object: 'Pod shop/a' }]);
});

test('policies of one name but different groups stand beside each other', () => {
  const kept = ['networking.k8s.io/v1', 'crd.projectcalico.org/v1'].map(
    (apiVersion) =>
      projectObject({ apiVersion, kind: 'NetworkPolicy', metadata: { name: 'p', namespace: 'shop' } })
        .kept as KeptObject,
  );
  const objects = buildClusterObjects(kept);
  expect([objects.networkPolicies.size, objects.unevaluated.size, objects.completeness.notes.length]).toEqual([
    1, 1, 0,
  ]);
});

test('content does not depend on order, keys, origin or the write counter', () => {
  const one = buildClusterObjects([pod('a', { x: '1', y: '2' }), pod('b')]);
  const moved = { ...pod('b', {}, { resourceVersion: '9' }), origin: { file: 'f', document: 1, line: 1 } };
  const two = buildClusterObjects([moved, pod('a', { y: '2', x: '1' })]);
  expect(contentHash(one, { name: 'upstream' })).toBe(contentHash(two, { name: 'upstream' }));
});

test('content depends on labels, profile, data map and on what was not read', () => {
  const one = buildClusterObjects([pod('a')]);
  const kinds = [{ resource: 'pods', kind: 'Pod', count: 1, state: 'partial', deniedNamespaces: ['x'] }] as const;
  const hashes = [
    contentHash(one, {}),
    contentHash(buildClusterObjects([pod('a', { x: '1' })]), {}),
    contentHash(one, { name: 'calico' }),
    contentHash(one, {}, { workloads: [] }),
    contentHash(buildClusterObjects([pod('a')], { kinds }), {}),
  ];
  expect(new Set(hashes).size).toBe(hashes.length);
});

test('the digest that a state keeps up equals the one over its objects, whatever came and went', () => {
  const names = fc.constantFrom('a', 'b', 'c');
  const deltas = fc.array(
    fc.record({ type: fc.constantFrom('upsert', 'remove'), name: names, label: fc.constantFrom('1', '2') }),
  );
  fc.assert(
    fc.property(deltas, (list) => {
      const state = new ClusterState();
      state.contentDigest(); // from here on it is kept up
      for (const { type, name, label } of list) state.apply({ type, object: pod(name, { v: label }) });
      const objects = state.snapshot();
      expect(contentHash(objects, {}, null, state.contentDigest())).toBe(contentHash(objects, {}));
    }),
  );
});

test('a capture is sorted, carries no origin, and its items are kept as they are', () => {
  const objects = buildClusterObjects([{ ...pod('b'), origin: { file: 'f', document: 1, line: 1 } }, pod('a')]);
  const capture = captureOf(objects, { taken: '2026-01-01T00:00:00Z', cluster: 'prod' });
  expect(capture.items.map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
  expect(capture.items.map((item) => projectObject(item).kept)).toEqual(capture.items);
});
